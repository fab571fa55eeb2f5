// SPDX-License-Identifier: Apache-2.0
//
// The feed of an address that was replaced.
#include "service/programme/links.h"

#include <gtest/gtest.h>

#include <map>

#include "ical/read_back.h"
#include "service/feeds/feed_set.h"
#include "tests/support/example.h"
#include "tests/support/example_feeds.h"
#include "tests/support/golden.h"

namespace feeds {
namespace links_test {

using namespace date::literals;
using std::chrono::hours;

const programme::Instant closed = date::sys_days{2023_y / 5 / 10} + hours{12};
const Subject an{FeedKind::person, "an"};

programme::Links closed_link(const std::string& kind = "person", const std::string& id = "an") {
  return {.current = {{{kind, id}, {.generation = 2}}}, .old = {{kind, id, 1, closed}}};
}

struct ClosedFeeds : testing::Test {
  FeedSet build_at(programme::Instant now, const programme::Links& links) {
    return build(timetable, stamps, {.now = now, .links = links});
  }

  const std::vector<programme::Programme> programmes{example::programme()};
  const Timetable timetable{programmes};
  std::vector<programme::Stamp> stamps = std::vector(timetable.entries().size(), example::first_stamp);
};

std::map<std::string, ical::Event> by_uid(const std::string& text) {
  std::map<std::string, ical::Event> events;
  for (auto& event : ical::read_back(text)) EXPECT_TRUE(events.emplace(event.uid, event).second) << event.uid;
  return events;
}

TEST_F(ClosedFeeds, CancelsWhatItHadAndSaysWhy) {
  const FeedSet set = build_at(closed, closed_link());
  ASSERT_EQ(set.closed().size(), 1U);
  const ClosedFeed& old = set.closed()[0];
  EXPECT_EQ(old.generation, 1U);
  EXPECT_EQ(old.feed.subject, an);
  EXPECT_EQ(old.feed.state, FeedState::closed);
  const auto had = by_uid(set.text(*set.find(an)));
  const auto has = by_uid(set.text(old.feed));
  ASSERT_EQ(has.size(), had.size() + 1);
  for (const auto& [uid, event] : had) {
    const ical::Event& cleared = has.at(uid);
    EXPECT_EQ(cleared.status, ical::Status::cancelled);
    EXPECT_EQ(cleared.busy, ical::Busy::free);
    EXPECT_EQ(cleared.sequence, programme::sequence_of(closed));
    EXPECT_EQ(cleared.last_modified, closed);
    EXPECT_EQ(cleared.when, event.when);
    EXPECT_EQ(cleared.summary, "GEANNULEERD: dit abonnement werkt niet meer");
  }
  EXPECT_EQ(set.text(old.feed).size(), old.feed.octets);
}

TEST_F(ClosedFeeds, TellNothingToWhoeverHasTheOldAddress) {
  const FeedSet set = build_at(closed, closed_link());
  const std::string text = set.text(set.closed()[0].feed);
  for (const char* secret : {"Sessie", "example.org/meet", "Opdracht", "Bibliotheek A", "Werksessie", "lf_"})
    EXPECT_EQ(text.find(secret), std::string::npos) << secret;
}

TEST_F(ClosedFeeds, KnowNothingOfWhatChangedSince) {
  const auto before = by_uid(build_at(closed, closed_link()).text(*build_at(closed, closed_link()).find(an)));
  stamps[0].last_changed = closed + hours{1};     // moved since
  stamps[2].first_published = closed + hours{1};  // new since
  const FeedSet set = build_at(closed + hours{2}, closed_link());
  const auto has = by_uid(set.text(set.closed()[0].feed));
  EXPECT_EQ(has.size(), before.size());
  EXPECT_FALSE(has.contains(timetable.entries()[2].uid));
  const ical::Event& moved = has.at(timetable.entries()[0].uid);
  EXPECT_EQ(moved.when, (decltype(moved.when){ical::AllDay{2023_y / 5 / 10, 2023_y / 5 / 11}}));
  EXPECT_EQ(moved.last_modified, closed + hours{1} + std::chrono::seconds{1});
  EXPECT_EQ(moved.sequence, programme::sequence_of(moved.last_modified));
}

TEST_F(ClosedFeeds, LeaveThePresentFeedAlone) {
  const FeedSet before = build_at(closed, {});
  const FeedSet after = build_at(closed, closed_link());
  for (const Feed& feed : before.all()) EXPECT_EQ(before.text(feed), after.text(*after.find(feed.subject)));
}

TEST_F(ClosedFeeds, WorkUntilTheyCloseAndAreForgottenAMonthLater) {
  EXPECT_TRUE(build_at(closed - std::chrono::seconds{1}, closed_link()).closed().empty());
  EXPECT_EQ(build_at(closed, closed_link()).closed().size(), 1U);
  EXPECT_EQ(build_at(closed + date::days{30} - std::chrono::seconds{1}, closed_link()).closed().size(), 1U);
  EXPECT_TRUE(build_at(closed + date::days{30}, closed_link()).closed().empty());
}

TEST_F(ClosedFeeds, SayWhenTheyChange) {
  EXPECT_EQ(build_at(closed - hours{1}, closed_link()).next_change(), closed);
  EXPECT_EQ(build_at(closed, closed_link()).next_change(), closed + date::days{30});
  EXPECT_EQ(build_at(closed + date::days{30}, closed_link()).next_change(), std::nullopt);
}

TEST_F(ClosedFeeds, AreTheSameBytesAllThatTime) {
  const FeedSet a = build_at(closed, closed_link());
  const FeedSet b = build_at(closed + date::days{29}, closed_link());
  EXPECT_EQ(a.text(a.closed()[0].feed), b.text(b.closed()[0].feed));
  EXPECT_EQ(FeedSet::etag(a.closed()[0].feed), FeedSet::etag(b.closed()[0].feed));
}

TEST_F(ClosedFeeds, OfALibraryAndAProgrammeCloseLikewise) {
  for (const auto& [kind, id] : {std::pair{"library", "a"}, std::pair{"programme", "voorbeeld-2023"}}) {
    const FeedSet set = build_at(closed, closed_link(kind, id));
    ASSERT_EQ(set.closed().size(), 1U) << kind;
    const auto had = by_uid(set.text(*set.find(set.closed()[0].feed.subject)));
    EXPECT_EQ(by_uid(set.text(set.closed()[0].feed)).size(), had.size() + 1) << kind;
  }
}

TEST_F(ClosedFeeds, OfNobodyAreIgnored) {
  for (const auto& [kind, id] : {std::pair{"person", "verdwenen"}, std::pair{"page", "an"}})
    EXPECT_TRUE(build_at(closed, closed_link(kind, id)).closed().empty()) << kind;
}

TEST_F(ClosedFeeds, Golden) {
  const FeedSet set = build_at(closed, closed_link());
  expect_golden("feeds/closed.ics", set.text(set.closed()[0].feed));
}

}  // namespace links_test
}  // namespace feeds
