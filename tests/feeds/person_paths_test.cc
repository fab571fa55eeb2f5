// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "service/feeds/token.h"

namespace feeds {
namespace person_paths_test {

using programme::Topic;

const std::string token = "lp_abcdefghijklmnopqrstuvwxyz7";

TEST(PersonPaths, LookAsMailsShowThem) {
  EXPECT_EQ(overview_path(token), "/p/" + token + "/");
  EXPECT_EQ(hand_in_path(token, "p", "a", ""), "/p/" + token + "/klaar/p/a");
  EXPECT_EQ(hand_in_path(token, "p", "a", "b"), "/p/" + token + "/klaar/p/a/b");
  EXPECT_EQ(reminders_path(token), "/p/" + token + "/herinneringen");
  EXPECT_EQ(stop_path(token, Topic::sessions), "/p/" + token + "/stop/sessions");
}

TEST(PersonPaths, StayShort) {
  const std::string id(64, 'a');
  EXPECT_LE(hand_in_path(token, id, id, id).size(), 256U);
}

}  // namespace person_paths_test
}  // namespace feeds
