// SPDX-License-Identifier: Apache-2.0
//
// How long after its moment a reminder may still go.

#include <gtest/gtest.h>

#include "tests/programme/reminder_sample.h"

namespace programme {
namespace {

using namespace sample;

class Patience : public testing::TestWithParam<Row> {};

TEST_P(Patience, EndsAt) {
  const auto& [text, activity, expected, header] = GetParam();
  const Planned planned(read_programme(about(activity) + rule(text), header));
  ASSERT_EQ(planned.moments.size(), 1U);
  EXPECT_EQ(local(planned.moments.front().not_after), expected) << text << "\n" << activity;
  EXPECT_LT(planned.moments.front().due.value(), planned.moments.front().not_after);
}

INSTANTIATE_TEST_SUITE_P(
    NotAfter, Patience,
    testing::Values(
        Row{"when = '14 days before at 09:00'\nlate = '2 days'", session, "2023-06-08 09:00"},
        Row{"when = '1 day before at 09:00'\nlate = '12 hours'", session, "2023-06-19 21:00"},
        // An hour before the session is the end of it …
        Row{"when = '1 day before at 09:00'\nlate = '2 days'", session, "2023-06-20 09:00"},
        Row{"when = '2 hours before'\nlate = '2 days'", session, "2023-06-20 09:00"},
        // … and for what comes in that hour the start.
        Row{"when = '1 hour before'\nlate = '2 days'", session, "2023-06-20 10:00"},
        Row{"when = '15 minutes before'\nlate = '2 days'", session, "2023-06-20 10:00"},
        Row{"when = '15 minutes before'\nlate = '5 min'", session, "2023-06-20 09:50"},
        Row{"when = '1 hour before end'\nlate = '2 days'", session, "2023-06-20 13:00"},
        Row{"when = '20 hours before end'\nlate = '2 days'", session, "2023-06-20 09:00"},
        // Afterwards there is nothing to miss.
        Row{"when = '1 hour after start'\nlate = '2 days'", session, "2023-06-22 11:00"},
        Row{"when = '1 day after at 09:00'\nlate = '2 days'", session, "2023-06-23 09:00"},
        Row{"when = '1 day before at 09:00'\nlate = '2 days'", assignment, "2023-06-14 00:00"},
        Row{"when = '1 day before at 09:00'\nlate = '2 days'", assignment_at_five, "2023-06-13 17:00"},
        Row{"when = '1 day after at 09:00'\nlate = '2 days'", assignment, "2023-06-16 09:00"},
        // A set date before the session is before it too, one after it is not.
        Row{"when = '2023-06-19 09:00'\nlate = '3 days'", session, "2023-06-20 09:00"},
        Row{"when = '2023-06-21 09:00'\nlate = '3 days'", session, "2023-06-24 09:00"},
        Row{"when = '2023-06-12 09:00'\nlate = '3 days'", assignment, "2023-06-14 00:00"},
        Row{"when = '2023-04-03 09:00'\nabout = []\nlate = '5 days'", session, "2023-04-08 09:00"},
        // "2 days" are 48 hours, also over the change of the clock.
        Row{"when = '2023-03-25 09:00'\nabout = []\nlate = '2 days'", session, "2023-03-27 10:00"}));

}  // namespace
}  // namespace programme
