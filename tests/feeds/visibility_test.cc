// SPDX-License-Identifier: Apache-2.0
//
// What leaves the feeds when its time is over: what is cancelled, and whoever left.
#include "service/feeds/visibility.h"

#include <gtest/gtest.h>

#include "ical/read_back.h"
#include "service/feeds/feed_set.h"
#include "tests/support/example.h"
#include "tests/support/example_feeds.h"
#include "tests/support/golden.h"

namespace feeds {
namespace lifetimes_test {

using namespace date::literals;
using programme::Instant;
using std::chrono::hours;
using std::chrono::seconds;
using Titles = std::vector<std::string>;

const Subject an{FeedKind::person, "an"};

FeedSet build_at(Instant now, const std::vector<programme::Programme>& programmes, Keep keep = {}) {
  const Timetable timetable{programmes};
  return build(timetable, std::vector(timetable.entries().size(), example::first_stamp),
               {.now = now, .keep = keep});
}

Titles titles(const FeedSet& set, const Subject& subject = an) {
  Titles titles;
  for (const auto& event : ical::read_back(set.text(*set.find(subject)))) titles.push_back(event.summary);
  return titles;
}

// --- What is cancelled ------------------------------------------------------------------------------------

/// With the session of 20 June cancelled; the lunch that follows goes with it.
std::vector<programme::Programme> cancelled() {
  auto programme = example::programme();
  programme.activities[2].cancelled = programme::Text{"ziekte", "illness"};
  return {programme};
}

// Midnight in Amsterdam after 20 July, the thirtieth day after 20 June.
const Instant over = date::sys_days{2023_y / 7 / 20} + hours{22};

TEST(Cancelled, IsShownAsSuchUntilThirtyDaysAfterItsDate) {
  const Titles shown{"Intake – Bibliotheek A", "Deadline: Opdracht", "GEANNULEERD: Sessie 1; samen, sterk",
                     "GEANNULEERD: Lunch", "(datum volgt) Wrap-up – januari 2024"};
  const Titles after{"Intake – Bibliotheek A", "Deadline: Opdracht", "(datum volgt) Wrap-up – januari 2024"};
  EXPECT_EQ(titles(build_at(Instant{}, cancelled())), shown);
  EXPECT_EQ(titles(build_at(over - seconds{1}, cancelled())), shown);
  EXPECT_EQ(titles(build_at(over, cancelled())), after);
  EXPECT_EQ(titles(build_at(over + date::days{400}, cancelled())), after);
}

TEST(Cancelled, LeavesEveryFeed) {
  const FeedSet set = build_at(over, cancelled());
  for (const Feed& feed : set.all())
    EXPECT_EQ(set.text(feed).find("Sessie 1"), std::string::npos) << to_string(feed.subject);
}

TEST(Cancelled, IsFreeAndSaysSoInEnglish) {
  auto programmes = cancelled();
  programmes[0].people.edit()[0].language = programme::Language::en;
  const FeedSet set = build_at(Instant{}, programmes);
  const auto events = ical::read_back(set.text(*set.find(an)));
  ASSERT_EQ(events.size(), 5U);
  EXPECT_EQ(events[2].summary, "CANCELLED: Session 1");
  EXPECT_EQ(events[2].status, ical::Status::cancelled);
  EXPECT_EQ(events[2].busy, ical::Busy::free);
}

TEST(Cancelled, FeedsStayTheSameUntilThatDayAndSayWhichItIs) {
  const FeedSet early = build_at(Instant{}, cancelled());
  const FeedSet late = build_at(over - seconds{1}, cancelled());
  EXPECT_EQ(early.next_change(), over);
  EXPECT_EQ(late.next_change(), over);
  EXPECT_EQ(build_at(over, cancelled()).next_change(), std::nullopt);
  for (const Feed& feed : early.all()) {
    EXPECT_EQ(early.text(feed), late.text(*late.find(feed.subject)));
    EXPECT_EQ(FeedSet::etag(feed), FeedSet::etag(*late.find(feed.subject)));
  }
}

TEST(Cancelled, OfAMonthCountsFromItsLastDay) {
  auto programme = example::programme();
  programme.activities[4].cancelled = programme::Text{"", ""};
  EXPECT_EQ(build_at(Instant{}, {programme}).next_change(), date::sys_days{2024_y / 3 / 1} + hours{23});
}

TEST(Cancelled, KeepsAsLongAsSet) {
  EXPECT_EQ(build_at(Instant{}, cancelled(), {.cancelled = date::days{0}}).next_change(),
            date::sys_days{2023_y / 6 / 20} + hours{22});
}

TEST(Cancelled, WhatTakesPlaceStays) {
  const FeedSet set = build_at(date::sys_days{2030_y / 1 / 1}, {example::programme()});
  EXPECT_EQ(titles(set).size(), 5U);
  EXPECT_EQ(set.next_change(), std::nullopt);
}

// --- Whoever left
// -------------------------------------------------------------------------------------------

/// With An leaving on 1 June: 31 May is her last day.
std::vector<programme::Programme> leaving() {
  auto programme = example::programme();
  programme.people.edit()[0].left = 2023_y / 6 / 1;
  return {programme};
}

const Instant gone_on = date::sys_days{2023_y / 5 / 31} + hours{22};  // Midnight in Amsterdam.

TEST(Leaver, HasNoNoticeBeforeTheDay) {
  EXPECT_EQ(titles(build_at(gone_on - seconds{1}, leaving())), Titles{"Intake – Bibliotheek A"});
  EXPECT_EQ(build_at(gone_on - seconds{1}, leaving()).next_change(), gone_on);
}

TEST(Leaver, SeesWhatIsPastAndANotice) {
  const FeedSet set = build_at(gone_on, leaving());
  EXPECT_EQ(titles(set), (Titles{"Intake – Bibliotheek A", "Deelname gestopt: Werktraject voorbeeld"}));
  EXPECT_EQ(set.find(an)->state, FeedState::open);
  const auto notice = ical::read_back(set.text(*set.find(an))).back();
  EXPECT_EQ(notice.when, (decltype(notice.when){ical::AllDay{2023_y / 6 / 1, 2023_y / 6 / 8}}));
  EXPECT_EQ(notice.busy, ical::Busy::free);
  EXPECT_EQ(notice.last_modified, gone_on);
  EXPECT_EQ(set.next_change(), gone_on + date::days{30});
}

TEST(Leaver, SeesNoRangeThatReachesBeyondTheDay) {
  auto programmes = leaving();
  programmes[0].people.edit()[0].left = 2024_y / 1 / 15;
  const Instant left = date::sys_days{2024_y / 1 / 15};
  EXPECT_EQ(titles(build_at(left - date::days{5}, programmes)).size(), 5U);
  EXPECT_EQ(titles(build_at(left, programmes)),
            (Titles{"Intake – Bibliotheek A", "Deadline: Opdracht", "Sessie 1; samen, sterk", "Lunch",
                    "Deelname gestopt: Werktraject voorbeeld"}));
}

TEST(Leaver, IsGoneAfterThirtyDays) {
  const Instant end = gone_on + date::days{30};
  EXPECT_EQ(build_at(end - seconds{1}, leaving()).find(an)->state, FeedState::open);
  const FeedSet set = build_at(end, leaving());
  EXPECT_EQ(set.find(an)->state, FeedState::gone);
  EXPECT_EQ(set.next_change(), std::nullopt);
  EXPECT_EQ(build_at(gone_on, leaving(), {.left = date::days{0}}).find(an)->state, FeedState::gone);
}

TEST(Leaver, OfOneProgrammeStaysInTheOther) {
  auto programmes = leaving();
  auto second = example::programme();
  second.id = "voorbeeld-2024";
  second.title.nl = "Werktraject vervolg";
  programmes.push_back(second);
  const Titles now = titles(build_at(gone_on, programmes));
  EXPECT_EQ(now.size(), 7U);
  EXPECT_EQ(now.back(), "Deelname gestopt: Werktraject voorbeeld");
  const FeedSet later = build_at(gone_on + date::days{30}, programmes);
  EXPECT_EQ(later.find(an)->state, FeedState::open);
  EXPECT_EQ(titles(later).size(), 6U);
}

TEST(Leaver, ChangesNobodyElsesFeed) {
  const FeedSet before = build_at(gone_on, {example::programme()});
  const FeedSet after = build_at(gone_on, leaving());
  for (const Feed& feed : before.all())
    if (feed.subject != an) {
      EXPECT_EQ(before.text(feed), after.text(*after.find(feed.subject)));
    }
}

TEST(Leaver, Golden) {
  const FeedSet set = build_at(gone_on, leaving());
  expect_golden("feeds/left.ics", set.text(*set.find(an)));
}

}  // namespace lifetimes_test
}  // namespace feeds
