// SPDX-License-Identifier: Apache-2.0
#include "service/config_files/csv_table.h"

#include <csv.h>

#include <algorithm>
#include <new>

#include "service/config_files/utf8.h"
#include "service/config_files/value_syntax_words.h"
#include "service/config_files/wording.h"

namespace config_files {
namespace {

/// Owns a csv_parser. In strict mode libcsv trims fields and refuses a quote inside an unquoted field, a
/// quote after a closing one, and an unclosed quote.
class Parser {
 public:
  explicit Parser(char delimiter) {
    if (csv_init(&parser_, CSV_STRICT | CSV_STRICT_FINI) != 0) throw std::bad_alloc();
    csv_set_delim(&parser_, static_cast<unsigned char>(delimiter));
  }
  ~Parser() { csv_free(&parser_); }
  Parser(const Parser&) = delete;
  Parser& operator=(const Parser&) = delete;
  csv_parser* get() { return &parser_; }

 private:
  csv_parser parser_{};
};

/// Returns the more frequent one of ';' and ',' outside quotes in the header.
char delimiter_of(std::string_view text) {
  int balance = 0;
  bool inside = false;
  for (const char c : text) {
    if (c == '"') inside = !inside;
    if (inside) continue;
    if (c == '\n') break;
    balance += c == ';' ? 1 : c == ',' ? -1 : 0;
  }
  return balance >= 0 ? ';' : ',';
}

/// Replaces each line break within a cell (Alt+Enter in a spreadsheet) by a space.
void append_on_one_line(std::string& out, std::string_view cell) {
  for (;;) {
    const std::size_t end = cell.find_first_of("\r\n\t");
    out += cell.substr(0, end);
    if (end == std::string_view::npos) return;
    out += ' ';
    cell = cell.substr(std::min(cell.find_first_not_of("\r\n\t", end), cell.size()));
  }
}

/// Collects the position of every cell. After an error, `here` and `start` are the positions of the octet and
/// of the cell in which the parser stopped.
struct Locator {
  std::vector<Position> cells;
  Position here{1, 1};
  Position start{1, 1};

  void advance(char octet) {
    if (octet == '\n') {
      here = {here.line + 1, 1};
    } else if ((static_cast<unsigned char>(octet) & 0xC0U) != 0x80U) {
      ++here.column;
    }
  }

  static void on_cell(void*, std::size_t, void* data) {
    auto& self = *static_cast<Locator*>(data);
    self.cells.push_back(self.start);
  }
};

/// Parses octet by octet, because libcsv reports no positions.
void locate(Locator& locator, std::string_view text, char delimiter) {
  Parser parser(delimiter);
  bool fresh = true;  // Only blanks and line ends of the next cell were read.
  for (const char octet : text) {
    const bool blank = octet == ' ' || octet == '\t' || octet == '\r' || octet == '\n';
    if (fresh && !blank) {
      locator.start = locator.here;
      fresh = false;
    }
    const std::size_t before = locator.cells.size();
    if (csv_parse(parser.get(), &octet, 1, &Locator::on_cell, nullptr, &locator) != 1) return;
    locator.advance(octet);
    if (locator.cells.size() != before || (fresh && octet == '\n')) {
      fresh = true;
      locator.start = locator.here;
    }
  }
  csv_fini(parser.get(), &Locator::on_cell, nullptr, &locator);
}

}  // namespace

std::optional<CsvTable> CsvTable::parse(std::string text, const RowLimit& limit, Report& report) {
  const char delimiter = delimiter_of(text);
  CsvTable table(std::move(text), delimiter);
  if (!table.read(limit, report)) return std::nullopt;
  return table;
}

/// Reports it.
bool CsvTable::is_beyond(const RowLimit& limit, Report& report) const {
  if (rows_.size() <= 1 || rows_.size() - 1 <= limit.left) return false;
  report.error({}, too_many(limit.things, limit.limit));
  return true;
}

bool CsvTable::read(const RowLimit& limit, Report& report) {
  struct Build {
    CsvTable& table;
    std::size_t row_start = 0;
    bool any = false;
  } build{*this};
  const auto on_cell = [](void* data, std::size_t size, void* context) {
    auto& [table, row_start, any] = *static_cast<Build*>(context);
    const std::string_view cell = trimmed({static_cast<const char*>(data), size});
    append_on_one_line(table.content_, cell);
    table.ends_.push_back(table.content_.size());
    any = any || !cell.empty();
  };
  const auto on_row = [](int, void* context) {
    auto& [table, row_start, any] = *static_cast<Build*>(context);
    if (any) table.rows_.push_back({row_start, table.ends_.size() - row_start});
    row_start = table.ends_.size();
    any = false;
  };
  content_.reserve(text_.size());
  Parser parser(delimiter_);
  constexpr std::size_t piece = 4096;  // Rows are counted after each.
  std::size_t done = 0;
  while (done < text_.size()) {
    const std::size_t size = std::min(piece, text_.size() - done);
    const std::size_t parsed = csv_parse(parser.get(), text_.data() + done, size, on_cell, on_row, &build);
    done += parsed;
    if (parsed < size) break;
    if (is_beyond(limit, report)) return false;
  }
  if (done == text_.size() && csv_fini(parser.get(), on_cell, on_row, &build) == 0)
    return !is_beyond(limit, report);
  if (csv_error(parser.get()) == CSV_ENOMEM) throw std::bad_alloc();
  Locator locator;
  locate(locator, text_, delimiter_);
  const bool unclosed = done == text_.size();
  report.error(
      unclosed ? locator.start : locator.here,
      unclosed ? say("het aanhalingsteken dat hier begint wordt nergens gesloten; zet er een \" achter",
                     "the quote that begins here is never closed; put a \" after it")
               : say("hier staat een aanhalingsteken op een vreemde plaats; zet de hele cel tussen "
                     "aanhalingstekens en schrijf een \" daarbinnen dubbel (\"\")",
                     "a quote is out of place here; put the whole cell between quotes and double a \" inside "
                     "it (\"\")"));
  return false;
}

std::string_view CsvTable::cell(std::size_t row, std::size_t column) const {
  if (column >= rows_[row].cells) return {};
  const std::size_t index = rows_[row].first + column;
  const std::size_t begin = index == 0 ? 0 : ends_[index - 1];
  return std::string_view(content_).substr(begin, ends_[index] - begin);
}

Position CsvTable::position(std::size_t row, std::size_t column) const {
  if (positions_.empty()) {
    Locator locator;
    locate(locator, text_, delimiter_);
    positions_ = std::move(locator.cells);
  }
  return positions_[rows_[row].first + std::min(column, rows_[row].cells - 1)];
}

}  // namespace config_files
