// SPDX-License-Identifier: Apache-2.0
#include "service/commands/text_difference.h"

#include <gtest/gtest.h>

#include <random>
#include <sstream>
#include <vector>

namespace commands {
namespace {

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
    std::size_t first = 0, count = 1;
    char skip = 0;
    std::istringstream head{lines[i]};
    head.ignore(4) >> first;
    if (head.peek() == ',') head >> skip >> count;
    const std::size_t begin = count == 0 ? first : first - 1;
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

}  // namespace
}  // namespace commands
