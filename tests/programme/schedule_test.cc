// SPDX-License-Identifier: Apache-2.0
#include "service/programme/schedule.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "tests/programme/sample.h"

namespace programme {
namespace {

using namespace sample;

Lines dates(const Programme& of) { return written(schedule(of).occurrences); }
Lines findings(const Programme& of) { return written(schedule(of).findings); }

TEST(Schedule, ResolvesAYearAsItIsAnnounced) {
  const Programme year = programme({
      activity("quickscan", due_on("2023-05-09 17:00")),
      activity("kick-off", on_day("2023-05-23 15:00-16:30")),
      activity("voorbereiding-1", due("7 days before werksessie-1")),
      activity("werksessie-1", on_day("2023-06-20 10:00-13:00")),
      activity("lunch-1", Follows{"werksessie-1", minutes{45}}),
      activity("verslag", due("5 working days after lunch-1 at 17:00")),
      activity("afsluiting", between("2024-01-01/2024-01-31")),
      activity("terugkomdag", Undated{}),
  });
  EXPECT_EQ(dates(year), (Lines{
                             "quickscan: due 2023-05-09 17:00",
                             "kick-off: 2023-05-23 15:00-16:30",
                             "voorbereiding-1: due 2023-06-13",
                             "werksessie-1: 2023-06-20 10:00-13:00",
                             "lunch-1: 2023-06-20 13:00-13:45",
                             "verslag: due 2023-06-27 17:00",
                             "afsluiting: somewhere in 2024-01-01/2024-01-31",
                             "terugkomdag: unplanned",
                         }));
  EXPECT_EQ(findings(year), Lines{});
}

struct Counted {
  const char* session;
  const char* due;
  const char* expected;
};

class CountedDeadlines : public testing::TestWithParam<Counted> {};

TEST_P(CountedDeadlines, FallsOn) {
  const Programme year =
      programme({activity("sessie", on_day(GetParam().session)), activity("opdracht", due(GetParam().due))});
  EXPECT_EQ(dates(year).back(), std::string("opdracht: due ") + GetParam().expected) << GetParam().due;
  EXPECT_EQ(findings(year), Lines{});
}

INSTANTIATE_TEST_SUITE_P(
    Schedule, CountedDeadlines,
    testing::Values(
        // Days are days of the calendar, whatever they are.
        Counted{"2023-06-20 10:00-13:00", "0 days before sessie", "2023-06-20"},
        Counted{"2023-06-20 10:00-13:00", "7 days before sessie", "2023-06-13"},
        Counted{"2023-06-20 10:00-13:00", "2 days before sessie at 09:00", "2023-06-18 09:00"},
        Counted{"2023-06-20 10:00-13:00", "14 days after sessie", "2023-07-04"},
        // Around the leap day of 2024, and in 2023, which has none.
        Counted{"2024-03-01 10:00-13:00", "1 days before sessie", "2024-02-29"},
        Counted{"2023-03-01 10:00-13:00", "1 days before sessie", "2023-02-28"},
        Counted{"2024-02-28 10:00-13:00", "1 working days after sessie", "2024-02-29"},
        // Over the end of a year: 1 January 2024 is a Monday.
        Counted{"2024-01-02 10:00-13:00", "7 days before sessie", "2023-12-26"},
        Counted{"2024-01-02 10:00-13:00", "1 working days before sessie", "2023-12-29"},
        Counted{"2023-12-22 10:00-13:00", "1 working days after sessie", "2023-12-27"},
        // Over a weekend.
        Counted{"2023-06-19 10:00-13:00", "1 working days before sessie", "2023-06-16"},
        Counted{"2023-06-16 10:00-13:00", "1 working days after sessie", "2023-06-19"},
        Counted{"2023-06-20 10:00-13:00", "5 working days before sessie at 17:00", "2023-06-13 17:00"},
        // A session on a Saturday: the day itself never counts.
        Counted{"2023-06-17 10:00-13:00", "1 working days before sessie", "2023-06-16"},
        Counted{"2023-06-17 10:00-13:00", "1 working days after sessie", "2023-06-19"},
        // Whit Monday, 29 May 2023, is no working day before the Tuesday after it.
        Counted{"2023-05-30 10:00-13:00", "1 working days before sessie", "2023-05-26"},
        Counted{"2023-05-30 10:00-13:00", "5 working days before sessie", "2023-05-22"},
        // Good Friday to Easter Monday, 7 to 10 April 2023.
        Counted{"2023-04-11 10:00-13:00", "1 working days before sessie", "2023-04-06"},
        // King's Day 2025 is a Saturday, 26 April, because the 27th is a Sunday; Liberation Day a Monday.
        Counted{"2025-05-06 10:00-13:00", "1 working days before sessie", "2025-05-02"},
        Counted{"2025-04-25 10:00-13:00", "1 working days after sessie", "2025-04-28"},
        // A session until midnight ends on its own day.
        Counted{"2023-06-20 20:00-24:00", "1 days after sessie", "2023-06-21"}));

TEST(Schedule, SkipsTheDaysOnWhichTheProgrammeIsClosed) {
  Programme year = programme({activity("sessie", on_day("2023-08-22 10:00-13:00")),
                              activity("opdracht", due("2 working days before sessie")),
                              activity("dagen", due("2 days before sessie"))});
  year.closed = {{day("2023-07-10"), day("2023-08-20")}};
  EXPECT_EQ(dates(year),
            (Lines{"sessie: 2023-08-22 10:00-13:00", "opdracht: due 2023-07-07", "dagen: due 2023-08-20"}));
}

TEST(Schedule, FollowsAChainInWhateverOrderItIsWritten) {
  const Programme year = programme({
      activity("inleveren", due("1 working days after verslag at 12:00")),
      activity("verslag", due("2 days after borrel")),
      activity("borrel", Follows{"lunch", minutes{60}}),
      activity("lunch", Follows{"sessie", minutes{45}}),
      activity("sessie", on_day("2023-09-14 10:00-13:00")),
  });
  EXPECT_EQ(dates(year), (Lines{"inleveren: due 2023-09-18 12:00", "verslag: due 2023-09-16",
                                "borrel: 2023-09-14 13:45-14:45", "lunch: 2023-09-14 13:00-13:45",
                                "sessie: 2023-09-14 10:00-13:00"}));
  EXPECT_EQ(findings(year), Lines{});
}

TEST(Schedule, CountsFromTheDayOnWhichASessionOverMidnightStartsOrEnds) {
  const Programme year = programme({
      activity("nachtsessie", on_day("2023-12-31 20:00-23:30")),
      activity("ontbijt", Follows{"nachtsessie", minutes{60}}),
      activity("ervoor", due("1 days before ontbijt")),
      activity("erna", due("1 days after ontbijt")),
  });
  EXPECT_EQ(dates(year),
            (Lines{"nachtsessie: 2023-12-31 20:00-23:30", "ontbijt: 2023-12-31 23:30-2024-01-01 00:30",
                   "ervoor: due 2023-12-30", "erna: due 2024-01-02"}));
}

TEST(Schedule, KeepsWhatHangsOnAnOpenDateOpen) {
  const Programme year = programme({
      activity("afsluiting", between("2024-01-01/2024-01-31")),
      activity("lunch", Follows{"afsluiting", minutes{45}}),
      activity("week", due("7 days before afsluiting at 17:00")),
      activity("werkdag", due("1 working days after afsluiting")),
      activity("daarna", due("1 days after week")),
  });
  EXPECT_EQ(dates(year), (Lines{"afsluiting: somewhere in 2024-01-01/2024-01-31",
                                "lunch: somewhere in 2024-01-01/2024-01-31",
                                "week: due somewhere in 2023-12-25/2024-01-24",
                                "werkdag: due somewhere in 2024-01-02/2024-02-01",
                                "daarna: due somewhere in 2023-12-26/2024-01-25"}));
  EXPECT_EQ(findings(year), Lines{});
}

TEST(Schedule, LeavesWhatHangsOnAnUndatedActivityUnplanned) {
  const Programme year =
      programme({activity("later", Undated{}), activity("lunch", Follows{"later", minutes{45}}),
                 activity("opdracht", due("7 days before later"))});
  EXPECT_EQ(dates(year), (Lines{"later: unplanned", "lunch: unplanned", "opdracht: unplanned"}));
  EXPECT_EQ(findings(year), Lines{});
}

TEST(Schedule, GivesEachLibraryItsOwnDatesAndWhatHangsOnThem) {
  const Programme year = programme(
      {activity("intake", PerLibrary{minutes{45}}), activity("koffie", Follows{"intake", minutes{15}}),
       activity("formulier", due("3 working days before intake")),
       activity("kick-off", on_day("2023-05-23 15:00-16:30"))},
      {library("a", {{"intake", {on_day("2023-05-09 10:00-10:45"), "Leeszaal"}}}), library("b"),
       library("c", {{"intake", {between("2023-05-01/2023-05-31"), ""}}}),
       library("d", {{"intake", {Undated{}, ""}}})});
  EXPECT_EQ(dates(year), (Lines{"intake@a: 2023-05-09 10:00-10:45", "intake@b: unplanned",
                                "intake@c: somewhere in 2023-05-01/2023-05-31", "intake@d: unplanned",
                                "koffie@a: 2023-05-09 10:45-11:00", "koffie@b: unplanned",
                                "koffie@c: somewhere in 2023-05-01/2023-05-31", "koffie@d: unplanned",
                                "formulier@a: due 2023-05-03", "formulier@b: unplanned",
                                "formulier@c: due somewhere in 2023-04-25/2023-05-25",
                                "formulier@d: unplanned", "kick-off: 2023-05-23 15:00-16:30"}));
  EXPECT_EQ(findings(year), Lines{});
}

TEST(Schedule, TakesALibrarysOwnPlaceBeforeTheActivitys) {
  Programme year = programme({activity("intake", PerLibrary{minutes{45}})},
                             {library("a", {{"intake", {Undated{}, "Leeszaal"}}}), library("b")});
  year.activities[0].place = "Bij de bibliotheek";
  const Schedule result = schedule(year);
  EXPECT_EQ(result.occurrences[0].place(), "Leeszaal");
  EXPECT_EQ(result.occurrences[1].place(), "Bij de bibliotheek");
}

TEST(Schedule, StillDatesACancelledActivityAndWhatHangsOnIt) {
  const Programme year = programme({cancelled(activity("sessie", on_day("2023-06-20 10:00-13:00"))),
                                    activity("lunch", Follows{"sessie", minutes{45}})});
  EXPECT_EQ(dates(year), (Lines{"sessie: 2023-06-20 10:00-13:00", "lunch: 2023-06-20 13:00-13:45"}));
}

// --- What cannot be resolved
// ------------------------------------------------------------------------------------

TEST(Schedule, ReportsEachCircleOnceWhereTheFileFirstMeetsIt) {
  const Programme year = programme({
      activity("ervoor", due("1 days before c")),  // leads into a circle, is not in it
      activity("c", due("1 days before a")),
      activity("zelf", due("1 days after zelf")),
      activity("a", due("1 days before b")),
      activity("b", due("1 days before c")),
      activity("x", Follows{"y", minutes{45}}),
      activity("y", Follows{"x", minutes{45}}),
      activity("sessie", on_day("2023-06-20 10:00-13:00")),
  });
  EXPECT_EQ(findings(year), (Lines{"c.due: circle(c → a → b → c)", "zelf.due: circle(zelf → zelf)",
                                   "x.follows: circle(x → y → x)"}));
  EXPECT_EQ(dates(year),
            (Lines{"ervoor: unplanned", "c: unplanned", "zelf: unplanned", "a: unplanned", "b: unplanned",
                   "x: unplanned", "y: unplanned", "sessie: 2023-06-20 10:00-13:00"}));
}

TEST(Schedule, ReportsUnknownActivitiesWithTheNearestKnownOne) {
  const Programme year = programme({activity("werksessie-1", on_day("2023-06-20 10:00-13:00")),
                                    activity("lunch", Follows{"werksesie-1", minutes{45}}),
                                    activity("opdracht", due("7 days before iets-anders")),
                                    activity("daarna", due("7 days after lunch"))});
  EXPECT_EQ(findings(year), (Lines{"lunch.follows: unknown_activity(werksesie-1, werksessie-1)",
                                   "opdracht.due: unknown_activity(iets-anders, )"}));
  EXPECT_EQ(dates(year), (Lines{"werksessie-1: 2023-06-20 10:00-13:00", "lunch: unplanned",
                                "opdracht: unplanned", "daarna: unplanned"}));
}

TEST(Schedule, NothingFollowsADeadline) {
  const Programme year = programme({activity("opdracht", due_on("2023-06-13")),
                                    activity("lunch", Follows{"opdracht", minutes{45}}),
                                    activity("verslag", due("1 days after opdracht")),
                                    activity("koffie", Follows{"verslag", minutes{45}})});
  EXPECT_EQ(findings(year), (Lines{"lunch.follows: follows_deadline(opdracht)",
                                   "koffie.follows: follows_deadline(verslag)"}));
  EXPECT_EQ(dates(year), (Lines{"opdracht: due 2023-06-13", "lunch: unplanned", "verslag: due 2023-06-14",
                                "koffie: unplanned"}));
}

TEST(Schedule, RefusesYearsWithoutKnownZoneRules) {
  const Programme year = programme(
      {activity("te-laat", on_day("2038-01-04 10:00-13:00")), activity("te-vroeg", due_on("1999-12-31")),
       activity("half", between("2037-12-01/2038-01-31")),
       activity("laatste", on_day("2037-12-31 20:00-24:00")),
       activity("lunch", Follows{"te-laat", minutes{45}}), activity("erna", due("1 days after laatste")),
       activity("nooit", due("2000000000 working days after laatste")),
       activity("ooit", due("2000000000 days before laatste")), activity("intake", PerLibrary{minutes{45}})},
      {library("a", {{"intake", {on_day("2203-05-09 10:00-10:45"), ""}}})});
  EXPECT_EQ(findings(year),
            (Lines{"te-laat.date: year_out_of_range(2038)", "te-vroeg.due: year_out_of_range(1999)",
                   "half.date: year_out_of_range(2038)", "erna.due: year_out_of_range(2038)",
                   "nooit.due: year_out_of_range(2094)", "ooit.due: year_out_of_range(1998)",
                   "a.intake_datum: year_out_of_range(2203)"}));
  EXPECT_EQ(dates(year),
            (Lines{"te-laat: unplanned", "te-vroeg: unplanned", "half: unplanned",
                   "laatste: 2037-12-31 20:00-2038-01-01 00:00", "lunch: unplanned", "erna: unplanned",
                   "nooit: unplanned", "ooit: unplanned", "intake@a: unplanned"}));
}

// --- The nights on which the clock changes
// ----------------------------------------------------------------------

TEST(Schedule, MovesTimesThatTheClockSkips) {
  const Programme year = programme(
      {activity("erin", on_day("2026-03-29 02:30-04:00")),
       activity("eruit", on_day("2026-03-29 01:30-02:30")),
       activity("geheel", on_day("2026-03-29 02:15-02:45")),
       activity("sessie", on_day("2026-03-29 01:00-01:45")),
       activity("lunch", Follows{"sessie", minutes{30}}), activity("inleveren", due_on("2026-03-29 02:00")),
       activity("opdracht", due("1 days before later at 02:59")),
       activity("later", on_day("2026-03-30 10:00-13:00")), activity("intake", PerLibrary{minutes{45}})},
      {library("a", {{"intake", {on_day("2026-03-29 02:10-03:10"), ""}}})});
  EXPECT_EQ(dates(year), (Lines{"erin: 2026-03-29 03:30-04:00", "eruit: 2026-03-29 01:30-03:30",
                                "geheel: 2026-03-29 03:15-03:45", "sessie: 2026-03-29 01:00-01:45",
                                "lunch: 2026-03-29 01:45-03:15", "inleveren: due 2026-03-29 03:00",
                                "opdracht: due 2026-03-29 03:59", "later: 2026-03-30 10:00-13:00",
                                "intake@a: 2026-03-29 03:10-04:10"}));
  EXPECT_EQ(findings(year), (Lines{"erin.time: nonexistent_time(2026-03-29 02:30, 2026-03-29 03:30)",
                                   "eruit.time: nonexistent_time(2026-03-29 02:30, 2026-03-29 03:30)",
                                   "geheel.time: nonexistent_time(2026-03-29 02:15, 2026-03-29 03:15)",
                                   "geheel.time: nonexistent_time(2026-03-29 02:45, 2026-03-29 03:45)",
                                   "lunch.duration: nonexistent_time(2026-03-29 02:15, 2026-03-29 03:15)",
                                   "inleveren.due: nonexistent_time(2026-03-29 02:00, 2026-03-29 03:00)",
                                   "opdracht.due: nonexistent_time(2026-03-29 02:59, 2026-03-29 03:59)",
                                   "a.intake_tijd: nonexistent_time(2026-03-29 02:10, 2026-03-29 03:10)"}));
}

TEST(Schedule, WarnsAboutTimesThatOccurTwice) {
  const Programme year =
      programme({activity("sessie", on_day("2026-10-25 02:00-03:00")),
                 activity("ervoor", on_day("2026-10-25 01:00-02:59")),
                 activity("inleveren", due_on("2026-10-25 02:30")), activity("dag", due_on("2026-10-25"))});
  EXPECT_EQ(dates(year), (Lines{"sessie: 2026-10-25 02:00-03:00", "ervoor: 2026-10-25 01:00-02:59",
                                "inleveren: due 2026-10-25 02:30", "dag: due 2026-10-25"}));
  EXPECT_EQ(findings(year), (Lines{"sessie.time: ambiguous_time(2026-10-25 02:00)",
                                   "ervoor.time: ambiguous_time(2026-10-25 02:59)",
                                   "inleveren.due: ambiguous_time(2026-10-25 02:30)"}));
}

TEST(Schedule, ReportsTheSameMistakeForManyLibrariesOnce) {
  const Programme year = programme(
      {activity("intake", PerLibrary{minutes{45}}), activity("koffie", Follows{"intake", minutes{30}})},
      {library("a", {{"intake", {on_day("2026-03-29 01:00-01:45"), ""}}}),
       library("b", {{"intake", {on_day("2026-03-29 01:00-01:40"), ""}}})});
  EXPECT_EQ(findings(year), (Lines{"koffie.duration: nonexistent_time(2026-03-29 02:15, 2026-03-29 03:15)"}));
}

TEST(Schedule, LeavesTimesAsWrittenInAnUnknownZone) {
  Programme year = programme({activity("sessie", on_day("2026-03-29 02:30-04:00"))});
  year.zone = "Europe/Amsterdm";
  EXPECT_EQ(dates(year), (Lines{"sessie: 2026-03-29 02:30-04:00"}));
  EXPECT_EQ(findings(year), Lines{});
}

TEST(Schedule, ResolvesAChainAsLongAsAFileCanHold) {
  std::vector<Activity> chain{activity("0", due_on("2023-06-13"))};
  for (int i = 1; i < 20'000; ++i) {
    chain.push_back(activity(std::to_string(i), due("0 days after " + std::to_string(i - 1))));
  }
  std::reverse(chain.begin(), chain.end());
  EXPECT_EQ(dates(programme(chain)).front(), "19999: due 2023-06-13");
}

TEST(Resolved, HasADayWhenItIsFixed) {
  const auto evening = moment("2023-06-20 22:00");
  EXPECT_EQ(fixed_day(Session{evening, evening + minutes{180}}), day("2023-06-20"));
  EXPECT_EQ(fixed_day(Deadline{day("2023-06-13"), {}}), day("2023-06-13"));
  EXPECT_EQ(fixed_day(ToBeConfirmed{{day("2024-01-11"), day("2024-01-11")}}), std::nullopt);
  EXPECT_EQ(fixed_day(Unplanned{}), std::nullopt);
}

TEST(Deadline, IsOverAtItsTimeOrWithItsDay) {
  EXPECT_EQ((Deadline{day("2023-06-13"), clock("17:00")}.end()), moment("2023-06-13 17:00"));
  EXPECT_EQ((Deadline{day("2023-06-13"), {}}.end()), moment("2023-06-14 00:00"));
}

}  // namespace
}  // namespace programme
