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

programme::HandInRecord said(const std::string& subject, bool done = true, int hour = 1) {
  return {.programme = "voorbeeld-2023",
          .activity = "opdracht",
          .library = "",
          .subject = subject,
          .done = done,
          .changed = later + hours{hour},
          .by = "link"};
}

FeedSet feeds_of(const programme::Programme& programme, const std::vector<programme::HandInRecord>& hand_ins,
                 date::sys_seconds published = example::first_stamp.last_changed,
                 const std::vector<programme::LanguageChange>& languages = {}) {
  const std::vector programmes{programme};
  const Timetable timetable{programmes};
  auto stamp = example::first_stamp;
  stamp.last_changed = published;
  return build(timetable, std::vector(timetable.entries().size(), stamp),
               {.hand_ins = hand_ins, .language_changes = languages});
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
  expected.last_modified = later + hours{1};
  expected.sequence = programme::sequence_of(expected.last_modified);
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

TEST(HandIn, LastModifiedIsTheLatestOfTheOccurrenceAndOfWhatIsPersonal) {
  const auto programme = asking(programme::HandIn::person);
  const std::vector hand_ins{said("an", true, 3)};
  const FeedSet personal = feeds_of(programme, hand_ins);
  EXPECT_EQ(deadline(personal, "person:an").last_modified, later + hours{3});
  EXPECT_EQ(deadline(personal, "person:bo").last_modified, example::first_stamp.last_changed);
  const FeedSet published = feeds_of(programme, hand_ins, later + hours{4});
  EXPECT_EQ(deadline(published, "person:an").last_modified, later + hours{4});
  const FeedSet language =
      feeds_of(programme, hand_ins, later + hours{4}, {{"voorbeeld-2023", "an", later + hours{5}}});
  for (const auto& [uid, event] : events(language, "person:an")) {
    EXPECT_EQ(event.last_modified, later + hours{5});
    EXPECT_EQ(event.sequence, programme::sequence_of(event.last_modified));
  }
  EXPECT_EQ(deadline(language, "person:bo").last_modified, later + hours{4});
  const FeedSet elsewhere = feeds_of(programme, {}, later, {{"ander-2023", "an", later + hours{5}}});
  EXPECT_EQ(deadline(elsewhere, "person:an").last_modified, later);
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

TEST(HandIn, TimeRisesWhenTheFilesAskSomebodyElse) {
  const std::vector before{asking(programme::HandIn::person)}, after{asking(programme::HandIn::library)};
  const std::vector rows{said("an"), said("bo", false, 2)};
  const auto raised = raised_hand_ins(before, after, rows, {}, later + hours{9});
  ASSERT_EQ(raised.size(), 2U);
  EXPECT_EQ(raised[0].changed, later + hours{9});
  EXPECT_TRUE(raised[0].done);
  EXPECT_EQ(raised[0].by, "link");
  const auto event = deadline(feeds_of(after[0], with_rows(rows, raised)), "person:an");
  EXPECT_EQ(event.summary, "Deadline: Opdracht");
  EXPECT_GT(event.sequence, deadline(feeds_of(before[0], rows), "person:an").sequence);
  EXPECT_TRUE(raised_hand_ins(before, before, rows, {}, later + hours{9}).empty());
}

/// Somebody's deadline before and after they go to that library.
struct Moved {
  ical::Event before, after;
  std::vector<programme::HandInRecord> raised;
};

Moved moved(const std::string& person, const std::string& library, std::vector<programme::HandInRecord> rows,
            date::sys_seconds at = later + hours{50}) {
  const auto before = asking(programme::HandIn::library);
  auto after = before;
  for (auto& each : after.people.edit())
    if (each.id == person) each.library = library;
  Moved result{.before = deadline(feeds_of(before, rows), "person:" + person), .after = {}, .raised = {}};
  result.raised = raised_hand_ins(std::vector{before}, std::vector{after}, rows, {}, at);
  rows = with_rows(std::move(rows), result.raised);
  result.after = deadline(feeds_of(after, rows), "person:" + person);
  return result;
}

TEST(HandIn, WhoGoesToAnotherLibraryGetsALaterTime) {
  const auto [before, after, raised] = moved("an", "b", {said("a", true, 3)});
  EXPECT_EQ(before.last_modified, later + hours{3});
  EXPECT_EQ(after.last_modified, later + hours{50});
  EXPECT_EQ(after.summary, "Deadline: Opdracht") << "the other library did not hand it in";
  ASSERT_EQ(raised.size(), 1U);
  EXPECT_EQ(raised[0].subject, "an");
  EXPECT_FALSE(raised[0].done);
  EXPECT_EQ(raised[0].by, "");
}

TEST(HandIn, TheTimeAlsoRisesForWhatTheOtherLibraryReported) {
  for (const auto& rows : {std::vector{said("a"), said("b")}, std::vector{said("b", true, 1)},
                           std::vector{said("a"), said("b", false, 4)}}) {
    const auto [before, after, raised] = moved("an", "b", rows);
    EXPECT_EQ(after.last_modified, later + hours{50});
    EXPECT_EQ(raised.size(), 1U);
  }
}

TEST(HandIn, ATimeNeverFallsWhenTheClockWentBack) {
  const auto [before, after, raised] = moved("an", "b", {said("a", true, 2), said("an", true, 5)}, later);
  ASSERT_EQ(raised.size(), 1U);
  EXPECT_TRUE(raised[0].done) << "what the person reported is kept";
  EXPECT_EQ(after.last_modified, before.last_modified + std::chrono::seconds{1});
}

TEST(HandIn, NobodyElsesTimeRises) {
  const std::vector rows{said("an")};
  EXPECT_TRUE(moved("bo", "a", rows).raised.empty()) << "neither library reported anything";
  EXPECT_TRUE(moved("an", "a", {said("a", true, 3)}).raised.empty()) << "they stay";
}

TEST(HandIn, WhoIsTakenOutComesBackElsewhereWithALaterTime) {
  const std::vector before{asking(programme::HandIn::library)};
  auto without = before;
  without[0].people.edit().erase(without[0].people.edit().begin());
  auto elsewhere = before;
  elsewhere[0].people.edit()[0].library = "b";
  const auto published = later + hours{40};  // the occurrence, while they were away
  const FormerPerson former = [&](const std::string&, const std::string& id) {
    return id == "an" ? &before[0].people[0] : nullptr;
  };
  for (const auto& meanwhile : {without, std::vector<programme::Programme>{}}) {
    std::vector rows{said("a", true, 3)};
    rows = with_rows(rows, raised_hand_ins(before, meanwhile, rows, {}, later + hours{10}));
    const auto shown = deadline(feeds_of(before[0], rows, published), "person:an");
    rows = with_rows(rows, raised_hand_ins(meanwhile, elsewhere, rows, former, published + hours{1}));
    EXPECT_GT(deadline(feeds_of(elsewhere[0], rows, published), "person:an").sequence, shown.sequence);
  }
}

TEST(HandIn, AnotherLanguageIsRecordedAndNothingElse) {
  const std::vector before{asking(programme::HandIn::library)};
  auto after = before;
  after[0].people.edit()[0].language = programme::Language::en;
  const std::string& id = after[0].people[0].id;
  EXPECT_EQ(language_changes(before, after, {}, later),
            (std::vector<programme::LanguageChange>{{"voorbeeld-2023", id, later}}));
  EXPECT_TRUE(language_changes(before, before, {}, later).empty());
  EXPECT_TRUE(language_changes({}, after, {}, later).empty()) << "new people";
  EXPECT_TRUE(language_changes(before, {}, {}, later).empty()) << "people who are taken out";
  const FormerPerson former = [&](const std::string&, const std::string& wanted) {
    return wanted == id ? &before[0].people[0] : nullptr;
  };
  EXPECT_EQ(language_changes({}, after, former, later).size(), 1U) << "back in another language";
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
  const FeedSet set = feeds_of(asking(programme::HandIn::person), {said("an")});
  expect_golden("feeds/handed-in.ics", set.text(*set.find({FeedKind::person, "an"})));
}

}  // namespace hand_in_test
}  // namespace feeds
