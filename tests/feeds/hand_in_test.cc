// SPDX-License-Identifier: Apache-2.0
//
// A deadline in the feed of somebody who has handed it in.
#include "service/feeds/hand_in.h"

#include <gtest/gtest.h>

#include <map>

#include "ical/read_back.h"
#include "service/feeds/feed_set.h"
#include "tests/support/example.h"
#include "tests/support/example_feeds.h"
#include "tests/support/golden.h"

namespace feeds {
namespace hand_in_test {

using std::chrono::hours;

const auto later = example::first_stamp.last_changed + hours{100};

programme::Programme asking(programme::HandIn whom) {
  auto programme = example::programme();
  programme.activities[1].hand_in = whom;
  return programme;
}

HandIn said(const std::string& subject, bool done = true, int changes = 1) {
  return {.programme = "voorbeeld-2023",
          .activity = "opdracht",
          .library = "",
          .subject = subject,
          .done = done,
          .changes = changes,
          .changed = later + hours{changes}};
}

FeedSet feeds_of(const programme::Programme& programme, const std::vector<HandIn>& hand_ins,
                 int sequence = 0) {
  const std::vector programmes{programme};
  const Timetable timetable{programmes};
  auto stamp = example::first_stamp;
  stamp.sequence = sequence;
  return build(timetable, std::vector(timetable.entries().size(), stamp), {.hand_ins = hand_ins});
}

std::map<std::string, ical::Event> events(const FeedSet& set, const std::string& subject) {
  std::map<std::string, ical::Event> by_uid;
  for (auto& event : ical::read_back(set.text(*set.find(parse_subject(subject).value()))))
    by_uid[event.uid] = event;
  return by_uid;
}

/// The event about the assignment.
ical::Event deadline(const FeedSet& set, const std::string& subject) {
  for (const auto& [uid, event] : events(set, subject))
    if (event.summary.find("Opdracht") != std::string::npos) return event;
  ADD_FAILURE() << "no deadline";
  return {};
}

TEST(HandIn, ShowsInTheTitleOfWhoDidIt) {
  const FeedSet set = feeds_of(asking(programme::HandIn::person), {said("an")});
  EXPECT_EQ(deadline(set, "person:an").summary, "✓ Ingeleverd: Opdracht");
  EXPECT_EQ(deadline(set, "person:bo").summary, "Deadline: Opdracht");
  EXPECT_EQ(deadline(set, "library:a").summary, "Deadline: Opdracht");
  EXPECT_EQ(deadline(set, "programme:voorbeeld-2023").summary, "Deadline: Opdracht");
}

TEST(HandIn, ChangesNothingButTitleSequenceAndTime) {
  const auto programme = asking(programme::HandIn::person);
  const FeedSet before = feeds_of(programme, {});
  const FeedSet after = feeds_of(programme, {said("an")});
  auto expected = deadline(before, "person:an");
  expected.summary = "✓ Ingeleverd: Opdracht";
  expected.sequence += 1;
  expected.last_modified = later + hours{1};
  EXPECT_EQ(deadline(after, "person:an"), expected);
  for (const Feed& feed : before.all()) {
    const Feed& now = *after.find(feed.subject);
    if (to_string(feed.subject) == "person:an") {
      EXPECT_NE(FeedSet::etag(feed), FeedSet::etag(now));
      EXPECT_EQ(now.last_changed, later + hours{1});
      EXPECT_EQ(after.text(now).size(), now.octets);
      const auto a = before.pieces(feed), b = after.pieces(now);
      ASSERT_EQ(a.size(), b.size());
      int different = 0;
      for (std::size_t i = 0; i < a.size(); ++i) different += a[i] == b[i] ? 0 : 1;
      EXPECT_EQ(different, 1);
    } else {
      EXPECT_EQ(before.text(feed), after.text(now)) << to_string(feed.subject);
    }
  }
}

TEST(HandIn, WithdrawnLooksAsBeforeWithHigherNumbers) {
  const auto programme = asking(programme::HandIn::person);
  const auto before = deadline(feeds_of(programme, {}), "person:an");
  const auto done = deadline(feeds_of(programme, {said("an")}), "person:an");
  const auto withdrawn = deadline(feeds_of(programme, {said("an", false, 2)}), "person:an");
  EXPECT_EQ(withdrawn.summary, before.summary);
  EXPECT_GT(withdrawn.sequence, done.sequence);
  EXPECT_GT(withdrawn.last_modified, done.last_modified);
}

TEST(HandIn, NumbersAddToThoseOfTheOccurrence) {
  const FeedSet set = feeds_of(asking(programme::HandIn::person), {said("an", true, 3)}, 4);
  EXPECT_EQ(deadline(set, "person:an").sequence, 7);
  EXPECT_EQ(deadline(set, "person:bo").sequence, 4);
}

TEST(HandIn, ALibrarysCountsForItsPeople) {
  auto programme = asking(programme::HandIn::library);
  programme.people.push_back(example::person("cas", "a", "deelnemer"));
  const FeedSet set = feeds_of(programme, {said("a")});
  EXPECT_EQ(deadline(set, "person:an").summary, "✓ Ingeleverd: Opdracht");
  EXPECT_EQ(deadline(set, "person:cas").summary, "✓ Ingeleverd: Opdracht");
  EXPECT_EQ(deadline(set, "person:bo").summary, "Deadline: Opdracht");
}

TEST(HandIn, PeopleInOneStateShareTheText) {
  auto programme = asking(programme::HandIn::library);
  const std::size_t texts = feeds_of(programme, {said("a")}).event_texts().size();
  for (int i = 0; i < 50; ++i)
    programme.people.push_back(example::person("p" + std::to_string(i), "a", "deelnemer"));
  EXPECT_EQ(feeds_of(programme, {said("a")}).event_texts().size(), texts);
}

TEST(HandIn, SequenceDoesNotFallWhenTheFilesAskSomebodyElse) {
  const std::vector rows{said("an")};
  const auto before = deadline(feeds_of(asking(programme::HandIn::person), rows), "person:an");
  const auto after = deadline(feeds_of(asking(programme::HandIn::library), rows), "person:an");
  EXPECT_EQ(after.summary, "Deadline: Opdracht");
  EXPECT_GE(after.sequence, before.sequence);
}

/// Somebody's deadline before and after they go to that library.
struct Moved {
  ical::Event before, after;
  std::vector<HandIn> raised;
};

Moved moved(const std::string& person, const std::string& library, std::vector<HandIn> said) {
  const auto before = asking(programme::HandIn::library);
  auto after = before;
  for (auto& each : after.people.edit())
    if (each.id == person) each.library = library;
  Moved result{.before = deadline(feeds_of(before, said), "person:" + person), .after = {}, .raised = {}};
  result.raised = taken_along(std::vector{before}, std::vector{after}, said, later + hours{50});
  said = with_rows(std::move(said), result.raised);
  result.after = deadline(feeds_of(after, said), "person:" + person);
  return result;
}

TEST(HandIn, WhoGoesToAnotherLibraryTakesItsNumberAlong) {
  const auto [before, after, raised] = moved("an", "b", {said("a", true, 3)});
  ASSERT_EQ(before.sequence, 3);
  EXPECT_EQ(after.sequence, 4);
  EXPECT_EQ(after.last_modified, later + hours{50});
  EXPECT_EQ(after.summary, "Deadline: Opdracht") << "the other library did not hand it in";
  ASSERT_EQ(raised.size(), 1U);
  EXPECT_EQ(raised[0].subject, "an");
  EXPECT_FALSE(raised[0].done);
}

TEST(HandIn, TheNumberAlsoRisesOnceMoreWhereTheOtherLibrarySaidAsMuch) {
  const auto [before, after, raised] = moved("an", "b", {said("a"), said("b")});
  EXPECT_EQ(before.sequence, 1);
  EXPECT_EQ(after.sequence, 2);
  EXPECT_EQ(after.summary, "✓ Ingeleverd: Opdracht");
}

TEST(HandIn, WhatTheOtherLibrarySaidMoreIsEnough) {
  const auto [before, after, raised] = moved("an", "b", {said("a"), said("b", false, 4)});
  EXPECT_EQ(after.sequence, 4);
  EXPECT_TRUE(raised.empty());
}

TEST(HandIn, WhatThePersonSaidIsKept) {
  const auto [before, after, raised] = moved("an", "b", {said("a", false, 2), said("an", true, 5)});
  EXPECT_EQ(before.sequence, 7);
  EXPECT_EQ(after.sequence, 8);
  ASSERT_EQ(raised.size(), 1U);
  EXPECT_TRUE(raised[0].done);
}

TEST(HandIn, NobodyElsesNumberRises) {
  const std::vector rows{said("a", true, 3), said("an")};
  EXPECT_TRUE(moved("bo", "a", rows).raised.empty()) << "their library had said nothing";
  EXPECT_TRUE(moved("an", "a", rows).raised.empty()) << "they stay";
}

TEST(HandIn, WhoIsTakenOutComesBackElsewhereWithAHigherNumber) {
  const std::vector before{asking(programme::HandIn::library)};
  auto without = before;
  without[0].people.edit().erase(without[0].people.edit().begin());
  auto elsewhere = before;
  elsewhere[0].people.edit()[0].library = "b";
  for (const auto& meanwhile : {without, std::vector<programme::Programme>{}}) {
    std::vector rows{said("a", true, 3)};
    rows = with_rows(rows, taken_along(before, meanwhile, rows, later));
    rows = with_rows(rows, taken_along(meanwhile, elsewhere, rows, later));
    EXPECT_GT(deadline(feeds_of(elsewhere[0], rows), "person:an").sequence, 3);
  }
}

TEST(HandIn, IsInTheLanguageOfTheReader) {
  auto programme = asking(programme::HandIn::person);
  programme.people.edit()[0].language = programme::Language::en;
  EXPECT_EQ(deadline(feeds_of(programme, {said("an")}), "person:an").summary, "✓ Handed in: Opdracht");
}

TEST(HandIn, OfWhatIsNoLongerThereIsIgnored) {
  auto row = said("an");
  row.activity = "verdwenen";
  EXPECT_EQ(deadline(feeds_of(asking(programme::HandIn::person), {row}), "person:an").summary,
            "Deadline: Opdracht");
}

TEST(HandIn, Golden) {
  const FeedSet set = feeds_of(asking(programme::HandIn::person), {said("an")}, 2);
  expect_golden("feeds/handed-in.ics", set.text(*set.find({FeedKind::person, "an"})));
}

}  // namespace hand_in_test
}  // namespace feeds
