// SPDX-License-Identifier: Apache-2.0
//
// The feeds of the sample programme, octet for octet, as they are when it is first published on 1 March 2023.
#include <gtest/gtest.h>

#include "service/config_files/load.h"
#include "service/feeds/feed_set.h"
#include "tests/support/example.h"
#include "tests/support/example_feeds.h"
#include "tests/support/golden.h"

namespace feeds {
namespace {

using namespace date::literals;
using std::chrono::hours;
using std::chrono::minutes;

class SampleFeeds : public testing::TestWithParam<std::pair<const char*, const char*>> {};

TEST_P(SampleFeeds, AreAsPublished) {
  const auto loaded = config_files::load(std::filesystem::path{SOURCE_DIR} / "config");
  ASSERT_TRUE(loaded.ok());
  const FeedSet set = example::feed_set(loaded.programmes);
  const auto& [subject, file] = GetParam();
  const Feed* feed = set.find(parse_subject(subject).value());
  ASSERT_NE(feed, nullptr) << subject;
  expect_golden(file, set.text(*feed));
}

INSTANTIATE_TEST_SUITE_P(All, SampleFeeds,
                         testing::Values(std::pair{"person:eemland-jeugd", "feeds/participant.ics"},
                                         std::pair{"person:eemland-manager", "feeds/manager.ics"},
                                         std::pair{"library:eemland", "feeds/library.ics"},
                                         std::pair{"library:lek-ijssel", "feeds/library_without_intake.ics"},
                                         std::pair{"programme:gezinsaanpak-2023", "feeds/programme.ics"}),
                         [](const auto& test) {
                           const std::string file = test.param.second;
                           const auto start = file.find('/') + 1;
                           return file.substr(start, file.find('.') - start);
                         });

/// Sessions on both change-over weekends and in the nights themselves, with times that the clock skips and
/// that it shows twice.
TEST(FeedsAtTheChangeOfClocks, AreAsPublished) {
  programme::Programme programme = example::programme();
  programme.activities.clear();
  const auto add = [&](std::string id, date::year_month_day day, minutes from, minutes to) {
    programme.activities.push_back(example::activity(id, programme::ActivityKind::workshop, "Sessie " + id,
                                                     programme::OnDay{day, {from, to}}));
  };
  add("zaterdag-voor", 2026_y / 3 / 28, hours{10}, hours{13});
  add("nacht-voor", 2026_y / 3 / 29, hours{1}, hours{1} + minutes{59});
  add("in-het-gat", 2026_y / 3 / 29, hours{2} + minutes{30}, hours{4});
  add("zondag-na", 2026_y / 3 / 29, hours{10}, hours{13});
  add("maandag-na", 2026_y / 3 / 30, hours{10}, hours{13});
  add("herfst-zaterdag", 2026_y / 10 / 24, hours{10}, hours{13});
  add("dubbel-uur", 2026_y / 10 / 25, hours{2} + minutes{30}, hours{4});
  add("herfst-zondag", 2026_y / 10 / 25, hours{10}, hours{13});
  for (const auto day : {2026_y / 3 / 29, 2026_y / 10 / 25})
    programme.activities.push_back(
        example::activity("deadline-" + std::to_string(static_cast<unsigned>(day.month())),
                          programme::ActivityKind::assignment, "Opdracht", programme::DueOn{day, {}}));
  const FeedSet set = example::feed_set({programme});
  expect_golden("feeds/clock_changes.ics", set.text(*set.find({FeedKind::library, "a"})));
}

}  // namespace
}  // namespace feeds
