// SPDX-License-Identifier: Apache-2.0
#include "service/commands/feed_list.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <sstream>

#include "tests/support/example.h"
#include "tests/support/example_feeds.h"

namespace commands {
namespace feed_list_test {

using namespace date::literals;
using programme::Language;
using std::chrono::hours;

const programme::Instant monday = date::sys_days{2023_y / 6 / 5} + hours{8};

struct FeedListTest : testing::Test {
  std::string digest(const char* id) const {
    return feeds::to_hex(set.find({feeds::FeedKind::person, id})->digest);
  }
  std::string listed(const std::vector<store::FeedFetch>& fetches, Language language = Language::nl) const {
    auto states = feed_states(set, fetches);
    std::erase_if(states,
                  [](const auto& state) { return state.feed->subject.kind != feeds::FeedKind::person; });
    std::ostringstream out;
    print(out, states, language);
    return out.str();
  }
  const feeds::FeedSet set = example::feed_set({example::programme()});
};

TEST_F(FeedListTest, SaysWhoHasTheLastChange) {
  const std::vector<store::FeedFetch> fetches{{"person", "an", "apple", monday - hours{24}, "0123"},
                                              {"person", "an", "google", monday, digest("an")},
                                              {"person", "bo", "other", monday, "0123"},
                                              {"person", "mo", "browser", monday, digest("mo")},
                                              {"person", "verdwenen", "apple", monday, "0123"}};
  EXPECT_EQ(listed(fetches),
            "person:an  2023-06-05 10:00     Google           is bij\n"
            "person:an  2023-06-04 10:00     Apple            heeft de laatste wijziging nog niet opgehaald\n"
            "person:bo  2023-06-05 10:00     ander programma  heeft de laatste wijziging nog niet opgehaald\n"
            "person:mo  nog nooit opgehaald\n");
  EXPECT_EQ(listed(fetches, Language::en),
            "person:an  2023-06-05 10:00  Google         is up to date\n"
            "person:an  2023-06-04 10:00  Apple          has not fetched the last change yet\n"
            "person:bo  2023-06-05 10:00  other program  has not fetched the last change yet\n"
            "person:mo  never fetched\n");
}

TEST_F(FeedListTest, IsThereForPrograms) {
  const std::vector<store::FeedFetch> fetches{{"person", "an", "google", monday, digest("an")}};
  std::ostringstream out;
  print_json(out, feed_states(set, fetches));
  const auto list = nlohmann::json::parse(out.str());
  ASSERT_EQ(list.size(), set.all().size());
  EXPECT_EQ(
      list[0],
      (nlohmann::json{
          {"feed", "person:an"},
          {"name", "Deelnemer an"},
          {"fetched", true},
          {"current", true},
          {"clients", {{{"client", "google"}, {"fetched", "2023-06-05T08:00:00Z"}, {"current", true}}}}}));
  EXPECT_EQ(list[1]["fetched"], false);
  EXPECT_EQ(list[1]["current"], false);
}

TEST_F(FeedListTest, LeavesOutWhatHasEnded) {
  auto programme = example::programme();
  programme.people.edit()[0].left = 2023_y / 1 / 1;
  const std::vector programmes{programme};
  const feeds::Timetable timetable{programmes};
  const auto later =
      feeds::build(timetable, std::vector(timetable.entries().size(), example::first_stamp), {.now = monday});
  EXPECT_EQ(feed_states(later, {}).size(), set.all().size() - 1);
}

}  // namespace feed_list_test
}  // namespace commands
