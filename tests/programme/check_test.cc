// SPDX-License-Identifier: Apache-2.0
#include "service/programme/check.h"

#include <gtest/gtest.h>

#include "service/programme/audience.h"
#include "tests/programme/sample.h"

namespace programme {
namespace {

using namespace sample;

Lines found(const Programme& of) { return written(check(of)); }

Activity lunch(std::string id, When when, std::vector<std::string> roles = {"jeugd"}) {
  return activity(std::move(id), std::move(when), std::move(roles), ActivityKind::lunch);
}

std::map<std::string, LibraryDate> intake_on(const std::string& text) {
  return {{"intake", {on_day(text), ""}}};
}

TEST(Check, FindsNothingInASoundProgramme) {
  Programme year = programme({activity("intake", PerLibrary{minutes{45}}, {"basis", "jeugd", "manager"}),
                              activity("kick-off", on_day("2023-05-23 15:00-16:30"), {"basis", "jeugd"}),
                              activity("sessie", on_day("2023-06-20 10:00-13:00"), {"basis", "jeugd"}),
                              lunch("lunch", Follows{"sessie", minutes{45}}, {"basis", "jeugd"}),
                              activity("opdracht", due("7 days before sessie"), {"basis", "jeugd"}),
                              activity("afsluiting", between("2024-01-01/2024-01-31"), {"basis", "jeugd"})},
                             {library("a", intake_on("2023-05-09 10:00-10:45")), library("b")});
  year.people = {person("anna", "a"), person("bert", "b", {"basis", "manager"})};
  ReminderRule rule;
  rule.id = "vooraf";
  rule.activities = {"sessie"};
  rule.to = {"participants", "manager", "coordinators"};
  year.reminders = {rule};
  EXPECT_EQ(found(year), Lines{});
}

TEST(Check, TellsWarningsFromErrors) {
  for (const Rule rule :
       {Rule::unknown_activity, Rule::unknown_role, Rule::unknown_library, Rule::circle,
        Rule::follows_deadline, Rule::overlap, Rule::lunch_not_adjacent, Rule::year_out_of_range,
        Rule::unknown_zone, Rule::left_before_joined, Rule::shared_address}) {
    EXPECT_FALSE(is_warning(rule)) << name(rule);
  }
  for (const Rule rule : {Rule::nonexistent_time, Rule::ambiguous_time, Rule::weekend, Rule::public_holiday,
                          Rule::closed_day, Rule::hours_mismatch, Rule::person_without_activities}) {
    EXPECT_TRUE(is_warning(rule)) << name(rule);
  }
}

TEST(Check, ReportsInTheOrderOfTheFilesWithWhatScheduleFound) {
  Programme year = programme(
      {activity("z", Follows{"y", minutes{45}}), activity("a", on_day("2023-06-18 10:00-13:00"), {"jeugt"}),
       activity("intake", PerLibrary{minutes{45}})},
      {library("b", intake_on("2023-06-17 10:00-10:45")), library("a", intake_on("2023-06-17 10:00-10:45"))});
  year.zone = "Europe/Amsterdm";
  year.roles[1].promised = minutes{60};
  year.people = {person("q", "c"), person("p", "d")};
  EXPECT_EQ(found(year), (Lines{
                             "zone: unknown_zone(Europe/Amsterdm, Europe/Amsterdam)",
                             "jeugd.hours: hours_mismatch(jeugd, 1, 0)",
                             "z.follows: unknown_activity(y, )",
                             "a.for: unknown_role(jeugt, jeugd)",
                             "a.date: weekend(2023-06-18)",
                             "b.intake_datum: weekend(2023-06-17)",
                             "a.intake_datum: weekend(2023-06-17)",
                             "q.bibliotheek: unknown_library(c, )",
                             "p.bibliotheek: unknown_library(d, )",
                         }));
}

// --- References
// -------------------------------------------------------------------------------------------------

TEST(Check, FindsUnknownIdsWhereverTheyStand) {
  Programme year =
      programme({activity("werksessie", on_day("2023-06-20 10:00-13:00"), {"jeugd", "taalhuus"})},
                {library("houten", {{"intaken", {Undated{}, ""}}})});
  year.roles.push_back(role("taalhuis"));
  year.activities[0].spent = {{"taalhuus", minutes{60}}, {"managr", minutes{60}}};
  ReminderRule rule;
  rule.id = "vooraf";
  rule.activities = {"werksesie"};
  rule.to = {"particpants", "directie"};
  year.reminders = {rule};
  year.people = {person("anna", "houtn"), person("bert", "houten", {"jeugd", "managers"})};
  EXPECT_EQ(found(year), (Lines{
                             "werksessie.for: unknown_role(taalhuus, taalhuis)",
                             "werksessie.hours: unknown_role(managr, manager)",
                             "vooraf.about: unknown_activity(werksesie, werksessie)",
                             "vooraf.to: unknown_role(particpants, participants)",
                             "vooraf.to: unknown_role(directie, )",
                             "houten.intaken_datum: unknown_activity(intaken, )",
                             "anna.bibliotheek: unknown_library(houtn, houten)",
                             "bert.rollen: unknown_role(managers, manager)",
                         }));
}

TEST(Check, KnowsWhatZoneIsMeant) {
  Programme year = programme({});
  for (const auto& [written_zone, meant] :
       std::map<std::string, std::string>{{"Europe/Amsterdm", "Europe/Amsterdam"},
                                          {"europe/amsterdam", "Europe/Amsterdam"},
                                          {"Amsterdam", "Europe/Amsterdam"},
                                          {"Nederland/Amsterdm", "Europe/Amsterdam"},
                                          {"Utrecht", ""}}) {
    year.zone = written_zone;
    EXPECT_EQ(found(year), (Lines{"zone: unknown_zone(" + written_zone + ", " + meant + ")"}));
  }
}

// --- Days and moments
// -------------------------------------------------------------------------------------------

struct Doubt {
  const char* day;
  const char* finding;
};

class DoubtfulDays : public testing::TestWithParam<Doubt> {};

TEST_P(DoubtfulDays, AreToldOfSessionsDeadlinesAndLibraryDates) {
  const std::string day_of = GetParam().day;
  const std::string doubt = GetParam().finding;
  Programme year =
      programme({activity("sessie", on_day(day_of + " 10:00-13:00")), activity("opdracht", due_on(day_of)),
                 activity("erbij", due("0 days after sessie")),
                 activity("intake", PerLibrary{minutes{45}}, {"manager"}),
                 lunch("lunch", Follows{"sessie", minutes{45}}),
                 cancelled(activity("vervallen", on_day(day_of + " 15:00-16:00"))),
                 activity("open", between(day_of + "/" + day_of))},
                {library("a", intake_on(day_of + " 10:00-10:45"))});
  year.closed = {{day("2023-07-24"), day("2023-08-04")}, {day("2023-05-29"), day("2023-05-29")}};
  if (doubt.empty()) {
    EXPECT_EQ(found(year), Lines{});
  } else {
    EXPECT_EQ(found(year), (Lines{"sessie.date: " + doubt, "opdracht.due: " + doubt, "erbij.due: " + doubt,
                                  "a.intake_datum: " + doubt}));
  }
}

INSTANTIATE_TEST_SUITE_P(
    Check, DoubtfulDays,
    testing::Values(Doubt{"2023-06-20", ""}, Doubt{"2023-06-17", "weekend(2023-06-17)"},
                    Doubt{"2023-06-18", "weekend(2023-06-18)"},
                    Doubt{"2024-04-27", "public_holiday(2024-04-27, Koningsdag, King's Day)"},
                    Doubt{"2023-05-29", "public_holiday(2023-05-29, Tweede Pinksterdag, Whit Monday)"},
                    Doubt{"2023-04-07", "public_holiday(2023-04-07, Goede Vrijdag, Good Friday)"},
                    Doubt{"2024-01-01", "public_holiday(2024-01-01, Nieuwjaarsdag, New Year's Day)"},
                    Doubt{"2024-02-29", ""}, Doubt{"2023-07-24", "closed_day(2023-07-24)"},
                    Doubt{"2023-08-04", "closed_day(2023-08-04)"},
                    Doubt{"2023-07-29", "weekend(2023-07-29)"}));

TEST(Check, WarnsOnceAboutADeadlineThatManyLibrariesHave) {
  const Programme year = programme(
      {activity("intake", PerLibrary{minutes{45}}), activity("formulier", due("2 days before intake"))},
      {library("a", intake_on("2023-06-20 10:00-10:45")), library("b", intake_on("2023-06-27 10:00-10:45"))});
  EXPECT_EQ(found(year), (Lines{"formulier.due: weekend(2023-06-18)"}));
}

TEST(Check, LooksAtClosedDaysAndReminderMomentsToo) {
  Programme year = programme({});
  year.closed = {{day("2023-07-24"), day("2032-08-04")}, {day("2203-07-24"), day("2203-08-04")}};
  ReminderRule skipped;
  skipped.id = "nacht";
  skipped.when = moment("2026-03-29 02:30");
  ReminderRule late;
  late.id = "ooit";
  late.when = moment("2062-03-29 09:00");
  year.reminders = {skipped, late};
  EXPECT_EQ(found(year), (Lines{"closed: year_out_of_range(2203)",
                                "nacht.when: nonexistent_time(2026-03-29 02:30, 2026-03-29 03:30)",
                                "ooit.when: year_out_of_range(2062)"}));
}

// --- Hours
// ------------------------------------------------------------------------------------------------------

TEST(Check, AddsUpTheHoursOfARole) {
  Programme year = programme({activity("sessie", on_day("2023-06-20 10:00-13:00")),
                              cancelled(activity("werkbezoek", on_day("2023-09-19 10:00-13:00"))),
                              activity("opdracht", due_on("2023-06-13"))});
  year.activities[0].spent = {{"jeugd", minutes{180}}, {"manager", minutes{60}}};
  year.activities[1].spent = {{"jeugd", minutes{180}}};
  year.activities[2].spent = {{"jeugd", minutes{75}}};
  year.roles[1].promised = minutes{435};
  EXPECT_EQ(found(year), Lines{});  // 3 + 3 + 1.25; what is cancelled counts; others promised nothing
  year.roles[1].promised = minutes{1200};
  year.roles[2].promised = minutes{180};
  EXPECT_EQ(found(year), (Lines{"jeugd.hours: hours_mismatch(jeugd, 20, 7.25)",
                                "manager.hours: hours_mismatch(manager, 3, 1)"}));
}

// --- Sessions at the same time
// ----------------------------------------------------------------------------------

TEST(Check, FindsSessionsOfOneRoleAtTheSameTime) {
  struct Pair {
    const char* first;
    const char* second;
    bool overlap;
  };
  for (const Pair& pair : {Pair{"2023-06-20 10:00-13:00", "2023-06-20 12:00-14:00", true},
                           Pair{"2023-06-20 10:00-13:00", "2023-06-20 09:00-10:01", true},
                           Pair{"2023-06-20 10:00-13:00", "2023-06-20 11:00-12:00", true},
                           Pair{"2023-06-20 11:00-12:00", "2023-06-20 10:00-13:00", true},
                           Pair{"2023-06-20 10:00-13:00", "2023-06-20 10:00-13:00", true},
                           Pair{"2023-06-20 10:00-13:00", "2023-06-20 13:00-14:00", false},
                           Pair{"2023-06-20 10:00-13:00", "2023-06-20 09:00-10:00", false},
                           Pair{"2023-06-20 10:00-13:00", "2023-06-21 10:00-13:00", false}}) {
    const Programme year =
        programme({activity("een", on_day(pair.first)), activity("twee", on_day(pair.second))});
    const Lines expected{"twee.date: overlap(een, jeugd, 2023-06-20, " + std::string(pair.first).substr(11) +
                         ", " + std::string(pair.second).substr(11) + ")"};
    EXPECT_EQ(found(year), pair.overlap ? expected : Lines{}) << pair.first << " and " << pair.second;
  }
}

TEST(Check, LetsDifferentRolesMeetAtTheSameTime) {
  const std::string time = "2023-06-20 10:00-13:00";
  EXPECT_EQ(
      found(programme({activity("een", on_day(time), {"basis"}), activity("twee", on_day(time), {"jeugd"})})),
      Lines{});
}

TEST(Check, ReportsAnOverlapOfSeveralRolesOnce) {
  const std::string time = "2023-06-20 10:00-13:00";
  const Programme year = programme({activity("een", on_day(time), {"basis", "jeugd", "manager"}),
                                    activity("twee", on_day(time), {"jeugd", "manager"})});
  EXPECT_EQ(found(year), (Lines{"twee.date: overlap(een, jeugd, 2023-06-20, 10:00-13:00, 10:00-13:00)"}));
}

TEST(Check, IgnoresOverlapsWithWhatIsCancelledOpenOrADeadline) {
  const std::string time = "2023-06-20 10:00-13:00";
  const Programme year = programme({activity("een", on_day(time)), cancelled(activity("twee", on_day(time))),
                                    activity("open", between("2023-06-20/2023-06-20")),
                                    activity("opdracht", due_on("2023-06-20 11:00"))});
  EXPECT_EQ(found(year), Lines{});
}

TEST(Check, FindsOverlapsOfOneLibrarysDates) {
  const Programme year = programme(
      {activity("intake", PerLibrary{minutes{45}}), activity("bezoek", PerLibrary{minutes{60}}),
       activity("kick-off", on_day("2023-05-23 15:00-16:30")),
       activity("koffie", Follows{"intake", minutes{30}})},
      {library("a", intake_on("2023-05-23 15:30-16:15")),  // during the kick-off, and so is its coffee
       library("b", intake_on("2023-05-23 16:30-17:15")),  // right after it
       library("c", {{"intake", {on_day("2023-05-09 10:00-10:45"), ""}},
                     {"bezoek", {on_day("2023-05-09 10:30-11:30"), ""}}}),
       library("d", intake_on("2023-05-23 14:20-14:50"))});  // before it, but not its coffee
  EXPECT_EQ(found(year),
            (Lines{"a.intake_datum: overlap(kick-off, jeugd, 2023-05-23, 15:00-16:30, 15:30-16:15)",
                   "a.intake_datum: overlap(kick-off, jeugd, 2023-05-23, 15:00-16:30, 16:15-16:45)",
                   "c.bezoek_datum: overlap(intake, jeugd, 2023-05-09, 10:00-10:45, 10:30-11:30)",
                   "c.intake_datum: overlap(bezoek, jeugd, 2023-05-09, 10:30-11:30, 10:45-11:15)",
                   "d.intake_datum: overlap(kick-off, jeugd, 2023-05-23, 15:00-16:30, 14:50-15:20)"}));
}

TEST(Check, FindsAShortSessionBehindALongOneThatStartedBeforeIt) {
  const Programme year = programme({activity("dag", on_day("2023-05-23 09:00-17:00"), {"jeugd"}),
                                    activity("ander", on_day("2023-05-24 09:00-10:00"), {"jeugd"}),
                                    activity("intake", PerLibrary{minutes{45}})},
                                   {library("a", intake_on("2023-05-23 16:00-16:45"))});
  EXPECT_EQ(found(year),
            (Lines{"a.intake_datum: overlap(dag, jeugd, 2023-05-23, 09:00-17:00, 16:00-16:45)"}));
}

TEST(Check, StopsCountingOverlapsWhenNobodyReadsOn) {
  std::vector<Activity> same;
  for (int i = 0; i < 500; ++i) same.push_back(activity(std::to_string(i), on_day("2023-06-20 10:00-13:00")));
  EXPECT_EQ(check(programme(same)).size(), 1000U);
}

// --- Lunches
// ----------------------------------------------------------------------------------------------------

TEST(Check, WantsALunchToStartWhenItsSessionEnds) {
  struct Row {
    const char* lunch;
    const char* finding;
  };
  for (const Row& row : {Row{"2023-06-20 13:00-13:45", ""},
                         Row{"2023-06-20 13:15-14:00", "lunch.time: lunch_not_adjacent(13:15, 13:00)"},
                         // Also overlaps the session; that would be a second message about one mistake.
                         Row{"2023-06-20 12:30-13:15", "lunch.time: lunch_not_adjacent(12:30, 13:00)"},
                         Row{"2023-06-20 16:30-17:00", "lunch.time: lunch_not_adjacent(16:30, 16:00)"},
                         Row{"2023-06-21 13:00-13:45", "lunch.time: lunch_not_adjacent(13:00, )"}}) {
    const Programme year =
        programme({activity("ochtend", on_day("2023-06-20 10:00-13:00"), {"basis", "jeugd"}),
                   activity("middag", on_day("2023-06-20 14:00-16:00"), {"jeugd"}),
                   activity("elders", on_day("2023-06-20 13:00-13:15"), {"manager"}),
                   lunch("lunch", on_day(row.lunch))});
    EXPECT_EQ(found(year), *row.finding == '\0' ? Lines{} : Lines{row.finding}) << row.lunch;
  }
}

TEST(Check, StillSeesALunchRunIntoTheNextSession) {
  const Programme year = programme({activity("ochtend", on_day("2023-06-20 10:00-13:00")),
                                    lunch("lunch", on_day("2023-06-20 13:30-14:15")),
                                    activity("middag", on_day("2023-06-20 14:00-16:00"))});
  EXPECT_EQ(found(year), (Lines{"lunch.time: lunch_not_adjacent(13:30, 13:00)",
                                "middag.date: overlap(lunch, jeugd, 2023-06-20, 13:30-14:15, 14:00-16:00)"}));
}

TEST(Check, LetsTheLunchOfACancelledSessionAndACancelledLunchBe) {
  EXPECT_EQ(found(programme({cancelled(activity("sessie", on_day("2023-06-20 10:00-13:00"))),
                             lunch("lunch", on_day("2023-06-20 13:00-13:45")),
                             cancelled(lunch("later", on_day("2023-06-20 17:00-18:00")))})),
            Lines{});
}

TEST(Check, LooksForALibrarysLunchAfterItsOwnSession) {
  const Programme year =
      programme({activity("bezoek", PerLibrary{minutes{60}}), lunch("lunch", PerLibrary{minutes{45}})},
                {library("a", {{"bezoek", {on_day("2023-06-20 11:00-12:00"), ""}},
                               {"lunch", {on_day("2023-06-20 12:00-12:45"), ""}}}),
                 library("b", {{"bezoek", {on_day("2023-06-20 11:00-12:00"), ""}},
                               {"lunch", {on_day("2023-06-20 12:15-13:00"), ""}}})});
  EXPECT_EQ(found(year), (Lines{"b.lunch_tijd: lunch_not_adjacent(12:15, 12:00)"}));
}

// --- People
// -----------------------------------------------------------------------------------------------------

TEST(Check, WarnsAboutPeopleWhomNothingConcerns) {
  struct Row {
    const char* library;
    const char* role;
    const char* joined;
    const char* left;
    bool has_any;
  };
  // A session for "jeugd" on 20 June, an intake for "manager": at "a" on 9 May, at "b" not planned yet.
  Programme year = programme({activity("sessie", on_day("2023-06-20 10:00-13:00"), {"jeugd"}),
                              activity("intake", PerLibrary{minutes{45}}, {"manager"})},
                             {library("a", intake_on("2023-05-09 10:00-10:45")), library("b")});
  for (const Row& row :
       {Row{"a", "jeugd", "", "", true}, Row{"a", "basis", "", "", false},
        Row{"a", "jeugd", "2023-06-20", "2023-06-21", true}, Row{"a", "jeugd", "2023-06-21", "", false},
        Row{"a", "jeugd", "", "2023-06-20", false}, Row{"a", "manager", "", "2023-05-10", true},
        Row{"a", "manager", "2023-05-10", "", false}, Row{"b", "manager", "2023-05-10", "", true}}) {
    Person who = person("anna", row.library, {row.role});
    if (*row.joined != '\0') who.joined = day(row.joined);
    if (*row.left != '\0') who.left = day(row.left);
    year.people = {who};
    EXPECT_EQ(found(year), row.has_any ? Lines{} : Lines{"anna: person_without_activities(anna)"})
        << row.library << " " << row.role << " " << row.joined << " - " << row.left;
  }
}

TEST(Check, AgreesWithConcernsAboutEveryone) {
  Programme year = programme(
      {activity("lang", between("2023-03-01/2023-09-30")), activity("kort", on_day("2023-05-10 10:00-13:00")),
       activity("laat", due_on("2023-11-16"), {"basis"})},
      {library("a")});
  const date::sys_days start = day("2023-02-01");
  for (int i = 0; i < 40; ++i) {
    Person who = person("p" + std::to_string(i), "a", {i % 2 == 0 ? "jeugd" : "basis"});
    who.joined = start + date::days{i * 10};
    who.left = start + date::days{i * 10 + 1 + i % 7 * 20};
    year.people.push_back(who);
  }
  const Schedule dates = schedule(year);
  Lines expected;
  for (const Person& who : year.people) {
    bool any = false;
    for (const Occurrence& occurrence : dates.occurrences) any = any || concerns(occurrence, who);
    if (!any) expected.push_back(who.id + ": person_without_activities(" + who.id + ")");
  }
  EXPECT_GT(expected.size(), 5U);
  EXPECT_LT(expected.size(), 35U);
  EXPECT_EQ(found(year), expected);
}

TEST(Check, FindsPeopleWhoLeaveBeforeTheyJoin) {
  Programme year = programme({activity("sessie", on_day("2023-06-20 10:00-13:00"))}, {library("a")});
  year.people = {person("anna", "a"), person("bert", "a")};
  year.people.edit()[0].joined = day("2023-06-01");
  year.people.edit()[0].left = day("2023-05-01");
  year.people.edit()[1].joined = year.people.edit()[1].left = day("2023-06-20");
  EXPECT_EQ(found(year), (Lines{"anna.tot: left_before_joined(2023-06-01, 2023-05-01)",
                                "bert.tot: left_before_joined(2023-06-20, 2023-06-20)"}));
}

TEST(Check, FindsTwoPeopleWithOneAddress) {
  Programme year = programme({activity("sessie", on_day("2023-06-20 10:00-13:00"))}, {library("a")});
  year.people = {person("anna", "a"), person("bert", "a"), person("carla", "a")};
  year.people.edit()[2].address = "anna@example.org";
  EXPECT_EQ(found(year), (Lines{"carla.e-mail: shared_address(anna@example.org, anna)"}));
}

}  // namespace
}  // namespace programme
