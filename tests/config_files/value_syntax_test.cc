// SPDX-License-Identifier: Apache-2.0

#include "service/config_files/value_syntax.h"

#include <gtest/gtest.h>

#include <map>

namespace config_files {
namespace {

using namespace programme;
using std::chrono::hours;

year_month_day day(int year, unsigned month, unsigned day_of_month) {
  return date::year(year) / date::month(month) / date::day(day_of_month);
}

TEST(Notation, ReadsDaysAsPeopleAndSpreadsheetsWriteThem) {
  for (const char* text : {"2023-05-09", "9-5-2023", "09-05-2023", " 2023-5-9 ", "9-05-2023"}) {
    EXPECT_EQ(read_day(text).value, day(2023, 5, 9)) << text;
  }
  for (const char* text :
       {"", "2023", "2023-05", "23-05-09", "9/5/2023", "2023-05-09-1", "-1-05-2023", "+9-5-2023",
        "2023-00-10", "2023-05-00", "2023-05-32", "2023-13-01", "2023-02-29", "1900-02-29", "juni"}) {
    const auto read = read_day(text);
    EXPECT_FALSE(read.value) << text;
    EXPECT_FALSE(read.problem.nl.empty()) << text;
    EXPECT_FALSE(read.problem.en.empty()) << text;
  }
  EXPECT_EQ(read_day("29-2-2024").value, day(2024, 2, 29));
}

TEST(Notation, ReadsDaysMonthsAndPeriods) {
  EXPECT_EQ(read_days("2024-01").value, (DayRange{day(2024, 1, 1), day(2024, 1, 31)}));
  EXPECT_EQ(read_days("2024-02").value, (DayRange{day(2024, 2, 1), day(2024, 2, 29)}));
  EXPECT_EQ(read_days("2024-01-08/2024-01-26").value, (DayRange{day(2024, 1, 8), day(2024, 1, 26)}));
  EXPECT_EQ(read_days("8-1-2024 / 26-1-2024").value, (DayRange{day(2024, 1, 8), day(2024, 1, 26)}));
  EXPECT_EQ(read_days("2024-01/2024-02").value, (DayRange{day(2024, 1, 1), day(2024, 2, 29)}));
  EXPECT_EQ(read_days("2024-01-08").value, (DayRange{day(2024, 1, 8), day(2024, 1, 8)}));
  for (const char* text :
       {"2024-00", "2024-13", "2024-01-26/2024-01-08", "/", "2024-01-08/", "a/b", "2024-1-1/2/3"}) {
    EXPECT_FALSE(read_days(text).value) << text;
  }
}

TEST(Notation, ReadsTimes) {
  for (const char* text :
       {"10:00-13:00", "10.00 – 13.00 uur", "10:00 tot 13:00", "10:00 to 13:00", " 10:00 -13:00 "}) {
    EXPECT_EQ(read_times(text).value, (TimeRange{hours(10), hours(13)})) << text;
  }
  EXPECT_EQ(read_times("9:30").value, (TimeRange{minutes(570), minutes(0)}));
  EXPECT_EQ(read_times("22:00-24:00").value, (TimeRange{hours(22), hours(24)}));
  EXPECT_EQ(read_times("00:00-00:01").value, (TimeRange{minutes(0), minutes(1)}));
  for (const char* text :
       {"", "-", "10", "10:0-11:00", "10:60-11:00", "24:00-24:00", "25:00", "13:00-10:00", "10:00-10:00",
        "10:00-11:00-12:00", "10:00-", "-13:00", "tien uur", "10:00-24:01"}) {
    EXPECT_FALSE(read_times(text).value) << text;
  }
}

TEST(Notation, ReadsQuietHours) {
  const TimeRange night{hours(20), minutes(450)};
  for (const char* text : {"20:00-07:30", "20.00 – 7.30 uur", "20:00 tot 07:30", "20:00 to 7:30"}) {
    EXPECT_EQ(read_quiet(text).value, night) << text;
  }
  EXPECT_EQ(read_quiet("12:00-13:00").value, (TimeRange{hours(12), hours(13)}));
  EXPECT_EQ(read_quiet("20:00-24:00").value, (TimeRange{hours(20), hours(24)}));
  for (const char* text : {"", "20:00", "-", "20:00-", "-07:30", "20:00-20:00", "24:00-07:00", "20-7",
                           "nacht", "20:00-07:30-08:00"}) {
    EXPECT_FALSE(read_quiet(text).value) << text;
  }
}

TEST(Notation, ReadsLengthsOfTime) {
  const std::map<std::string, minutes> good{
      {"45 min", minutes(45)},    {"45 minuten", minutes(45)}, {"1 minute", minutes(1)},
      {"1.5 hours", minutes(90)}, {"1,5 uur", minutes(90)},    {"3u", hours(3)},
      {"2 days", hours(48)},      {"1 week", hours(168)},      {"0.25 h", minutes(15)}};
  for (const auto& [text, length] : good) EXPECT_EQ(read_duration(text).value, length) << text;
  for (const char* text : {"", "45", "min", "0 min", "-5 min", "1.5 min", "0.001 hours", "1e3 min", "nan min",
                           "inf hours", "45 min en", "99999999999999999999 days", "2 jaar", "401 days"}) {
    EXPECT_FALSE(read_duration(text).value) << text;
  }
}

using Due = std::variant<DueOn, DueRelative>;

TEST(Notation, ReadsDueDates) {
  const DueRelative week{7, DayUnit::days, Side::before, "werksessie-1", std::nullopt};
  for (const char* text :
       {"7 days before werksessie-1", "1 week before werksessie-1", "a week before werksessie-1",
        "7 dagen voor werksessie-1", "een week vóór werksessie-1"}) {
    EXPECT_EQ(read_due(text).value, Due(week)) << text;
  }
  const DueRelative working{5, DayUnit::working_days, Side::after, "intake", hours(17)};
  for (const char* text : {"5 working days after intake at 17:00", "5 werkdagen na intake om 17.00 uur",
                           "5 workdays after intake at 17:00"}) {
    EXPECT_EQ(read_due(text).value, Due(working)) << text;
  }
  EXPECT_EQ(read_due("13-6-2023").value, Due(DueOn{day(2023, 6, 13), std::nullopt}));
  for (const char* text :
       {"2023-06-13 17:00", "2023-06-13T17:00", "13-6-2023 om 17.00 uur", "2023-06-13 at 17:00"}) {
    EXPECT_EQ(read_due(text).value, Due(DueOn{day(2023, 6, 13), hours(17)})) << text;
  }
  for (const char* text :
       {"", "days before x", "7 before x", "7 days x", "7 days before", "7 days before at 17:00",
        "7 days before x at", "7 days before x at 25:00", "7 days before x 17:00", "7 days before x y",
        "-7 days before x", "401 days before x", "3 hours before x", "2023-06-31", "2023-06-13 x"}) {
    const auto read = read_due(text);
    EXPECT_FALSE(read.value) << text;
    EXPECT_FALSE(read.problem.nl.empty()) << text;
    EXPECT_FALSE(read.problem.en.empty()) << text;
  }
}

Offset offset_of(const char* text) {
  const auto read = read_moment(text);
  if (!read.value || !std::holds_alternative<WrittenOffset>(*read.value)) {
    ADD_FAILURE() << text;
    return {};
  }
  return std::get<WrittenOffset>(*read.value).offset;
}

TEST(Notation, ReadsReminderMoments) {
  const Offset fortnight{14, OffsetUnit::day, Side::before, Anchor::start, hours(9)};
  EXPECT_EQ(offset_of("14 days before at 09:00"), fortnight);
  EXPECT_EQ(offset_of("2 weeks before the start at 9:00"), fortnight);
  EXPECT_EQ(offset_of("14 dagen voor het begin om 09:00"), fortnight);
  EXPECT_EQ(offset_of("3 working days before at 09:00"),
            (Offset{3, OffsetUnit::working_day, Side::before, Anchor::start, hours(9)}));
  EXPECT_EQ(offset_of("2 hours before"),
            (Offset{2, OffsetUnit::hour, Side::before, Anchor::start, std::nullopt}));
  EXPECT_EQ(offset_of("2 hours before end"),
            (Offset{2, OffsetUnit::hour, Side::before, Anchor::end, std::nullopt}));
  EXPECT_EQ(offset_of("30 minuten na het einde"),
            (Offset{30, OffsetUnit::minute, Side::after, Anchor::end, std::nullopt}));
  EXPECT_EQ(offset_of("1 day after at 09:00"),
            (Offset{1, OffsetUnit::day, Side::after, Anchor::end, hours(9)}));
  EXPECT_EQ(offset_of("1 day after the deadline at 09:00"),
            (Offset{1, OffsetUnit::day, Side::after, Anchor::due, hours(9)}));
  EXPECT_EQ(offset_of("same day at 08:00"),
            (Offset{0, OffsetUnit::day, Side::before, Anchor::start, hours(8)}));
  const auto fixed = read_moment("2023-05-09 09:00").value;
  ASSERT_TRUE(fixed);
  EXPECT_EQ(std::get<LocalMinute>(*fixed), date::local_days(day(2023, 5, 9)) + hours(9));
  for (const char* text :
       {"", "before", "14 days", "14 days before", "2 hours before at 09:00", "14 days before at nine",
        "14 days before at 09:00 x", "2023-05-09", "same day", "14 weken", "soon"}) {
    const auto read = read_moment(text);
    EXPECT_FALSE(read.value) << text;
    EXPECT_FALSE(read.problem.nl.empty()) << text;
  }
}

TEST(Notation, ReadsRepeats) {
  EXPECT_EQ(read_repeat("every 3 working days, at most 3 times").value,
            (Repeat{3, DayUnit::working_days, 3}));
  EXPECT_EQ(read_repeat("elke 3 werkdagen, hoogstens 3 keer").value, (Repeat{3, DayUnit::working_days, 3}));
  EXPECT_EQ(read_repeat("every day at most 1 time").value, (Repeat{1, DayUnit::days, 1}));
  EXPECT_EQ(read_repeat("every working day, at most 5 times").value, (Repeat{1, DayUnit::working_days, 5}));
  EXPECT_EQ(read_repeat("iedere week maximaal 2 maal").value, (Repeat{7, DayUnit::days, 2}));
  for (const char* text : {"", "every", "every 3 days", "every 0 days, at most 3 times",
                           "every 3 days, at most 0 times", "every 2 hours, at most 3 times",
                           "every 3 days, at most 3", "every 3 days, at most 99 times", "3 times"}) {
    EXPECT_FALSE(read_repeat(text).value) << text;
  }
}

TEST(Notation, KnowsUnknown) {
  EXPECT_TRUE(means_unknown("unknown"));
  EXPECT_TRUE(means_unknown(" Volgt "));
  EXPECT_FALSE(means_unknown(""));
  EXPECT_FALSE(means_unknown("2024-01"));
}

}  // namespace
}  // namespace config_files
