// SPDX-License-Identifier: Apache-2.0
#include "service/programme/printable.h"

#include <gtest/gtest.h>

namespace programme {
namespace {

TEST(Printable, ShowsWhatHidesAsItsNumber) {
  EXPECT_EQ(printable("Café → 日本 😀"), "Café → 日本 😀");
  EXPECT_EQ(printable("\x1B[2Jweg\a\x7F"), "\\x1B[2Jweg\\x07\\x7F");
  EXPECT_EQ(printable("een\ntwee\r\tdrie"), "een\\x0Atwee\\x0D\\x09drie");
  EXPECT_EQ(printable("\xC2\x9B"
                      "2J"),
            "\\x9B2J");
  EXPECT_EQ(printable("a\xE2\x80\xAE"
                      "b\xE2\x81\xA6"
                      "c\xE2\x80\xA8\xEF\xBB\xBF"),
            "a\\u202Eb\\u2066c\\u2028\\uFEFF");
}

TEST(Printable, ShowsEachOctetThatIsNotUtf8) {
  EXPECT_EQ(printable("caf\xE9"), "caf\\xE9");
  EXPECT_EQ(printable("\xE2\x80"), "\\xE2\\x80");
  EXPECT_EQ(printable("\xC0\xAF"), "\\xC0\\xAF");
  EXPECT_EQ(printable("\xED\xA0\x80"), "\\xED\\xA0\\x80");
  EXPECT_EQ(printable("\xF4\x90\x80\x80"), "\\xF4\\x90\\x80\\x80");
}

TEST(Printable, KeepsLinesWhereTheyAreWanted) {
  EXPECT_EQ(printable_lines("een\n\ttwee\r\ndrie\r\x1B"), "een\n\ttwee\r\ndrie\\x0D\\x1B");
}

TEST(Printable, ShortensAtACharacter) {
  EXPECT_EQ(shortened("éé", 2), "éé");
  EXPECT_EQ(shortened("ééé", 2), "éé…");
  EXPECT_EQ(in_quotes("a\nb"), "\"a\\x0Ab\"");
  EXPECT_EQ(in_quotes(std::string(1'000'000, 'x')), '"' + std::string(60, 'x') + "…\"");
  EXPECT_LT(in_quotes(std::string(1'000'000, '\x1B')).size(), 70U);
}

}  // namespace
}  // namespace programme
