// SPDX-License-Identifier: Apache-2.0
//
// When reminders go. Rules, dates and moments stand here as coordinators write and read them; times are local.

#include <gtest/gtest.h>

#include <algorithm>

#include "tests/programme/reminder_sample.h"

namespace programme {
namespace {

using namespace sample;

/// A rule, what it is about, and the moments that follow.
struct Row {
  const char* rule;
  const char* activity;
  const char* expected;
  const char* programme = "";
};

class Rule : public testing::TestWithParam<Row> {};

TEST_P(Rule, goes_at) {
  const auto& [text, activity, expected, header] = GetParam();
  const Planned planned(read_programme(about(activity) + rule(text), header));
  EXPECT_EQ(written(planned.moments), expected) << text << "\n" << activity;
}

constexpr const char* session = "date = 2023-06-20\ntime = '10:00-13:00'";  // A Tuesday.

INSTANTIATE_TEST_SUITE_P(
    CountsInDays, Rule,
    testing::Values(Row{"when = '14 days before at 09:00'", session, "2023-06-06 09:00"},
                    Row{"when = '14 dagen voor om 09:00'", session, "2023-06-06 09:00"},
                    Row{"when = '2 weeks before at 09:00'", session, "2023-06-06 09:00"},
                    Row{"when = '1 day before at 09:00'", session, "2023-06-19 09:00"},
                    Row{"when = 'same day at 08:00'", session, "2023-06-20 08:00"},
                    Row{"when = '1 day after at 09:00'", session, "2023-06-21 09:00"},
                    Row{"when = '1 day after start at 09:00'", session, "2023-06-21 09:00"},
                    // A session until midnight ends on its own day; one beyond it on the next.
                    Row{"when = '1 day after at 09:00'", "date = 2023-06-20\ntime = '20:00-24:00'",
                        "2023-06-21 09:00"},
                    // Working days skip the weekend: the Tuesday after a Friday is two of them away.
                    Row{"when = '3 working days before at 09:00'", session, "2023-06-15 09:00"},
                    Row{"when = '3 werkdagen voor om 09:00'", session, "2023-06-15 09:00"},
                    Row{"when = '1 working day after at 09:00'", "date = 2023-06-23\ntime = '10:00-13:00'",
                        "2023-06-26 09:00"}));

INSTANTIATE_TEST_SUITE_P(CountsInHours, Rule,
                         testing::Values(Row{"when = '2 hours before'", session, "2023-06-20 08:00"},
                                         Row{"when = '90 minutes before'", session, "2023-06-20 08:30"},
                                         Row{"when = '2 hours before end'", session, "2023-06-20 11:00"},
                                         Row{"when = '1 hour after'", session, "2023-06-20 14:00"},
                                         Row{"when = '1 hour after start'", session, "2023-06-20 11:00"},
                                         Row{"when = '48 uur voor'", session, "2023-06-18 10:00"}));

constexpr const char* assignment = "kind = 'assignment'\nhand_in = 'person'\ndue = 2023-06-13";
constexpr const char* assignment_at_five = "kind = 'assignment'\ndue = 2023-06-13T17:00:00";

INSTANTIATE_TEST_SUITE_P(
    CountsFromDeadlines, Rule,
    testing::Values(Row{"when = '7 days before at 09:00'", assignment, "2023-06-06 09:00"},
                    Row{"when = 'same day at 09:00'", assignment, "2023-06-13 09:00"},
                    Row{"when = '1 working day after at 09:00'", assignment, "2023-06-14 09:00"},
                    // Without a time the whole day counts.
                    Row{"when = '2 hours before'", assignment, "2023-06-13 22:00"},
                    Row{"when = '1 hour after deadline'", assignment, "2023-06-14 01:00"},
                    Row{"when = '2 hours before'", assignment_at_five, "2023-06-13 15:00"},
                    Row{"when = 'same day at 17:00'", assignment_at_five, "2023-06-13 17:00 begun"}));

// Whit Monday 2023 is 29 May, Ascension Day 18 May, King's Day Thursday 27 April, Good Friday 7 April.
INSTANTIATE_TEST_SUITE_P(KnowsHolidays, Rule,
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
    MovesFromDaysOff, Rule,
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
    KeepsQuiet, Rule,
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
            quiet}));

INSTANTIATE_TEST_SUITE_P(
    Repeats, Rule,
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

INSTANTIATE_TEST_SUITE_P(ComesBeforeTheStart, Rule,
                         testing::Values(Row{"when = 'same day at 10:00'", session, "2023-06-20 10:00 begun"},
                                         Row{"when = 'same day at 12:00'", session,
                                             "2023-06-20 12:00 begun"}));

}  // namespace
}  // namespace programme
