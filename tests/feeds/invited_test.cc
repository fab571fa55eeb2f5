// SPDX-License-Identifier: Apache-2.0
//
// The feed of whoever has invitations instead: a notice and nothing else.
#include <gtest/gtest.h>

#include "ical/read_back.h"
#include "service/feeds/feed_set.h"
#include "service/feeds/notice.h"
#include "tests/support/example.h"
#include "tests/support/example_feeds.h"

namespace feeds {
namespace invited_test {

using namespace date::literals;
using programme::Delivery;
using programme::Instant;
using std::chrono::hours;
using std::chrono::seconds;

const Subject an{FeedKind::person, "an"};
const Instant wednesday = date::sys_days{2023_y / 6 / 7} + hours{8};
const Instant next_monday = date::sys_days{2023_y / 6 / 11} + hours{22};  // midnight in Amsterdam

std::vector<programme::Programme> programmes() {
  auto programme = example::programme();
  programme.people.edit()[0].delivery = Delivery::invitations;
  return {programme};
}

FeedSet build_at(Instant now, const std::vector<programme::Programme>& programmes) {
  const Timetable timetable{programmes};
  return build(timetable, std::vector(timetable.entries().size(), example::first_stamp), {.now = now});
}

std::vector<ical::Event> events(const FeedSet& set, const Subject& subject) {
  return ical::read_back(set.text(*set.find(subject)));
}

TEST(InvitedFeed, HoldsANoticeInThePresentWeek) {
  const FeedSet set = build_at(wednesday, programmes());
  EXPECT_EQ(set.find(an)->state, FeedState::invited);
  const auto found = events(set, an);
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].summary, "Uw activiteiten komen als uitnodiging per mail");
  EXPECT_NE(found[0].description.find("werktraject@example.org"), std::string::npos);
  EXPECT_EQ(std::get<ical::AllDay>(found[0].when), (ical::AllDay{2023_y / 6 / 5, 2023_y / 6 / 12}));
  EXPECT_EQ(found[0].busy, ical::Busy::free);
}

TEST(InvitedFeed, IsTheSameUntilTheNextWeekAndHigherThen) {
  const FeedSet set = build_at(wednesday, programmes());
  EXPECT_EQ(set.next_change(), next_monday);
  EXPECT_EQ(build_at(next_monday - seconds{1}, programmes()).text(*set.find(an)), set.text(*set.find(an)));
  const FeedSet later = build_at(next_monday, programmes());
  const auto before = events(set, an).front();
  const auto after = events(later, an).front();
  EXPECT_EQ(after.uid, before.uid);
  EXPECT_EQ(after.sequence, before.sequence + 7 * 24 * 3600);
  EXPECT_GT(after.last_modified, before.last_modified);
  EXPECT_EQ(std::get<ical::AllDay>(after.when).start, 2023_y / 6 / 12);
}

TEST(InvitedFeed, LeavesAllOtherFeedsAsTheyWere) {
  const FeedSet with = build_at(wednesday, programmes());
  const FeedSet without = build_at(wednesday, {example::programme()});
  EXPECT_EQ(without.next_change(), std::nullopt);
  for (const Feed& feed : without.all()) {
    if (feed.subject == an) continue;
    EXPECT_EQ(with.text(*with.find(feed.subject)), without.text(feed)) << to_string(feed.subject);
  }
}

TEST(InvitedFeed, OfSomebodyWhoLeftSaysThat) {
  auto leaving = programmes();
  leaving[0].people.edit()[0].left = 2023_y / 6 / 6;
  const auto found = events(build_at(wednesday, leaving), an);
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].summary, "Deelname gestopt: Werktraject voorbeeld");
}

}  // namespace invited_test
}  // namespace feeds
