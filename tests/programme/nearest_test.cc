// SPDX-License-Identifier: Apache-2.0
#include "service/programme/nearest.h"

#include <gtest/gtest.h>

namespace programme {
namespace {

TEST(Nearest, FindsTheWordBehindATypingMistake) {
  const std::vector<std::string> known{"kick-off", "werksessie-1", "werksessie-2", "lunch-1", "afsluiting"};
  EXPECT_EQ(nearest("werksesie-1", known), "werksessie-1");    // too few
  EXPECT_EQ(nearest("werksesssie-2", known), "werksessie-2");  // too many
  EXPECT_EQ(nearest("afsluitung", known), "afsluiting");       // wrong
  EXPECT_EQ(nearest("lucnh-1", known), "lunch-1");             // swapped
  EXPECT_EQ(nearest("Kick-Off", known), "kick-off");
  EXPECT_EQ(nearest("kickoff", known), "kick-off");
}

TEST(Nearest, PrefersFewestMistakesThenTheFirst) {
  EXPECT_EQ(nearest("werksessie-3", {"werksessie-1", "werksessie-2"}), "werksessie-1");
  EXPECT_EQ(nearest("titel", {"titels", "tite", "titel"}), "titel");
}

TEST(Nearest, SaysNothingWhenNothingIsNear) {
  EXPECT_EQ(nearest("quickscan", {"werksessie-1", "lunch-1"}), "");
  EXPECT_EQ(nearest("for", {"due", "when"}), "");
  EXPECT_EQ(nearest("a", {"b"}), "");
  EXPECT_EQ(nearest("", {"a"}), "");
  EXPECT_EQ(nearest("iets", {}), "");
  EXPECT_EQ(nearest(std::string(1'000'000, 'x'), {std::string(1'000'000, 'x')}), "");
}

}  // namespace
}  // namespace programme
