// SPDX-License-Identifier: Apache-2.0
#include "service/programme/working_days.h"

#include <gtest/gtest.h>

#include <fstream>
#include <map>

#include "tests/programme/sample.h"

namespace programme {
namespace {

using sample::day;

constexpr const char* published_list = SOURCE_DIR "/tests/data/programme/public_holidays.csv";

/// Name by day, from the published list.
std::map<date::sys_days, std::string> published_holidays() {
  std::map<date::sys_days, std::string> holidays;
  std::ifstream file(published_list);
  for (std::string line; std::getline(file, line);) {
    if (line.starts_with("#") || line == "date,name") continue;
    holidays[day(line.substr(0, 10))] = line.substr(11);
  }
  return holidays;
}

TEST(PublicHoliday, AgreesWithThePublishedListOnEveryDayOf2020To2037) {
  const auto published = published_holidays();
  ASSERT_EQ(published.size(), 18U * 11U);
  const date::sys_days end{date::January / 1 / 2038};
  for (date::sys_days on{date::January / 1 / 2020}; on < end; on += date::days{1}) {
    const auto ours = public_holiday(on);
    const auto theirs = published.find(on);
    EXPECT_EQ(ours ? ours->nl : "", theirs == published.end() ? "" : theirs->second)
        << date::format("%F", on);
    if (ours) {
      EXPECT_FALSE(ours->en.empty());
    }
  }
}

TEST(PublicHoliday, KnowsTheEarliestAndTheLatestEaster) {
  // The last time on 22 March was 1818; the next on 25 April is 2038, the last one was 1943.
  EXPECT_EQ(public_holiday(day("1818-03-22"))->en, "Easter Sunday");
  EXPECT_EQ(public_holiday(day("1943-04-25"))->en, "Easter Sunday");
  EXPECT_EQ(public_holiday(day("2038-04-25"))->en, "Easter Sunday");
  EXPECT_EQ(public_holiday(day("2000-04-23"))->en, "Easter Sunday");
}

TEST(PublicHoliday, WasQueensDayOn30AprilBefore2014) {
  EXPECT_EQ(public_holiday(day("2013-04-30"))->nl, "Koninginnedag");
  EXPECT_EQ(public_holiday(day("2006-04-29"))->nl, "Koninginnedag");  // the 30th is a Sunday
  EXPECT_FALSE(public_holiday(day("2006-04-30")));
  EXPECT_EQ(public_holiday(day("2014-04-26"))->nl, "Koningsdag");  // the 27th is a Sunday
  EXPECT_FALSE(public_holiday(day("2014-04-27")));
  EXPECT_FALSE(public_holiday(day("2014-04-30")));
}

TEST(WorkingDays, AreMondayToFridayWithoutHolidaysAndClosedDays) {
  const WorkingDays year({{day("2023-07-24"), day("2023-08-04")}, {day("2023-10-02"), day("2023-10-02")}});
  EXPECT_TRUE(year.is_working_day(day("2023-06-20")));
  EXPECT_FALSE(year.is_working_day(day("2023-06-17")));  // Saturday
  EXPECT_FALSE(year.is_working_day(day("2023-06-18")));  // Sunday
  EXPECT_FALSE(year.is_working_day(day("2023-05-29")));  // Whit Monday
  EXPECT_TRUE(year.is_working_day(day("2023-07-21")));
  EXPECT_FALSE(year.is_working_day(day("2023-07-24")));
  EXPECT_FALSE(year.is_working_day(day("2023-08-04")));
  EXPECT_TRUE(year.is_working_day(day("2023-08-07")));
  EXPECT_FALSE(year.is_working_day(day("2023-10-02")));
  EXPECT_TRUE(year.is_working_day(day("2023-10-03")));
}

TEST(WorkingDays, TakeClosedRangesInAnyOrderTouchingInsideEachOtherAndReversed) {
  const WorkingDays year({{day("2023-08-07"), day("2023-08-11")},
                          {day("2023-07-03"), day("2023-08-04")},
                          {day("2023-07-10"), day("2023-07-14")},
                          {day("2023-09-29"), day("2023-09-01")}});
  EXPECT_TRUE(year.is_closed(day("2023-07-12")));
  EXPECT_TRUE(year.is_closed(day("2023-07-20")));
  EXPECT_TRUE(year.is_closed(day("2023-08-09")));
  EXPECT_FALSE(year.is_closed(day("2023-07-02")));
  EXPECT_FALSE(year.is_closed(day("2023-08-05")));
  EXPECT_FALSE(year.is_closed(day("2023-08-12")));
  EXPECT_FALSE(year.is_closed(day("2023-09-15")));
  EXPECT_EQ(year.step(day("2023-08-14"), 1, Side::before), day("2023-06-30"));
}

TEST(WorkingDays, StepOverEverythingThatIsNone) {
  const WorkingDays none_closed({});
  EXPECT_EQ(none_closed.step(day("2023-05-29"), 0, Side::before), day("2023-05-29"));
  EXPECT_EQ(none_closed.step(day("2023-05-30"), 1, Side::before), day("2023-05-26"));
  EXPECT_EQ(none_closed.step(day("2023-05-26"), 1, Side::after), day("2023-05-30"));
  EXPECT_EQ(none_closed.step(day("2023-12-22"), 3, Side::after), day("2023-12-29"));
  // The 260 days from Monday to Friday, less the eight holidays of 2023 on such days.
  EXPECT_EQ(none_closed.step(day("2022-12-31"), 252, Side::after), day("2023-12-29"));
}

TEST(WorkingDays, FindTheFirstOneOfARange) {
  const WorkingDays year({{day("2024-01-02"), day("2024-01-05")}});
  EXPECT_EQ(year.first_in({day("2024-01-01"), day("2024-01-31")}), day("2024-01-08"));
  EXPECT_EQ(year.first_in({day("2024-02-01"), day("2024-02-29")}), day("2024-02-01"));
  EXPECT_EQ(year.first_in({day("2024-01-01"), day("2024-01-05")}), day("2024-01-01"));
  EXPECT_EQ(year.first_in({day("2024-06-15"), day("2024-06-15")}), day("2024-06-15"));
}

}  // namespace
}  // namespace programme
