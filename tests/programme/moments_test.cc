// SPDX-License-Identifier: Apache-2.0
//
// When reminders go. Rules, dates and moments stand here as coordinators write and read them; times are
// local.

#include <gtest/gtest.h>

#include <algorithm>

#include "tests/programme/reminder_sample.h"

namespace programme {
namespace {

using namespace sample;

class WrittenRule : public testing::TestWithParam<Row> {};

TEST_P(WrittenRule, GoesAt) {
  const auto& [text, activity, expected, header] = GetParam();
  const Planned planned(read_programme(about(activity) + rule(text), header));
  EXPECT_EQ(written(planned.moments), expected) << text << "\n" << activity;
}

INSTANTIATE_TEST_SUITE_P(
    CountsInDays, WrittenRule,
    testing::Values(Row{"when = '14 days before at 09:00'", session, "2023-06-06 09:00"},
                    Row{"when = '14 dagen voor om 09:00'", session, "2023-06-06 09:00"},
                    Row{"when = '2 weeks before at 09:00'", session, "2023-06-06 09:00"},
                    Row{"when = '1 day before at 09:00'", session, "2023-06-19 09:00"},
                    Row{"when = 'same day at 08:00'", session, "2023-06-20 08:00"},
                    Row{"when = '1 day after at 09:00'", session, "2023-06-21 09:00"},
                    Row{"when = '1 day after start at 09:00'", session, "2023-06-21 09:00"},
                    // A session until midnight ends on its own day.
                    Row{"when = '1 day after at 09:00'", "date = 2023-06-20\ntime = '20:00-24:00'",
                        "2023-06-21 09:00"},
                    // Working days skip the weekend: the Tuesday after a Friday is two of them away.
                    Row{"when = '3 working days before at 09:00'", session, "2023-06-15 09:00"},
                    Row{"when = '3 werkdagen voor om 09:00'", session, "2023-06-15 09:00"},
                    Row{"when = '1 working day after at 09:00'", "date = 2023-06-23\ntime = '10:00-13:00'",
                        "2023-06-26 09:00"}));

INSTANTIATE_TEST_SUITE_P(CountsInHours, WrittenRule,
                         testing::Values(Row{"when = '2 hours before'", session, "2023-06-20 08:00"},
                                         Row{"when = '90 minutes before'", session, "2023-06-20 08:30"},
                                         Row{"when = '2 hours before end'", session, "2023-06-20 11:00"},
                                         Row{"when = '1 hour after'", session, "2023-06-20 14:00"},
                                         Row{"when = '1 hour after start'", session, "2023-06-20 11:00"},
                                         Row{"when = '48 uur voor'", session, "2023-06-18 10:00"}));

INSTANTIATE_TEST_SUITE_P(
    CountsFromDeadlines, WrittenRule,
    testing::Values(Row{"when = '7 days before at 09:00'", assignment, "2023-06-06 09:00"},
                    Row{"when = 'same day at 09:00'", assignment, "2023-06-13 09:00"},
                    Row{"when = '1 working day after at 09:00'", assignment, "2023-06-14 09:00"},
                    // Without a time the whole day counts.
                    Row{"when = '2 hours before'", assignment, "2023-06-13 22:00"},
                    Row{"when = '1 hour after deadline'", assignment, "2023-06-14 01:00"},
                    Row{"when = '2 hours before'", assignment_at_five, "2023-06-13 15:00"},
                    Row{"when = 'same day at 17:00'", assignment_at_five, "2023-06-13 17:00 begun"}));

// Whit Monday 2023 is 29 May, Ascension Day 18 May, King's Day Thursday 27 April, Good Friday 7 April.
INSTANTIATE_TEST_SUITE_P(KnowsHolidays, WrittenRule,
                         testing::Values(Row{"when = '1 working day before at 09:00'",
                                             "kind = 'assignment'\ndue = 2023-05-30", "2023-05-26 09:00"},
                                         Row{"when = '2 working days before at 09:00'",
                                             "kind = 'assignment'\ndue = 2023-05-30", "2023-05-25 09:00"},
                                         Row{"when = '1 day before at 09:00'",
                                             "kind = 'assignment'\ndue = 2023-05-30", "2023-05-29 09:00"},
                                         Row{"when = '1 day before at 09:00'\nday_off = 'working day before'",
                                             "kind = 'assignment'\ndue = 2023-05-30", "2023-05-26 09:00"},
                                         Row{"when = '1 dag voor om 09:00'\nday_off = 'werkdag ervoor'",
                                             "kind = 'assignment'\ndue = 2023-05-30", "2023-05-26 09:00"},
                                         Row{"when = '1 working day after at 09:00'",
                                             "kind = 'assignment'\ndue = 2023-05-26", "2023-05-30 09:00"},
                                         Row{"when = '1 working day before at 09:00'",
                                             "date = 2023-04-28\ntime = '10:00-11:00'", "2023-04-26 09:00"}));

constexpr const char* closed = "closed = ['2023-12-27/2023-12-29', 2023-06-16]";

INSTANTIATE_TEST_SUITE_P(
    MovesFromDaysOff, WrittenRule,
    testing::Values(
        // 2 days before Tuesday is Sunday; a closed Friday makes it Thursday.
        Row{"when = '2 days before at 09:00'\nday_off = 'working day before'", session, "2023-06-16 09:00"},
        Row{"when = '2 days before at 09:00'\nday_off = 'working day before'", session, "2023-06-15 09:00",
            closed},
        Row{"when = '2 days before at 09:00'", session, "2023-06-18 09:00", closed},
        // On a working day nothing moves.
        Row{"when = '4 days before at 09:00'\nday_off = 'working day before'", session, "2023-06-16 09:00"},
        // From New Year's Day over the weekend and the closed days and Christmas to the Friday before.
        Row{"when = '2024-01-01 09:00'\nday_off = 'working day before'",
            "date = 2024-01-09\ntime = '10:00-11:00'", "2023-12-22 09:00", closed},
        // What comes after a Friday never moves to before it …
        Row{"when = '1 day after at 09:00'\nday_off = 'working day before'",
            "date = 2023-06-23\ntime = '10:00-13:00'", "2023-06-24 09:00"},
        // … but may move to later on it.
        Row{"when = '1 day after at 15:00'\nday_off = 'working day before'",
            "date = 2023-06-23\ntime = '10:00-13:00'", "2023-06-23 15:00"}));

constexpr const char* quiet = "quiet = '20:00-07:30'";

INSTANTIATE_TEST_SUITE_P(
    KeepsQuiet, WrittenRule,
    testing::Values(
        Row{"when = '1 day before at 21:00'", session, "2023-06-20 07:30", quiet},
        Row{"when = '1 day before at 06:00'", session, "2023-06-19 07:30", quiet},
        Row{"when = '1 day before at 20:00'", session, "2023-06-20 07:30", quiet},
        Row{"when = '1 day before at 07:30'", session, "2023-06-19 07:30", quiet},
        Row{"when = '1 day before at 19:59'", session, "2023-06-19 19:59", quiet},
        Row{"when = '12 hours before'", session, "2023-06-20 07:30", quiet},
        // The session begins before the quiet hours end: better at night than not.
        Row{"when = '2 hours before'", "date = 2023-06-20\ntime = '07:30-09:00'", "2023-06-20 05:30", quiet},
        Row{"when = '1 day before at 21:00'", "date = 2023-06-20\ntime = '07:00-09:00'", "2023-06-19 21:00",
            quiet},
        Row{"when = '1 hour before end'", "date = 2023-06-20\ntime = '19:00-22:00'", "2023-06-20 21:00",
            quiet},
        // What comes afterwards can wait.
        Row{"when = '1 hour after'", "date = 2023-06-20\ntime = '19:00-22:00'", "2023-06-21 07:30", quiet},
        // A deadline's day ends at midnight, before the quiet hours do.
        Row{"when = '2 hours before'", assignment, "2023-06-13 22:00", quiet},
        // A part of one day.
        Row{"when = '1 day before at 12:15'", session, "2023-06-19 13:00", "quiet = '12:00-13:00'"},
        Row{"when = '1 day before at 23:30'", session, "2023-06-20 00:00", "quiet = '20:00-24:00'"},
        Row{"when = '2023-04-03 22:00'\nabout = []", session, "2023-04-04 07:30", quiet},
        // First off the Sunday, then out of the night.
        Row{"when = '2 days before at 06:00'\nday_off = 'working day before'", session, "2023-06-16 07:30",
            quiet},
        // Friday evening: the next morning is a Saturday.
        Row{"when = '4 days before at 21:00'\nday_off = 'working day before'", session, "2023-06-16 07:30",
            quiet}));

INSTANTIATE_TEST_SUITE_P(
    Repeats, WrittenRule,
    testing::Values(
        Row{"when = '1 working day after at 09:00'\nrepeat = 'every 3 working days, at most 3 times'",
            assignment, "2023-06-14 09:00, 2023-06-19 09:00, 2023-06-22 09:00, 2023-06-27 09:00"},
        Row{"when = '1 day after at 09:00'\nrepeat = 'every 2 days, at most 2 times'", assignment,
            "2023-06-14 09:00, 2023-06-16 09:00, 2023-06-18 09:00"},
        Row{"when = '2 hours after'\nrepeat = 'elke week, hoogstens 1 keer'", session,
            "2023-06-20 15:00, 2023-06-27 15:00"},
        // Each round moves by itself and does not drag the next along: 10, 17 and 24 June are Saturdays.
        Row{"when = '3 days before at 09:00'\nday_off = 'working day before'\nrepeat = 'every week, at most "
            "2 times'",
            assignment, "2023-06-09 09:00, 2023-06-16 09:00 begun, 2023-06-23 09:00 begun"},
        Row{"when = '1 day after at 22:00'\nrepeat = 'every 1 days, at most 1 times'", assignment,
            "2023-06-15 07:30, 2023-06-16 07:30", quiet},
        // Before a session only the rounds before it.
        Row{"when = '10 days before at 09:00'\nrepeat = 'every 5 days, at most 3 times'", session,
            "2023-06-10 09:00, 2023-06-15 09:00, 2023-06-20 09:00, 2023-06-25 09:00 begun"}));

INSTANTIATE_TEST_SUITE_P(ComesBeforeTheStart, WrittenRule,
                         testing::Values(Row{"when = 'same day at 10:00'", session, "2023-06-20 10:00 begun"},
                                         Row{"when = 'same day at 12:00'", session,
                                             "2023-06-20 12:00 begun"}));

// --- The nights in which the clock changes, in UTC
// --------------------------------------------------------------

class Night : public testing::TestWithParam<Row> {};

TEST_P(Night, IsKeptApartFromTheLengthOfADay) {
  const auto& [text, activity, expected, header] = GetParam();
  const Planned planned(read_programme(about(activity) + rule(text), header));
  std::string utc;
  for (const Moment& moment : planned.moments) {
    utc += (utc.empty() ? "" : ", ") + date::format("%F %RZ", moment.due.value());
  }
  EXPECT_EQ(utc, expected) << text << "\n" << activity;
}

// Sunday 29 March 2026 has no 02:00-03:00; Sunday 25 October 2026 has it twice.
constexpr const char* spring = "date = 2026-03-29\ntime = '10:00-11:00'";
constexpr const char* autumn = "date = 2026-10-25\ntime = '10:00-11:00'";

INSTANTIATE_TEST_SUITE_P(
    ClockChange, Night,
    testing::Values(
        // A day before is the same time on the clock, 23 or 25 hours; 24 hours before is another.
        Row{"when = '1 day before at 10:00'", spring, "2026-03-28 09:00Z"},
        Row{"when = '24 hours before'", spring, "2026-03-28 08:00Z"},
        Row{"when = '1 day before at 10:00'", autumn, "2026-10-24 08:00Z"},
        Row{"when = '24 hours before'", autumn, "2026-10-24 09:00Z"},
        // What the clock skips moves forward by the gap, what comes twice is the first.
        Row{"when = 'same day at 02:30'", spring, "2026-03-29 01:30Z"},
        Row{"when = 'same day at 02:30'", autumn, "2026-10-25 00:30Z"},
        // Exact hours reach the second time too: 8 hours before 10:00 (09:00Z) it is 02:00 again.
        Row{"when = '8 hours before'", autumn, "2026-10-25 01:00Z"},
        Row{"when = '8 hours before'", spring, "2026-03-29 00:00Z"},
        // Quiet hours that end in the gap or in what comes twice.
        Row{"when = 'same day at 00:30'", spring, "2026-03-29 01:30Z", "quiet = '22:00-02:30'"},
        Row{"when = 'same day at 00:30'", autumn, "2026-10-25 00:30Z", "quiet = '22:00-02:30'"},
        Row{"when = '6 hours before'", "date = 2026-10-25\ntime = '08:10-09:00'", "2026-10-25 01:10Z",
            "quiet = '22:00-02:30'"},
        // Rounds keep their time of day over the change.
        Row{"when = '2 days before at 09:00'\nrepeat = 'every 1 days, at most 2 times'",
            "date = 2026-03-30\ntime = '10:00-11:00'",
            "2026-03-28 08:00Z, 2026-03-29 07:00Z, 2026-03-30 07:00Z"}));

INSTANTIATE_TEST_SUITE_P(
    LeapYear, WrittenRule,
    testing::Values(
        Row{"when = '1 day before at 09:00'", "date = 2024-03-01\ntime = '10:00-11:00'", "2024-02-29 09:00"},
        Row{"when = '1 day before at 09:00'", "date = 2023-03-01\ntime = '10:00-11:00'", "2023-02-28 09:00"},
        Row{"when = '366 days before at 09:00'", "date = 2024-03-01\ntime = '10:00-11:00'",
            "2023-03-01 09:00"},
        Row{"when = '1 day after at 09:00'", "kind = 'assignment'\ndue = 2024-02-28", "2024-02-29 09:00"},
        Row{"when = '2024-02-29 09:00'\nabout = []", session, "2024-02-29 09:00"}));

// --- What has no date
// -------------------------------------------------------------------------------------------

INSTANTIATE_TEST_SUITE_P(
    WaitsForADate, WrittenRule,
    testing::Values(Row{"when = '14 days before at 09:00'", january, "unconfirmed"},
                    Row{"when = '2 hours before'", january, "unconfirmed"},
                    Row{"when = '14 days before at 09:00'", unknown, "unconfirmed"},
                    Row{"when = '14 days before at 09:00'\nonly = 'unplanned'\nto = ['coordinators']",
                        unknown, "unconfirmed"},
                    Row{"when = '2023-12-01 09:00'\nonly = 'unplanned'\nto = ['coordinators']", unknown,
                        "2023-12-01 09:00"},
                    Row{"when = '2023-12-01 09:00'", january, "unconfirmed"},
                    Row{"when = '1 day before at 09:00'\nrepeat = 'every 2 days, at most 2 times'", january,
                        "unconfirmed, unconfirmed, unconfirmed"},
                    // The day is known, the time is not.
                    Row{"when = '1 day before at 09:00'", "date = 2024-01-16", "unconfirmed"},
                    Row{"when = '14 days before at 09:00'", "date = 2024-01-16\ntime = '15:00-16:30'",
                        "2024-01-02 09:00"},
                    Row{"when = '14 days before at 09:00'", "per = 'library'\nduration = '45 min'", ""},
                    // Only about what has no date: counted from the first day on which it can be.
                    Row{"when = '28 days before at 09:00'\nonly = 'unplanned'\nto = ['coordinators']",
                        january, "2023-12-04 09:00"},
                    Row{"when = '48 hours before'\nonly = 'unplanned'\nto = ['coordinators']", january,
                        "2023-12-30 00:00"},
                    Row{"when = '2023-12-01 09:00'\nonly = 'unplanned'\nto = ['coordinators']", january,
                        "2023-12-01 09:00"},
                    // It goes on asking when the first of those days has come.
                    Row{"when = '7 days before at 09:00'\nonly = 'unplanned'\nto = ['coordinators']\n"
                        "repeat = 'every 5 working days, at most 2 times'",
                        january, "2023-12-25 09:00, 2024-01-03 09:00, 2024-01-10 09:00"},
                    Row{"when = '28 days before at 09:00'\nonly = 'unplanned'\nto = ['coordinators']",
                        "date = 2024-01-16\ntime = '15:00-16:30'", "2023-12-19 09:00 planned"},
                    Row{"when = '2023-12-01 09:00'\nonly = 'unplanned'\nto = ['coordinators']",
                        "date = 2024-01-16\ntime = '15:00-16:30'", "2023-12-01 09:00 planned"}));

INSTANTIATE_TEST_SUITE_P(
    IsCancelled, WrittenRule,
    testing::Values(
        Row{"when = '1 day before at 09:00'", "date = 2023-06-20\ntime = '10:00-13:00'\ncancelled = 'ziekte'",
            "2023-06-19 09:00 cancelled"},
        Row{"when = '1 day after at 09:00'", "kind = 'assignment'\ndue = 2023-06-13\ncancelled = 'vervalt'",
            "2023-06-14 09:00 cancelled"},
        Row{"when = '14 days before at 09:00'", "date = '2024-01'\ncancelled = 'ziekte'", "cancelled"},
        Row{"when = '28 days before at 09:00'\nonly = 'unplanned'\nto = ['coordinators']",
            "date = '2024-01'\ncancelled = 'ziekte'", "2023-12-04 09:00 cancelled"}));

TEST(Moments, OfWhatFollowsGoAndStopWithWhatItFollows) {
  const std::string lunch =
      "[[activity]]\nid = 'lunch'\nkind = 'lunch'\ntitle = 'Lunch'\nfor = ['everyone']\n"
      "follows = 'het'\nduration = '45 min'\n";
  const std::string before = rule("about = ['lunch']\nwhen = '1 hour before'");
  EXPECT_EQ(written(Planned(read_programme(about(session) + lunch + before)).moments), "2023-06-20 12:00");
  const std::string off = std::string(session) + "\ncancelled = 'ziekte'";
  EXPECT_EQ(written(Planned(read_programme(about(off) + lunch + before)).moments),
            "2023-06-20 12:00 cancelled");
}

}  // namespace
}  // namespace programme
