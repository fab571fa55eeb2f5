// SPDX-License-Identifier: Apache-2.0
//
// The example programme loses something on 1 June 2023: its intake (9 May) is over, its assignment (13 June),
// session and lunch (20 June) and wrap-up (January) are to come.
#include "service/changes/withdrawn.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "service/programme/civil_time.h"
#include "tests/support/example.h"

namespace changes {
namespace carry_over_test {

using namespace date::literals;
using example::hours;

const programme::Instant june = date::sys_days{2023_y / 6 / 1} + hours{8};
const programme::year_month_day today = 2023_y / 6 / 1;
constexpr date::days month{30};
using Rows = std::vector<Withdrawn>;
using Lines = std::vector<std::string>;

programme::Programme without_activity(const std::string& id) {
  programme::Programme p = example::programme();
  std::erase_if(p.activities, [&](const programme::Activity& a) { return a.id == id; });
  return p;
}

/// Without the session; the lunch keeps its place in the day, the assignment its day.
programme::Programme without_session() {
  programme::Programme p = without_activity("sessie");
  p.activities[1].when = programme::DueOn{2023_y / 6 / 13, {}};
  p.activities[2].when = programme::OnDay{2023_y / 6 / 20, {hours{13}, hours{13} + example::minutes{45}}};
  return p;
}

programme::Programme without_library(const std::string& id) {
  programme::Programme p = example::programme();
  std::erase_if(p.libraries, [&](const programme::Library& l) { return l.id == id; });
  std::erase_if(p.people.edit(), [&](const programme::Person& person) { return person.library == id; });
  return p;
}

programme::Programme without_person(const std::string& id) {
  programme::Programme p = example::programme();
  std::erase_if(p.people.edit(), [&](const programme::Person& person) { return person.id == id; });
  return p;
}

/// Library B's intake on 9 June, which is to come.
programme::Programme with_second_intake() {
  programme::Programme p = example::programme();
  p.libraries[1].dates["intake"] = {programme::OnDay{2023_y / 6 / 9, {hours{10}, hours{11}}}, ""};
  return p;
}

/// "occurrence sessie, of revision 3, since 2023-06-01, until 2023-06-20".
Lines lines(const Rows& rows) {
  Lines out;
  for (const Withdrawn& row : rows)
    out.push_back(std::string{to_string(row.kind)} + " " + row.id + ", of revision " +
                  std::to_string(row.revision) + ", since " + programme::day_text(row.since) + ", until " +
                  programme::day_text(row.last));
  return out;
}

/// Revisions by number, first one 1, as they were published.
struct History {
  explicit History(std::vector<programme::Programme> first) : revisions{std::move(first)} {}

  /// Publishes the next revision; an empty id stands for no programme at all.
  void publish(const programme::Programme& next, programme::Instant now = june) {
    const auto files = [](const programme::Programme& p) {
      return p.id.empty() ? std::vector<programme::Programme>{} : std::vector{p};
    };
    rows =
        withdraw(rows, static_cast<int>(revisions.size()), files(revisions.back()), files(next), now, month);
    revisions.push_back(next);
  }
  ShownProgrammes shown_programmes(programme::Instant now = june) const {
    std::vector<programme::Programme> files;
    if (!revisions.back().id.empty()) files.push_back(revisions.back());
    return with_withdrawn(
        files, rows,
        [this](int revision, const std::string& id) {
          const programme::Programme& p = revisions.at(static_cast<std::size_t>(revision - 1));
          return p.id == id ? &p : nullptr;
        },
        now, month);
  }
  /// What is carried besides the files: "sessie cancelled 2023-06-20".
  Lines shown(programme::Instant now = june) const {
    const ShownProgrammes all = shown_programmes(now);
    Lines out;
    for (std::size_t i = 0; i < all.programmes.size(); ++i) {
      const programme::Schedule own = schedule(all.programmes[i]);
      const programme::Schedule whole = schedule(all.programmes[i], all.withdrawn[i]);
      for (std::size_t j = 0; j < whole.occurrences.size(); ++j) {
        const programme::Occurrence& o = whole.occurrences[j];
        if (j < own.occurrences.size() && (o.cancelled == nullptr || own.occurrences[j].cancelled != nullptr))
          continue;
        std::string line = o.activity->id + (o.library ? "/" + o.library->id : "");
        if (o.cancelled) line += " cancelled";
        if (const auto* session = std::get_if<programme::Session>(&o.when))
          line +=
              " " + programme::day_text(programme::year_month_day{date::floor<date::days>(session->start)});
        if (const auto* deadline = std::get_if<programme::Deadline>(&o.when))
          line += " " + programme::day_text(deadline->day);
        if (o.cancelled && !o.cancelled->nl.empty()) line += ": " + o.cancelled->nl;
        out.push_back(line);
      }
      for (const FormerLibrary& l : all.withdrawn[i].libraries)
        out.push_back(l.library.id + " left " + programme::day_text(l.left));
      for (const programme::Person& person : all.programmes[i].people)
        if (person.left) out.push_back(person.id + " left " + programme::day_text(*person.left));
      if (all.withdrawn[i].ended) out.push_back("ended " + programme::day_text(*all.withdrawn[i].ended));
    }
    return out;
  }

  std::vector<programme::Programme> revisions;
  Rows rows;
};

// --- One removal: what is carried, and what people then see ------------------------------------------------

struct Case {
  const char* what;
  programme::Programme before;
  programme::Programme after;
  Lines withdrawn;
  Lines shown;
};

std::vector<Case> cases() {
  const programme::Programme example = example::programme();
  auto cancelled = example;
  cancelled.activities[2].cancelled = programme::Text{"ziekte", "illness"};
  auto without_cancelled = without_session();
  auto unplanned = with_second_intake();
  unplanned.libraries[1].dates.clear();
  auto left_already = example;
  left_already.people.edit()[0].left = 2023_y / 5 / 20;
  auto leaves_later = example;
  leaves_later.people.edit()[0].left = 2023_y / 9 / 1;
  auto moved = example;
  moved.activities[2].when = programme::OnDay{2023_y / 6 / 22, {hours{10}, hours{13}}};
  auto renamed = example;
  renamed.activities[2].title.nl = "Anders";
  const programme::Programme none;
  return {
      {"nothing", example, example, {}, {}},
      {"moved", example, moved, {}, {}},
      {"renamed", example, renamed, {}, {}},
      {"a session that is to come",
       example,
       without_session(),
       {"occurrence sessie, of revision 1, since 2023-06-01, until 2023-06-20"},
       {"sessie cancelled 2023-06-20"}},
      {"a session that was cancelled keeps its reason",
       cancelled,
       without_cancelled,
       {"occurrence sessie, of revision 1, since 2023-06-01, until 2023-06-20"},
       {"sessie cancelled 2023-06-20: ziekte"}},
      {"an intake that is over", example, without_activity("intake"), {}, {}},
      {"an activity of which only the month is known",
       example,
       without_activity("wrap-up"),
       {"occurrence wrap-up, of revision 1, since 2023-06-01, until 2024-01-31"},
       {"wrap-up cancelled"}},
      {"the date of one library's intake",
       with_second_intake(),
       unplanned,
       {"occurrence intake/b, of revision 1, since 2023-06-01, until 2023-06-09"},
       {"intake/b cancelled 2023-06-09"}},
      {"all intakes: the one that is over goes without a word",
       with_second_intake(),
       without_activity("intake"),
       {"occurrence intake/b, of revision 1, since 2023-06-01, until 2023-06-09"},
       {"intake/b cancelled 2023-06-09"}},
      {"a library with its people, its intake over",
       example,
       without_library("a"),
       {"library a, of revision 1, since 2023-06-01, until 2023-06-01",
        "person an, of revision 1, since 2023-06-01, until 2023-06-01",
        "person mo, of revision 1, since 2023-06-01, until 2023-06-01"},
       {"intake/a 2023-05-09", "a left 2023-06-01", "an left 2023-06-01", "mo left 2023-06-01"}},
      {"a library, its intake to come",
       with_second_intake(),
       without_library("b"),
       {"library b, of revision 1, since 2023-06-01, until 2023-06-09",
        "person bo, of revision 1, since 2023-06-01, until 2023-06-01"},
       {"intake/b cancelled 2023-06-09", "b left 2023-06-01", "bo left 2023-06-01"}},
      {"a person",
       example,
       without_person("an"),
       {"person an, of revision 1, since 2023-06-01, until 2023-06-01"},
       {"an left 2023-06-01"}},
      {"a person who had left already",
       left_already,
       without_person("an"),
       {"person an, of revision 1, since 2023-05-20, until 2023-05-20"},
       {"an left 2023-05-20"}},
      {"a person who was to leave later",
       leaves_later,
       without_person("an"),
       {"person an, of revision 1, since 2023-06-01, until 2023-06-01"},
       {"an left 2023-06-01"}},
      {"the whole programme",
       example,
       none,
       {"programme , of revision 1, since 2023-06-01, until 2024-01-31",
        "person an, of revision 1, since 2023-06-01, until 2023-06-01",
        "person bo, of revision 1, since 2023-06-01, until 2023-06-01",
        "person mo, of revision 1, since 2023-06-01, until 2023-06-01"},
       {"opdracht cancelled 2023-06-13", "sessie cancelled 2023-06-20", "lunch cancelled 2023-06-20",
        "wrap-up cancelled", "an left 2023-06-01", "bo left 2023-06-01", "mo left 2023-06-01",
        "ended 2023-06-01"}},
  };
}

TEST(WithdrawnParts, WhatWasTakenOut) {
  for (const Case& each : cases()) {
    History history{{each.before}};
    history.publish(each.after);
    EXPECT_EQ(lines(history.rows), each.withdrawn) << each.what;
    EXPECT_EQ(history.shown(), each.shown) << each.what;
  }
}

TEST(WithdrawnParts, WhatComesBackIsNoLongerCarried) {
  for (const Case& each : cases()) {
    History history{{each.before}};
    history.publish(each.after);
    history.publish(each.before);
    // Who was to leave anyway still is.
    if (std::ranges::none_of(each.before.people,
                             [](const programme::Person& person) { return person.left.has_value(); })) {
      EXPECT_EQ(history.shown(), Lines{}) << each.what;
    }
    EXPECT_EQ(lines(history.rows), Lines{}) << each.what;
  }
}

TEST(WithdrawnParts, TheOrderOfRowsDoesNotMatter) {
  for (const Case& each : cases()) {
    const auto reversed = [](programme::Programme p) {
      std::reverse(p.activities.begin(), p.activities.end());
      std::reverse(p.libraries.begin(), p.libraries.end());
      std::ranges::reverse(p.people.edit());
      return p;
    };
    History history{{each.before}};
    history.publish(each.after);
    History other{{reversed(each.before)}};
    other.publish(reversed(each.after));
    EXPECT_EQ(history.rows, other.rows) << each.what;
  }
}

TEST(WithdrawnParts, PublishingTheSameAgainKeepsWhatIsCarried) {
  for (const Case& each : cases()) {
    History history{{each.before}};
    history.publish(each.after);
    const Rows rows = history.rows;
    history.publish(each.after, june + hours{1});
    EXPECT_EQ(history.rows, rows) << each.what;
    EXPECT_EQ(history.shown(), each.shown) << each.what;
  }
}

// --- More than one step
// ----------------------------------------------------------------------------------------

TEST(WithdrawnParts, TakenOutTwiceIsCarriedAsItWasTheLastTime) {
  auto moved = example::programme();
  moved.activities[2].when = programme::OnDay{2023_y / 6 / 22, {hours{10}, hours{13}}};
  History history{{example::programme()}};
  history.publish(without_session());
  history.publish(moved);
  history.publish(without_session());
  EXPECT_EQ(lines(history.rows),
            Lines{"occurrence sessie, of revision 3, since 2023-06-01, until 2023-06-22"});
  EXPECT_EQ(history.shown(), Lines{"sessie cancelled 2023-06-22"});
}

TEST(WithdrawnParts, WhatLaterRevisionsChangeLeavesItAsItWas) {
  auto later = without_session();
  later.title.nl = "Anders";
  History history{{example::programme()}};
  history.publish(without_session());
  history.publish(later, june + date::days{2});
  EXPECT_EQ(lines(history.rows),
            Lines{"occurrence sessie, of revision 1, since 2023-06-01, until 2023-06-20"});
}

TEST(WithdrawnParts, OneAfterTheOtherAreAllCarried) {
  auto neither = without_session();
  std::erase_if(neither.activities, [](const programme::Activity& a) { return a.id == "wrap-up"; });
  History history{{example::programme()}};
  history.publish(without_session());
  history.publish(neither);
  EXPECT_EQ(history.shown(), (Lines{"sessie cancelled 2023-06-20", "wrap-up cancelled"}));
}

TEST(WithdrawnParts, AnIntakeThatLostItsDateAndThenItsLibrary) {
  auto unplanned = with_second_intake();
  unplanned.libraries[1].dates.clear();
  History history{{with_second_intake()}};
  history.publish(unplanned);
  history.publish(without_library("b"));
  EXPECT_EQ(history.shown(),
            (Lines{"intake/b cancelled 2023-06-09", "b left 2023-06-01", "bo left 2023-06-01"}));
}

TEST(WithdrawnParts, AnActivityAndThenTheProgramme) {
  History history{{example::programme()}};
  history.publish(without_session());
  history.publish(programme::Programme{});
  const Lines shown = history.shown();
  EXPECT_EQ(std::count(shown.begin(), shown.end(), "sessie cancelled 2023-06-20"), 1);
  EXPECT_EQ(std::count(shown.begin(), shown.end(), "ended 2023-06-01"), 1);
}

TEST(WithdrawnParts, IsOverSomeDaysAfterItsDate) {
  History history{{example::programme()}};
  history.publish(without_session());
  const programme::Instant last =
      date::sys_days{2023_y / 7 / 20} + hours{21};  // 23:00 in Amsterdam, thirty days later
  EXPECT_EQ(history.shown(last), Lines{"sessie cancelled 2023-06-20"});
  EXPECT_EQ(history.shown(last + hours{1}), Lines{});
  history.publish(without_session(), last + date::days{3});
  EXPECT_EQ(history.rows, Rows{});
}

TEST(WithdrawnParts, PeopleAreRememberedForEver) {
  History history{{example::programme()}};
  history.publish(without_person("an"));
  const programme::Instant years = june + date::days{1000};
  history.publish(without_person("an"), years);
  EXPECT_EQ(lines(history.rows), Lines{"person an, of revision 1, since 2023-06-01, until 2023-06-01"});
  const ShownProgrammes all = history.shown_programmes(years);
  const programme::Person& an = all.programmes[0].people.back();
  EXPECT_EQ(an.id, "an");
  EXPECT_EQ(an.left, today);
  EXPECT_EQ(an.email, "") << "nothing of the revision is needed any more";
}

TEST(WithdrawnParts, TwoProgrammesDoNotMix) {
  auto second = example::programme();
  second.id = "voorbeeld-2024";
  const std::vector published{example::programme(), second};
  const std::vector next{without_session(), second};
  const Rows rows = withdraw({}, 4, published, next, june, month);
  ASSERT_EQ(rows.size(), 1U);
  EXPECT_EQ(rows[0].programme, "voorbeeld-2023");
  const ShownProgrammes all = with_withdrawn(
      next, rows, [&](int, const std::string& id) { return &published[id == second.id]; }, june, month);
  EXPECT_EQ(all.withdrawn[0].occurrences.size(), 1U);
  EXPECT_TRUE(all.withdrawn[1].occurrences.empty());
}

TEST(WithdrawnParts, ARevisionThatIsNotThereIsNoDisaster) {
  History history{{example::programme()}};
  history.publish(without_library("b"));
  const ShownProgrammes all = with_withdrawn(
      {without_library("b")}, history.rows, [](int, const std::string&) { return nullptr; }, june, month);
  EXPECT_TRUE(all.withdrawn[0].occurrences.empty());
  EXPECT_EQ(all.programmes[0].people.back().id, "bo");
}

TEST(WithdrawnParts, KindsHaveNamesThatAreStored) {
  for (const char* name : {"programme", "library", "occurrence", "person"})
    EXPECT_EQ(to_string(withdrawn_kind_named(name).value()), name);
  EXPECT_EQ(withdrawn_kind_named("feed"), std::nullopt);
}

TEST(WithCarried, WhoeverLeftLongAgoIsThereToSaySoUnlessTheyTakePartElsewhere) {
  const Rows rows{{"voorbeeld-2023", WithdrawnKind::person, "an", 1, today, today}};
  const Source nothing = [](int, const std::string&) { return nullptr; };
  const programme::Instant later = june + date::days{60};
  const auto has_an = [](const programme::Programme& p) {
    return std::ranges::any_of(p.people, [](const programme::Person& person) { return person.id == "an"; });
  };
  EXPECT_TRUE(has_an(with_withdrawn({without_person("an")}, rows, nothing, later, month).programmes[0]));

  programme::Programme elsewhere = example::programme();
  elsewhere.id = "ander-2023";
  const auto both = with_withdrawn({elsewhere, without_person("an")}, rows, nothing, later, month).programmes;
  EXPECT_TRUE(has_an(both[0]));
  EXPECT_FALSE(has_an(both[1]));
}

}  // namespace carry_over_test
}  // namespace changes
