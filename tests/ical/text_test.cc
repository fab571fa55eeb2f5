// SPDX-License-Identifier: Apache-2.0
#include "ical/text.h"

#include <gtest/gtest.h>

#include "tests/ical/samples.h"

namespace ical {
namespace {

using namespace std::string_literals;

std::string folded(std::string_view line) {
  std::string out;
  append_folded(out, line);
  return out;
}

std::string escaped(std::string_view text) {
  std::string out;
  append_escaped(out, text);
  return out;
}

TEST(IsClean, LetsOrdinaryTextThrough) {
  for (const char* text : {"", "Werksessie 1", "café – ë €", "漢字", "👩‍👩‍👧 gezin",
                           "a;b,c\\d\"e':f", "<b>&amp;</b>", "a\u00A0b", "\u200B\u200D", "\U0010FFFD"})
    EXPECT_TRUE(is_clean(text, false)) << text;
}

TEST(IsClean, RefusesEveryControlCharacter) {
  for (int c = 0; c < 0x20; ++c) {
    const std::string text = "a"s + static_cast<char>(c) + "b";
    EXPECT_FALSE(is_clean(text, false)) << c;
    EXPECT_EQ(is_clean(text, true), c == '\n') << c;
  }
  EXPECT_FALSE(is_clean("a\x7F", true));
  for (int c = 0x80; c <= 0x9F; ++c) EXPECT_FALSE(is_clean("\xC2"s + static_cast<char>(c), true)) << c;
}

TEST(IsClean, RefusesInvisibleCharactersThatTurnTextAround) {
  for (const char* text : {"\u061C", "\u200E", "\u200F", "\u202A", "\u202B", "\u202C", "\u202D", "\u202E",
                           "\u2066", "\u2067", "\u2068", "\u2069", "\u2028", "\u2029", "\uFEFF"}) {
    EXPECT_FALSE(is_clean(text, true));
    EXPECT_FALSE(is_clean("Lunch "s + text + "x", true));
  }
  for (const char* neighbour :
       {"\u061B", "\u061D", "\u200D", "\u2010", "\u2027", "\u202F", "\u2065", "\u206A", "\uFEFE"})
    EXPECT_TRUE(is_clean(neighbour, false));
}

TEST(IsClean, RefusesWhatIsNotUtf8) {
  for (const std::string& text : {"\xC0\x80"s,
                                  "\xC0\xAF"s,
                                  "\xC1\xBF"s,  // overlong, two octets
                                  "\xE0\x80\xAF"s,
                                  "\xE0\x9F\xBF"s,  // overlong, three
                                  "\xF0\x80\x80\xAF"s,
                                  "\xF0\x8F\xBF\xBF"s,  // overlong, four
                                  "\xED\xA0\x80"s,
                                  "\xED\xBF\xBF"s,  // surrogates
                                  "\xF4\x90\x80\x80"s,
                                  "\xF5\x80\x80\x80"s,
                                  "\xFF"s,  // beyond U+10FFFF
                                  "\x80"s,
                                  "\xBF"s,
                                  "a\xC3"s,
                                  "\xE2\x82"s,
                                  "\xF0\x9F\x98"s,
                                  "\xC3("s,
                                  "\xE2(\xA1"s,
                                  "caf\xE9"s}) {
    EXPECT_FALSE(is_clean(text, true));
    EXPECT_FALSE(is_clean(text + " en verder", true));
  }
}

TEST(AppendFolded, LeavesSeventyFiveOctetsWhole) {
  EXPECT_EQ(folded(std::string(75, 'x')), std::string(75, 'x') + "\r\n");
  EXPECT_EQ(folded(std::string(76, 'x')), std::string(75, 'x') + "\r\n x\r\n");
  EXPECT_EQ(folded(""), "\r\n");
}

TEST(AppendFolded, CountsTheBlankOfContinuationLines) {
  EXPECT_EQ(folded(std::string(75 + 74 + 1, 'x')),
            std::string(75, 'x') + "\r\n " + std::string(74, 'x') + "\r\n x\r\n");
}

TEST(AppendFolded, NeverCutsAUtf8Sequence) {
  for (const std::string& character : {"ë"s, "–"s, "👍"s}) {
    for (std::size_t before = 60; before <= 80; ++before) {
      const std::string line = std::string(before, 'x') + character + std::string(100, 'y') + character;
      const std::string text = folded(line);
      for (const std::string& physical : samples::physical_lines(text)) {
        EXPECT_LE(physical.size(), 75u);
        EXPECT_TRUE(is_clean(physical, false)) << physical;
      }
      EXPECT_EQ(samples::content_lines(text), std::vector{line});
    }
  }
}

TEST(AppendFolded, KeepsAWordSpaceAtTheCutAndEndsNoLineWithIt) {
  for (std::size_t before = 60; before <= 80; ++before) {
    for (std::size_t blanks = 1; blanks <= 4; ++blanks) {
      const std::string line = std::string(before, 'x') + std::string(blanks, ' ') + std::string(30, 'y');
      const std::string text = folded(line);
      EXPECT_EQ(text.find(" \r\n"), text.npos) << text;
      EXPECT_EQ(samples::content_lines(text), std::vector{line});
    }
  }
}

TEST(AppendFolded, FoldsBlanksAlone) {
  const std::string line = "SUMMARY:" + std::string(300, ' ') + "x";
  for (const std::string& physical : samples::physical_lines(folded(line))) EXPECT_LE(physical.size(), 75u);
  EXPECT_EQ(samples::content_lines(folded(line)), std::vector{line});
}

TEST(AppendEscaped, EscapesExactlyFourCharacters) {
  EXPECT_EQ(escaped("a\\b;c,d\ne"), "a\\\\b\\;c\\,d\\ne");
  EXPECT_EQ(escaped("\\n"), "\\\\n");
  EXPECT_EQ(escaped(":\"'=^ë👍"), ":\"'=^ë👍");
  EXPECT_EQ(escaped(""), "");
}

}  // namespace
}  // namespace ical
