// SPDX-License-Identifier: Apache-2.0
#include "service/letters/moment_words.h"

#include <gtest/gtest.h>

namespace letters {
namespace {

using namespace date::literals;
using programme::Language;
using std::chrono::hours;

const programme::Session session{date::local_days{2023_y / 6 / 20} + hours{10},
                                 date::local_days{2023_y / 6 / 20} + hours{13}};
const programme::ToBeConfirmed january{.days = {2024_y / 1 / 1, 2024_y / 1 / 31}, .deadline = false};
const programme::ToBeConfirmed one_day{.days = {2024_y / 1 / 11, 2024_y / 1 / 11}, .deadline = false};

TEST(MomentWords, When) {
  const programme::Deadline at_five{2023_y / 6 / 13, hours{17}};
  const programme::Deadline whole_day{2023_y / 6 / 13, {}};
  EXPECT_EQ(when_in_words(session, Language::nl), "dinsdag 20 juni 2023, 10.00–13.00 uur");
  EXPECT_EQ(when_in_words(session, Language::en), "Tuesday 20 June 2023, 10:00–13:00");
  EXPECT_EQ(when_in_words(at_five, Language::nl), "uiterlijk dinsdag 13 juni 2023 (vóór 17.00 uur)");
  EXPECT_EQ(when_in_words(at_five, Language::en), "by Tuesday 13 June 2023 (before 17:00)");
  EXPECT_EQ(when_in_words(whole_day, Language::nl), "uiterlijk dinsdag 13 juni 2023");
  EXPECT_EQ(when_in_words(january, Language::nl), "januari 2024 (datum volgt)");
  EXPECT_EQ(when_in_words(one_day, Language::en), "11 January 2024 (time to follow)");
  EXPECT_EQ(when_in_words(programme::Unplanned{}, Language::nl), "datum volgt");
}

TEST(MomentWords, DayAndTimes) {
  EXPECT_EQ(day_in_words(session, Language::nl), "dinsdag 20 juni 2023");
  EXPECT_EQ(day_in_words(january, Language::nl), "");
  EXPECT_EQ(times_in_words(session, Language::nl), "10.00–13.00 uur");
  EXPECT_EQ(times_in_words(programme::Session{session.start, session.start + hours{24}}, Language::nl), "");
}

TEST(MomentWords, DistanceCountsLocalDays) {
  struct Case {
    programme::year_month_day today;
    const char* nl;
    const char* en;
  };
  for (const auto& [today, nl, en] :
       {Case{2023_y / 6 / 6, "over 14 dagen", "in 14 days"},
        Case{2023_y / 6 / 18, "over 2 dagen", "in 2 days"}, Case{2023_y / 6 / 19, "morgen", "tomorrow"},
        Case{2023_y / 6 / 20, "vandaag", "today"}, Case{2023_y / 6 / 21, "gisteren", "yesterday"},
        Case{2023_y / 6 / 23, "3 dagen geleden", "3 days ago"}}) {
    EXPECT_EQ(distance_in_words(session, today, Language::nl), nl);
    EXPECT_EQ(distance_in_words(session, today, Language::en), en);
  }
  EXPECT_EQ(distance_in_words(january, 2023_y / 12 / 31, Language::nl), "");
}

}  // namespace
}  // namespace letters
