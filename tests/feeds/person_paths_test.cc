// SPDX-License-Identifier: Apache-2.0
#include "service/feeds/person_paths.h"

#include <gtest/gtest.h>

namespace feeds {
namespace person_paths_test {

using programme::Topic;

const std::string token = "lp_abcdefghijklmnopqrstuvwxyz7";

PersonPath parsed(const std::string& path) {
  static std::string kept;  // the views lead into it
  kept = path;
  return parse_person_path(kept).value();
}

TEST(PersonPaths, AreReadAsTheyAreMade) {
  PersonPath path = parsed(overview_path(token));
  EXPECT_EQ(path.page, PersonPage::overview);
  EXPECT_EQ(path.token, token);

  path = parsed(hand_in_path(token, "gezinsaanpak-2023", "quickscan", ""));
  EXPECT_EQ(path.page, PersonPage::hand_in);
  EXPECT_EQ(path.token, token);
  EXPECT_EQ(path.programme, "gezinsaanpak-2023");
  EXPECT_EQ(path.activity, "quickscan");
  EXPECT_EQ(path.library, "");

  path = parsed(hand_in_path(token, "gezinsaanpak-2023", "verslag", "eemland"));
  EXPECT_EQ(path.page, PersonPage::hand_in);
  EXPECT_EQ(path.library, "eemland");

  path = parsed(reminders_path(token));
  EXPECT_EQ(path.page, PersonPage::reminders);
  EXPECT_EQ(path.token, token);

  for (const Topic topic : {Topic::sessions, Topic::deadlines, Topic::general}) {
    path = parsed(stop_path(token, topic));
    EXPECT_EQ(path.page, PersonPage::stop);
    EXPECT_EQ(path.token, token);
    EXPECT_EQ(path.topic, topic);
  }
}

TEST(PersonPaths, LookAsMailsShowThem) {
  EXPECT_EQ(overview_path(token), "/p/" + token + "/");
  EXPECT_EQ(hand_in_path(token, "p", "a", ""), "/p/" + token + "/klaar/p/a");
  EXPECT_EQ(hand_in_path(token, "p", "a", "b"), "/p/" + token + "/klaar/p/a/b");
  EXPECT_EQ(reminders_path(token), "/p/" + token + "/herinneringen");
  EXPECT_EQ(stop_path(token, Topic::sessions), "/p/" + token + "/stop/sessions");
}

TEST(PersonPaths, TheLongestFitsInWhatTheFrontTakes) {
  const std::string id(64, 'a');
  EXPECT_LE(hand_in_path(token, id, id, id).size(), 256U);
}

TEST(PersonPaths, OtherPathsBelowATokenAreNoPage) {
  for (const char* rest : {"", "//", "/x", "/klaar", "/klaar/", "/klaar/p", "/klaar/p/", "/klaar//a",
                           "/klaar/p/a/", "/klaar/p/a/b/c", "/herinneringen/", "/herinneringen/x", "/stop",
                           "/stop/", "/stop/all", "/stop/sessions/", "/Herinneringen"}) {
    const PersonPath path = parsed("/p/" + token + rest);
    EXPECT_EQ(path.page, PersonPage::none) << rest;
    EXPECT_EQ(path.token, token) << rest;
  }
  EXPECT_EQ(parsed("/p/").token, "");
  EXPECT_EQ(parsed("/p//klaar/p/a").token, "");
  for (const char* other : {"", "/", "/p", "/f/x/", "/P/x/", "p/x/"})
    EXPECT_FALSE(parse_person_path(other)) << other;
}

}  // namespace person_paths_test
}  // namespace feeds
