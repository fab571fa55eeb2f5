// SPDX-License-Identifier: Apache-2.0
#include "service/feeds/token.h"

#include <gtest/gtest.h>

#include <set>

namespace feeds {
namespace {

TokenKey counting_key() {
  std::array<unsigned char, TokenKey::size> bytes{};
  for (unsigned i = 0; i < bytes.size(); ++i) bytes[i] = static_cast<unsigned char>(i);
  return TokenKey{bytes};
}

// Expected: base64url of the first 20 octets of Python's hmac.new(bytes(range(32)), message, "sha256").
TEST(Token, IsAnHmacOfKindSubjectAndGeneration) {
  EXPECT_EQ(counting_key().token({FeedKind::person, "an"}, 1), "lf_YkDo0OCBOZv3_1p9io1goAjX_-o");
  EXPECT_EQ(counting_key().token({FeedKind::library, "eemland"}, 12), "lf_pgGNBZROohkt4nHaNf3Z-lfksKc");
}

TEST(Token, OfAPageIsAnHmacOfItsOwn) {
  const TokenKey key = counting_key();
  EXPECT_EQ(key.page_token("an", 1), "lp_r33kMz6EHGvHwHG3oHWNATjcKU8");
  EXPECT_EQ(key.page_token("an", 2), "lp_c2jWs6f-mG1nrGlUam3JaiCWBGM");
  EXPECT_NE(key.page_token("an", 1).substr(3), key.token({FeedKind::person, "an"}, 1).substr(3));
  EXPECT_NE(key.page_token("a:1", 1).substr(3), key.page_token("a", 1).substr(3));
}

TEST(Token, OfAPageOpensNoFeedAndTheOtherWayRound) {
  const TokenKey key = counting_key();
  EXPECT_TRUE(is_page_token_form(key.page_token("an", 1)));
  EXPECT_FALSE(is_token_form(key.page_token("an", 1)));
  EXPECT_FALSE(is_page_token_form(key.token({FeedKind::person, "an"}, 1)));
  EXPECT_FALSE(is_page_token_form("lp_abcdefghijklmnopqrstuvwxy.7"));
}

TEST(Token, DiffersByKindSubjectGenerationAndKey) {
  const TokenKey key = counting_key();
  const TokenKey other{std::array<unsigned char, TokenKey::size>{}};
  const std::set<std::string> tokens{
      key.token({FeedKind::person, "a"}, 1),   key.token({FeedKind::library, "a"}, 1),
      key.token({FeedKind::person, "b"}, 1),   key.token({FeedKind::person, "a"}, 2),
      key.token({FeedKind::person, "a:1"}, 1), other.token({FeedKind::person, "a"}, 1)};
  EXPECT_EQ(tokens.size(), 6U);
  for (const auto& token : tokens) EXPECT_TRUE(is_token_form(token)) << token;
}

TEST(Token, OnlyItsEndMayBeLogged) {
  const std::string token = "lf_abcdefghijklmnopqrstuvwxyz7";
  EXPECT_EQ(masked(token), "lf_…xyz7");
  EXPECT_EQ(masked("lp_abcdefghijklmnopqrstuvwxyz7"), "lp_…xyz7");
  EXPECT_EQ(masked("lf_abcdefghijklmnopqrstuvwxyz"), "(no token)");
  EXPECT_EQ(masked(""), "(no token)");
  EXPECT_FALSE(is_token_form("lf_abcdefghijklmnopqrstuvwxyz/"));
  EXPECT_FALSE(is_token_form("xx_abcdefghijklmnopqrstuvwxyz7"));
}

}  // namespace
}  // namespace feeds
