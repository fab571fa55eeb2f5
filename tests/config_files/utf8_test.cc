// SPDX-License-Identifier: Apache-2.0

#include "service/config_files/utf8.h"

#include <gtest/gtest.h>

#include <string>

namespace config_files {
namespace {

TEST(Utf8, AcceptsTextOfAnyLanguage) {
  for (const char* text : {"", "tekst", "één – twee", "日本語", "👩‍👩‍👧", "a\tb"})
    EXPECT_FALSE(find_flaw(text, false)) << text;
  EXPECT_FALSE(find_flaw("a\r\nb\n", true));
  EXPECT_TRUE(find_flaw("a\nb", false));
}

TEST(Utf8, RefusesMalformedSequences) {
  for (const char* text : {"\x80", "\xC3", "\xC0\xAF", "\xE0\x80\xAF", "\xF0\x80\x80\xAF", "\xED\xA0\x80",
                           "\xF4\x90\x80\x80", "\xF5\x80\x80\x80", "\xFF", "\xE2\x82", "\xC3\x28"}) {
    const auto flaw = find_flaw("ok" + std::string(text), true);
    ASSERT_TRUE(flaw);
    EXPECT_EQ(flaw->flaw, CharacterFlaw::not_utf8);
    EXPECT_EQ(flaw->offset, 2U);
  }
}

TEST(Utf8, RefusesInvisibleCharacters) {
  for (const char* text :
       {"\x01", "\x1B", "\x7F", "\r", "\xC2\x85", "\xE2\x80\xA8", "\xE2\x80\xA9", "\xEF\xBB\xBF"}) {
    const auto flaw = find_flaw(text, true);
    ASSERT_TRUE(flaw);
    EXPECT_EQ(flaw->flaw, CharacterFlaw::control);
  }
  EXPECT_TRUE(find_flaw(std::string_view("\0", 1), true));
  for (const char* text :
       {"\xD8\x9C", "\xE2\x80\x8E", "\xE2\x80\xAA", "\xE2\x80\xAE", "\xE2\x81\xA6", "\xE2\x81\xA9"}) {
    const auto flaw = find_flaw(text, true);
    ASSERT_TRUE(flaw);
    EXPECT_EQ(flaw->flaw, CharacterFlaw::bidi);
  }
}

TEST(Utf8, CountsCharacters) {
  EXPECT_EQ(length_of("één"), 3U);
  EXPECT_EQ(position_of("één\ntwée!", 0), (Position{1, 1}));
  EXPECT_EQ(position_of("één\ntwée!", 4), (Position{1, 3}));
  EXPECT_EQ(position_of("één\ntwée!", 11), (Position{2, 5}));
  EXPECT_EQ(position_of("\xE9"
                        "en\xE9",
                        3),
            (Position{1, 4}))
      << "what is no UTF-8 counts by the octet";
}

}  // namespace
}  // namespace config_files
