// SPDX-License-Identifier: Apache-2.0
#include "service/commands/revision_text.h"

#include <gtest/gtest.h>

#include <random>
#include <sstream>
#include <vector>

namespace commands {
namespace revision_text_test {

using namespace date::literals;
using programme::Language;

const store::Revision first{1, date::sys_days{2023_y / 5 / 1}, "service", "", false};
const store::Revision second{12, date::sys_days{2023_y / 5 / 2} + std::chrono::hours{9}, "an",
                             "Werksessie 1 \"verzet\"", true};

TEST(RevisionText, ListsRevisionsInColumns) {
  EXPECT_EQ(revisions_text({second, first}, Language::en),
            "12  2023-05-02 11:00 CEST  an       no mail  Werksessie 1 \"verzet\"\n"
            "1   2023-05-01 02:00 CEST  service           \n");
  EXPECT_EQ(revisions_text({second}, Language::nl),
            "12  2023-05-02 11:00 CEST  an  geen mail  Werksessie 1 \"verzet\"\n");
}

TEST(RevisionText, ShowsNoControlCharactersOfWhoPublished) {
  auto odd = second;
  odd.who = "a\x1b[31mn";
  odd.why = "Zaal\nbezet\x07";
  EXPECT_EQ(revisions_text({odd}, Language::nl),
            "12  2023-05-02 11:00 CEST  a [31mn  geen mail  Zaal bezet\n");
  EXPECT_NE(revision_head(odd, Language::nl).find("waarom        Zaal bezet\n"), std::string::npos);
}

TEST(RevisionText, ListsThemAsJson) {
  EXPECT_EQ(revisions_json({second}), R"([
  {
    "revision": 12,
    "published": "2023-05-02T09:00:00Z",
    "who": "an",
    "why": "Werksessie 1 \"verzet\"",
    "no_mail": true
  }
]
)");
  EXPECT_EQ(revisions_json({}), "[]\n");
}

TEST(RevisionText, HasTheChangesOfOneAsTheyWereKept) {
  EXPECT_EQ(revision_json(first, R"([{"programme":"proef"}])"), R"({
  "revision": 1,
  "published": "2023-05-01T00:00:00Z",
  "who": "service",
  "why": "",
  "no_mail": false,
  "changes": [
    {
      "programme": "proef"
    }
  ]
}
)");
  EXPECT_NE(revision_json(first, "").find("\"changes\": null"), std::string::npos);
}

TEST(RevisionText, TellsWhatIsKnownAboutOne) {
  EXPECT_EQ(revision_head(first, Language::en),
            "revision   1\npublished  2023-05-01 02:00 CEST\nwho        service\n");
  EXPECT_EQ(revision_head(second, Language::nl),
            "versie        12\ngepubliceerd  2023-05-02 11:00 CEST\ndoor          an\n"
            "waarom        Werksessie 1 \"verzet\"\nmail          geen\n");
}

TEST(RevisionText, ShowsFilesThatChangedCameAndWent) {
  EXPECT_EQ(difference_text({{"a", "1\n"}, {"b", "2\n"}, {"c", "3\n"}},
                            {{"a", "1\n"}, {"b", "two\n"}, {"d", "4\n"}}),
            "--- b\n+++ b\n@@ -1 +1 @@\n-2\n+two\n"
            "--- c\n+++ c\n@@ -1 +0,0 @@\n-3\n"
            "--- d\n+++ d\n@@ -0,0 +1 @@\n+4\n");
  EXPECT_EQ(difference_text({}, {}), "");
}

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size() - 1) + 1;
    lines.push_back(text.substr(at, end - at));
    at = end;
  }
  return lines;
}

/// What `patch` makes of it: every line that stays or goes must stand where the head of its piece says.
std::string applied(const std::string& before, const std::string& difference) {
  const auto old = lines_of(before);
  const auto lines = lines_of(difference);
  std::string result;
  std::size_t at = 0;
  for (std::size_t i = 2; i < lines.size();) {
    std::size_t start = 0, count = 1;
    char skip = 0;
    std::istringstream head{lines[i]};
    head.ignore(4) >> start;
    if (head.peek() == ',') head >> skip >> count;
    const std::size_t begin = count == 0 ? start : start - 1;
    EXPECT_LE(at, begin);
    while (at < begin) result += old.at(at++);
    for (++i; i < lines.size() && !lines[i].starts_with("@@"); ++i) {
      std::string line = lines[i].substr(1);
      const bool last = i + 1 < lines.size() && lines[i + 1].starts_with('\\');
      if (last) line.pop_back();
      if (lines[i].front() != '+') {
        EXPECT_EQ(old.at(at++), line);
      }
      if (lines[i].front() != '-') result += line;
      if (last) ++i;
    }
  }
  while (at < old.size()) result += old.at(at++);
  return result;
}

TEST(TextDifference, IsEmptyForTheSameText) {
  EXPECT_EQ(unified_difference("a", "", ""), "");
  EXPECT_EQ(unified_difference("a", "x\ny", "x\ny"), "");
}

TEST(TextDifference, ShowsThreeLinesAroundAChange) {
  EXPECT_EQ(unified_difference("people.csv", "1\n2\n3\n4\n5\n6\n7\n8\n9\n", "1\n2\n3\n4\nvijf\n6\n7\n8\n9\n"),
            "--- people.csv\n+++ people.csv\n@@ -2,7 +2,7 @@\n 2\n 3\n 4\n-5\n+vijf\n 6\n 7\n 8\n");
}

TEST(TextDifference, KeepsChangesApartThatAreFarApart) {
  const std::string before = "a\n1\n2\n3\n4\n5\n6\n7\nb\n";
  EXPECT_EQ(unified_difference("x", before, "A\n1\n2\n3\n4\n5\n6\n7\nB\n"),
            "--- x\n+++ x\n@@ -1,4 +1,4 @@\n-a\n+A\n 1\n 2\n 3\n@@ -6,4 +6,4 @@\n 5\n 6\n 7\n-b\n+B\n");
}

TEST(TextDifference, ShowsANewFileAndOneThatIsGone) {
  EXPECT_EQ(unified_difference("x", "", "1\n2\n"), "--- x\n+++ x\n@@ -0,0 +1,2 @@\n+1\n+2\n");
  EXPECT_EQ(unified_difference("x", "1\n", ""), "--- x\n+++ x\n@@ -1 +0,0 @@\n-1\n");
}

TEST(TextDifference, SaysThatTheLastLineHasNoEnd) {
  EXPECT_EQ(unified_difference("x", "1", "1\n"),
            "--- x\n+++ x\n@@ -1 +1 @@\n-1\n\\ No newline at end of file\n+1\n");
}

TEST(TextDifference, TurnsAnyTextIntoAnyOther) {
  std::mt19937 random{7};
  const auto number = [&](int below) { return std::uniform_int_distribution<>{0, below - 1}(random); };
  const auto text = [&](int lines) {
    std::string made;
    for (int i = 0; i < lines; ++i) made += std::string(1, static_cast<char>('a' + number(4))) + "\n";
    if (number(3) == 0 && !made.empty()) made.pop_back();
    return made;
  };
  for (int round = 0; round < 3000; ++round) {
    const std::string before = text(number(30));
    const std::string after = text(number(30));
    ASSERT_EQ(applied(before, unified_difference("x", before, after)), after) << before << "→\n" << after;
  }
}

TEST(TextDifference, IsFastForLongTextsThatDifferALot) {
  std::string before, after;
  for (int i = 0; i < 100'000; ++i) {
    before += "oud " + std::to_string(i) + "\n";
    after += (i % 3 == 0 ? "nieuw " : "oud ") + std::to_string(i) + "\n";
  }
  EXPECT_EQ(applied(before, unified_difference("x", before, after)), after);
}

}  // namespace revision_text_test
}  // namespace commands
