// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <algorithm>

#include "ical/read_back.h"
#include "service/feeds/feed_set.h"
#include "tests/support/example.h"
#include "tests/support/example_feeds.h"

namespace feeds {
namespace {

using namespace date::literals;
using std::chrono::hours;

using example::first_stamp;

std::vector<std::string> titles(const FeedSet& set, const char* subject) {
  const Feed* feed = set.find(parse_subject(subject).value());
  if (!feed) return {"no such feed"};
  std::vector<std::string> titles;
  for (const auto& event : ical::read_back(set.text(*feed))) titles.push_back(event.summary);
  return titles;
}

using Titles = std::vector<std::string>;

TEST(Feeds, ParticipantSeesSessionsAndTheOwnIntake) {
  const FeedSet set = example::feed_set({example::programme()});
  EXPECT_EQ(titles(set, "person:an"),
            (Titles{"Intake – Bibliotheek A", "Deadline: Opdracht", "Sessie 1; samen, sterk", "Lunch",
                    "(datum volgt) Wrap-up – januari 2024"}));
}

TEST(Feeds, WhatIsNotPlannedYetIsNotShown) {
  const FeedSet set = example::feed_set({example::programme()});
  EXPECT_EQ(titles(set, "person:bo"), (Titles{"Deadline: Opdracht", "Sessie 1; samen, sterk", "Lunch",
                                              "(datum volgt) Wrap-up – januari 2024"}));
}

TEST(Feeds, ManagerSeesOnlyTheManagersPart) {
  EXPECT_EQ(titles(example::feed_set({example::programme()}), "person:mo"), Titles{"Intake – Bibliotheek A"});
}

TEST(Feeds, LibraryHasEverythingOnceAndItsOwnIntake) {
  EXPECT_EQ(titles(example::feed_set({example::programme()}), "library:a").size(), 5U);
  EXPECT_EQ(titles(example::feed_set({example::programme()}), "library:b").size(), 4U);
}

TEST(Feeds, ProgrammeHasEveryLibrarysIntake) {
  auto programme = example::programme();
  programme.libraries[1].dates["intake"] = {programme::OnDay{2023_y / 5 / 8, {hours{9}, hours{10}}}, ""};
  EXPECT_EQ(titles(example::feed_set({programme}), "programme:voorbeeld-2023"),
            (Titles{"Intake – Bibliotheek B", "Intake – Bibliotheek A", "Deadline: Opdracht",
                    "Sessie 1; samen, sterk", "Lunch", "(datum volgt) Wrap-up – januari 2024"}));
}

TEST(Feeds, NoFeedNamesAPerson) {
  const FeedSet set = example::feed_set({example::programme()});
  for (const Feed& feed : set.all()) {
    EXPECT_EQ(set.text(feed).find("Deelnemer an"), std::string::npos);
    EXPECT_EQ(set.text(feed).find("an@example.org"), std::string::npos);
  }
}

TEST(Feeds, PersonInTwoProgrammesHasOneFeedWithBoth) {
  auto second = example::programme();
  second.id = "voorbeeld-2024";
  second.title.nl = "Werktraject vervolg";
  const FeedSet set = example::feed_set({example::programme(), second});
  EXPECT_EQ(titles(set, "person:an").size(), 10U);
  const std::string text = set.text(*set.find({FeedKind::person, "an"}));
  EXPECT_NE(text.find("X-WR-CALNAME:Werktraject voorbeeld + Werktraject vervolg"), std::string::npos);
  EXPECT_EQ(std::count_if(set.all().begin(), set.all().end(),
                          [](const Feed& f) { return f.subject.kind == FeedKind::person; }),
            3);
}

TEST(Feeds, EnglishReadersGetEnglish) {
  auto programme = example::programme();
  programme.people.edit()[0].language = programme::Language::en;
  const FeedSet set = example::feed_set({programme});
  EXPECT_EQ(titles(set, "person:an")[2], "Session 1");
  EXPECT_EQ(titles(set, "person:bo")[1], "Sessie 1; samen, sterk");
}

TEST(Feeds, LeaverKeepsWhatWasBefore) {
  auto programme = example::programme();
  programme.people.edit()[0].left = 2023_y / 6 / 1;
  EXPECT_EQ(titles(example::feed_set({programme}), "person:an"), Titles{"Intake – Bibliotheek A"});
}

TEST(Feeds, AreTheSameWithWhatWasBuiltBefore) {
  auto programme = example::programme();
  const FeedSet before = example::feed_set({programme});
  programme.activities[0].title = {"Anders", "Different"};
  const std::vector<programme::Programme> programmes{programme};
  const Timetable timetable{programmes};
  const std::vector stamps(timetable.entries().size(), example::first_stamp);
  const FeedSet afresh = build(timetable, stamps);
  const FeedSet again = build(timetable, stamps, {}, &before);
  ASSERT_EQ(again.all().size(), afresh.all().size());
  for (std::size_t i = 0; i < again.all().size(); ++i) {
    EXPECT_EQ(again.all()[i].subject, afresh.all()[i].subject);
    EXPECT_EQ(again.text(again.all()[i]), afresh.text(afresh.all()[i]));
  }
}

TEST(Feeds, WhatCannotBeReadBackIsRefusedAlsoBesideWhatWasBefore) {
  auto programme = example::programme();
  const FeedSet before = example::feed_set({programme});
  programme.activities[0].title = {"Een\x01", "One\x01"};
  const std::vector<programme::Programme> programmes{programme};
  const Timetable timetable{programmes};
  EXPECT_THROW(build(timetable, std::vector(timetable.entries().size(), example::first_stamp), {}, &before),
               std::exception);
}

TEST(Feeds, ShareTheTextOfAnEvent) {
  auto programme = example::programme();
  const std::size_t texts = example::feed_set({programme}).event_texts().size();
  for (int i = 0; i < 100; ++i)
    programme.people.push_back(example::person("p" + std::to_string(i), "a", "deelnemer"));
  const FeedSet set = example::feed_set({programme});
  EXPECT_EQ(set.event_texts().size(), texts);
  const auto a = set.pieces(*set.find({FeedKind::person, "an"}));
  const auto b = set.pieces(*set.find({FeedKind::person, "p7"}));
  ASSERT_EQ(a.size(), b.size());
  for (std::size_t i = 0; i < a.size(); ++i) EXPECT_EQ(a[i].data(), b[i].data());
}

/// People of one library who differ from each other in one thing, each of them twice.
std::vector<programme::Person> nearly_the_same() {
  std::vector<programme::Person> people;
  const auto add = [&](const std::string& id, auto change) {
    for (const char* which : {"1", "2"}) {
      programme::Person person = example::person(id + which, "a", "deelnemer");
      change(person);
      people.push_back(person);
    }
  };
  add("plain", [](auto&) {});
  add("elsewhere", [](auto& person) { person.library = "b"; });
  add("manager", [](auto& person) { person.roles = {"manager"}; });
  add("both-roles", [](auto& person) { person.roles = {"deelnemer", "manager"}; });
  add("english", [](auto& person) { person.language = programme::Language::en; });
  add("joins", [](auto& person) { person.joined = 2023_y / 6 / 1; });
  add("leaves", [](auto& person) { person.left = 2023_y / 6 / 1; });
  add("has-left", [](auto& person) { person.left = 2023_y / 3 / 20; });
  add("is-gone", [](auto& person) { person.left = 2023_y / 1 / 20; });
  add("invited", [](auto& person) { person.delivery = programme::Delivery::invitations; });
  add("handed-in", [](auto&) {});
  add("closed", [](auto&) {});
  add("other-language", [](auto&) {});
  add("in-two", [](auto&) {});
  return people;
}

TEST(Feeds, SomebodysIsTheSameWhoeverElseIsThere) {
  const programme::Instant now = date::sys_days{2023_y / 4 / 1};
  const std::vector hand_ins{
      programme::HandInRecord{"voorbeeld-2023", "opdracht", "", "handed-in1", true, now}};
  const std::vector languages{programme::LanguageChange{"voorbeeld-2023", "other-language1", now}};
  const FeedInputs inputs{.now = now,
                          .hand_ins = hand_ins,
                          .language_changes = languages,
                          .links = {.current = {{{"person", "closed1"}, {.generation = 2}}},
                                    .old = {{"person", "closed1", 1, now - hours{1}}}}};
  auto programme = example::programme();
  programme.activities[1].hand_in = programme::HandIn::person;
  auto second = programme;
  second.id = "tweede-2023";
  second.people.clear();
  const auto build_with = [&](const std::vector<programme::Person>& people) {
    std::vector programmes{programme, second};
    programmes[0].people = people;
    for (const auto& person : people)
      if (person.id.starts_with("in-two")) programmes[1].people.push_back(person);
    const Timetable timetable{programmes};
    return build(timetable, std::vector(timetable.entries().size(), first_stamp), inputs);
  };
  const auto people = nearly_the_same();
  const FeedSet all = build_with(people);
  ASSERT_EQ(all.closed().size(), 1U);
  for (const auto& person : people) {
    const FeedSet alone = build_with({person});
    const Subject subject{FeedKind::person, person.id};
    const Feed& feed = *all.find(subject);
    const Feed& expected = *alone.find(subject);
    EXPECT_EQ(all.text(feed), alone.text(expected)) << person.id;
    EXPECT_EQ(FeedSet::etag(feed), FeedSet::etag(expected)) << person.id;
    EXPECT_EQ(feed.state, expected.state) << person.id;
    EXPECT_EQ(feed.name, expected.name) << person.id;
    EXPECT_EQ(feed.octets, expected.octets) << person.id;
    EXPECT_EQ(feed.last_changed, expected.last_changed) << person.id;
  }
  EXPECT_EQ(all.find({FeedKind::person, "plain1"})->first_reference,
            all.find({FeedKind::person, "plain2"})->first_reference);
}

TEST(Feeds, OrderOfRowsDoesNotMatter) {
  const auto programme = example::programme();
  auto shuffled = programme;
  std::reverse(shuffled.activities.begin(), shuffled.activities.end());
  std::reverse(shuffled.libraries.begin(), shuffled.libraries.end());
  std::ranges::reverse(shuffled.people.edit());
  const FeedSet a = example::feed_set({programme});
  const FeedSet b = example::feed_set({shuffled});
  ASSERT_EQ(a.all().size(), b.all().size());
  for (std::size_t i = 0; i < a.all().size(); ++i) {
    EXPECT_EQ(a.text(a.all()[i]), b.text(b.all()[i]));
    EXPECT_EQ(FeedSet::etag(a.all()[i]), FeedSet::etag(b.all()[i]));
  }
}

TEST(Feeds, EntityTagChangesWithTheTextAndOnlyThen) {
  const auto before = example::feed_set({example::programme()});
  auto moved = example::programme();
  moved.activities[2].when = programme::OnDay{2023_y / 6 / 21, {hours{10}, hours{13}}};
  const auto after = example::feed_set({moved});
  for (const Feed& feed : before.all()) {
    const Feed& now = *after.find(feed.subject);
    EXPECT_EQ(before.text(feed) == after.text(now), FeedSet::etag(feed) == FeedSet::etag(now))
        << to_string(feed.subject);
  }
  EXPECT_NE(FeedSet::etag(*before.find({FeedKind::person, "an"})),
            FeedSet::etag(*after.find({FeedKind::person, "an"})));
  EXPECT_EQ(FeedSet::etag(*before.find({FeedKind::person, "mo"})),
            FeedSet::etag(*after.find({FeedKind::person, "mo"})));
}

TEST(Feeds, KnowTheirSizeAndLastChange) {
  const std::vector programmes{example::programme()};
  const Timetable timetable{programmes};
  std::vector stamps(timetable.entries().size(), first_stamp);
  stamps[2].last_changed += hours{5};
  const FeedSet set = build(timetable, stamps);
  for (const Feed& feed : set.all()) EXPECT_EQ(set.text(feed).size(), feed.octets);
  EXPECT_EQ(set.find({FeedKind::person, "an"})->last_changed, first_stamp.last_changed + hours{5});
  EXPECT_EQ(set.find({FeedKind::person, "mo"})->last_changed, first_stamp.last_changed);
}

TEST(Feeds, PersonWithoutActivitiesHasAValidEmptyCalendar) {
  auto programme = example::programme();
  programme.people.push_back(example::person("leeg", "b", "manager"));
  const FeedSet set = example::feed_set({programme});
  EXPECT_EQ(titles(set, "person:leeg"), Titles{});
}

TEST(Feeds, LongTitlesStayWithinTheLimitOfCalendarNames) {
  auto programme = example::programme();
  for (int i = 0; i < 200; ++i) programme.title.nl += "é";
  auto second = programme;
  second.id = "tweede";
  const FeedSet set = example::feed_set({programme, second});
  const std::string text = set.text(*set.find({FeedKind::person, "an"}));
  EXPECT_FALSE(ical::read_back(text).empty());
}

TEST(Timetable, FingerprintsFollowWhatIsVisible) {
  const std::vector before{example::programme()};
  auto changed = example::programme();
  changed.activities[2].title.en = "Session one";
  const std::vector after{changed};
  const auto a = Timetable{before}.contents();
  const auto b = Timetable{after}.contents();
  ASSERT_EQ(a.size(), b.size());
  int different = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    EXPECT_EQ(a[i].uid, b[i].uid);
    different += a[i].fingerprint != b[i].fingerprint ? 1 : 0;
  }
  EXPECT_EQ(different, 1);
}

TEST(Timetable, NameOfALibraryIsPartOfWhatIsVisible) {
  const std::vector before{example::programme()};
  auto renamed = example::programme();
  renamed.libraries[0].name = "Bibliotheek Aa";
  const std::vector after{renamed};
  EXPECT_NE(Timetable{before}.contents(), Timetable{after}.contents());
}

}  // namespace
}  // namespace feeds
