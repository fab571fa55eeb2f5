// SPDX-License-Identifier: Apache-2.0

#include "service/config_files/csv_table.h"

#include <gtest/gtest.h>

namespace config_files {
namespace {

struct Parsed {
  Problems problems;
  std::optional<CsvTable> table;
};

Parsed parse(std::string text, std::size_t limit = 1'000) {
  Parsed out;
  Report report("tabel.csv", out.problems);
  out.table = CsvTable::parse(std::move(text), {{"rijen", "rows"}, {"rows", 1'000}, limit}, report);
  return out;
}

std::vector<std::vector<std::string>> cells(const CsvTable& table) {
  std::vector<std::vector<std::string>> rows;
  for (std::size_t row = 0; row < table.rows(); ++row) {
    rows.emplace_back();
    for (std::size_t column = 0; column < table.cells(row); ++column)
      rows.back().emplace_back(table.cell(row, column));
  }
  return rows;
}

using Rows = std::vector<std::vector<std::string>>;

TEST(CsvTable, ReadsEveryWayOfSaving) {
  const Rows expected{{"id", "naam"}, {"a", "B; \"c\", d"}, {"e", ""}};
  for (const char* text :
       {"id;naam\na;\"B; \"\"c\"\", d\"\ne;\n", "id;naam\r\na;\"B; \"\"c\"\", d\"\r\ne;\r\n",
        "id,naam\na,\"B; \"\"c\"\", d\"\ne,", "id ; naam\n\n a ;\"B; \"\"c\"\", d\" \n;\n  \ne;\n",
        "\"id\",\"naam\"\r\n\"a\",\"B; \"\"c\"\", d\"\r\n\"e\",\"\"\r\n"}) {
    const auto parsed = parse(text);
    ASSERT_TRUE(parsed.table) << text;
    EXPECT_EQ(cells(*parsed.table), expected) << text;
  }
}

TEST(CsvTable, CountsCharactersAndLinesAlsoAfterQuotedLineBreaks) {
  const auto parsed = parse("id;naam;plaats\r\n\r\né;\"Één\r\ntwee\";\"x\"\r\n  ; y;z\r\n");
  ASSERT_TRUE(parsed.table);
  const auto& table = *parsed.table;
  ASSERT_EQ(table.rows(), 3U);
  EXPECT_EQ(table.position(0, 0), (Position{1, 1}));
  EXPECT_EQ(table.position(0, 2), (Position{1, 9}));
  EXPECT_EQ(table.position(1, 0), (Position{3, 1}));
  EXPECT_EQ(table.position(1, 1), (Position{3, 3}));
  EXPECT_EQ(table.position(1, 2), (Position{4, 7}));
  EXPECT_EQ(table.cell(1, 1), "Één twee");
  EXPECT_EQ(table.position(2, 0), (Position{5, 3}));
  EXPECT_EQ(table.position(2, 1), (Position{5, 5}));
  EXPECT_EQ(table.position(2, 2), (Position{5, 7}));
  EXPECT_EQ(table.position(2, 9), (Position{5, 7})) << "beyond the row: its last cell";
}

TEST(CsvTable, PlacesEmptyCellsWhereTheyWouldBegin) {
  const auto parsed = parse("a;b;c\n;;x\n1;;\n");
  ASSERT_TRUE(parsed.table);
  EXPECT_EQ(parsed.table->position(1, 0), (Position{2, 1}));
  EXPECT_EQ(parsed.table->position(1, 1), (Position{2, 2}));
  EXPECT_EQ(parsed.table->position(1, 2), (Position{2, 3}));
  EXPECT_EQ(parsed.table->position(2, 1), (Position{3, 3}));
  EXPECT_EQ(parsed.table->position(2, 2), (Position{3, 4}));
}

TEST(CsvTable, LocatesQuotesThatDoNotMatch) {
  auto parsed = parse("a;b\nx;\"nooit dicht\ny;z\n");
  EXPECT_FALSE(parsed.table);
  ASSERT_EQ(parsed.problems.size(), 1U);
  EXPECT_EQ(parsed.problems[0].line, 2U);
  EXPECT_EQ(parsed.problems[0].column, 3U);

  parsed = parse("a;b\né;\"x\" y\n");
  EXPECT_FALSE(parsed.table);
  ASSERT_EQ(parsed.problems.size(), 1U);
  EXPECT_EQ(parsed.problems[0].line, 2U);
  EXPECT_EQ(parsed.problems[0].column, 7U);
}

TEST(CsvTable, StopsAtTheLimit) {
  std::string text = "a;b\n";
  for (int row = 0; row < 100'000; ++row) text += "x;y\n";
  const auto parsed = parse(text, 99'999);
  EXPECT_FALSE(parsed.table);
  ASSERT_EQ(parsed.problems.size(), 1U);
  EXPECT_EQ(parsed.problems[0].text.en,
            "there are more than 1,000 rows; remove what does not belong there, or raise rows = 1000 under "
            "[limits] in service.toml");
  EXPECT_TRUE(parse(text, 100'000).table);
  EXPECT_TRUE(parse("a;b\n", 0).table);
  EXPECT_FALSE(parse("a;b\nx;y\n", 0).table);
}

TEST(CsvTable, TakesAnEmptyTextAsNoRows) {
  for (const char* text : {"", "\n", "\r\n\r\n", ";;;\n", "  "}) {
    const auto parsed = parse(text);
    ASSERT_TRUE(parsed.table) << text;
    EXPECT_EQ(parsed.table->rows(), 0U) << text;
  }
}

}  // namespace
}  // namespace config_files
