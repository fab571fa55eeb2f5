// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <algorithm>

#include "ical/render.h"
#include "ical/text.h"
#include "tests/ical/samples.h"

namespace ical {
namespace {

using namespace samples;

std::string render(const char* zone, date::year first, date::year last) {
  return render_timezone(*date::locate_zone(zone), first, last);
}

long count(const std::string& text, const std::string& line) {
  const std::vector<std::string> lines = content_lines(text);
  return std::ranges::count(lines, line);
}

/// The RRULE lines, in order.
std::vector<std::string> rules(const std::string& text) {
  std::vector<std::string> found;
  for (const std::string& line : content_lines(text))
    if (line.starts_with("RRULE:")) found.push_back(line.substr(6));
  return found;
}

using Rules = std::vector<std::string>;

TEST(TimezoneGolden, Amsterdam) {
  EXPECT_EQ(render("Europe/Amsterdam", 2023_y, 2024_y), file("timezone/amsterdam.ics"));
}
TEST(TimezoneGolden, NewYork) {
  EXPECT_EQ(render("America/New_York", 2020_y, 2025_y), file("timezone/new_york.ics"));
}
TEST(TimezoneGolden, Tokyo) { EXPECT_EQ(render("Asia/Tokyo", 2020_y, 2025_y), file("timezone/tokyo.ics")); }
TEST(TimezoneGolden, SaoPauloUntilSummerTimeEnded) {
  EXPECT_EQ(render("America/Sao_Paulo", 2015_y, 2024_y), file("timezone/sao_paulo.ics"));
}
TEST(TimezoneGolden, IstanbulUntilItStayedAhead) {
  EXPECT_EQ(render("Europe/Istanbul", 2015_y, 2024_y), file("timezone/istanbul.ics"));
}

TEST(Timezone, AmsterdamIsTheSameForAnyYears) {
  const std::string golden = file("timezone/amsterdam.ics");
  for (int year = 1996; year <= 2037; ++year) {
    EXPECT_EQ(render("Europe/Amsterdam", date::year{year}, date::year{year}), golden) << year;
    EXPECT_EQ(render("Europe/Amsterdam", date::year{year}, 2037_y), golden) << year;
  }
}

TEST(Timezone, FindsTheYearlyRule) {
  EXPECT_EQ(rules(render("Europe/London", 2023_y, 2023_y)),
            (Rules{"FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU", "FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU"}));
  EXPECT_EQ(rules(render("America/New_York", 2023_y, 2023_y)),
            (Rules{"FREQ=YEARLY;BYMONTH=3;BYDAY=2SU", "FREQ=YEARLY;BYMONTH=11;BYDAY=1SU"}));
  EXPECT_EQ(rules(render("Pacific/Auckland", 2023_y, 2026_y)),
            (Rules{"FREQ=YEARLY;BYMONTH=9;BYDAY=-1SU", "FREQ=YEARLY;BYMONTH=4;BYDAY=1SU"}));
  EXPECT_EQ(rules(render("Australia/Lord_Howe", 2023_y, 2026_y)),
            (Rules{"FREQ=YEARLY;BYMONTH=10;BYDAY=1SU", "FREQ=YEARLY;BYMONTH=4;BYDAY=1SU"}));
}

TEST(Timezone, StartsOnADayOfTheRuleInNineteenSeventy) {
  const std::string text = render("Pacific/Auckland", 2023_y, 2026_y);
  EXPECT_EQ(count(text, "DTSTART:19700927T020000"), 1);  // last Sunday of September
  EXPECT_EQ(count(text, "DTSTART:19700405T030000"), 1);  // first Sunday of April
}

TEST(Timezone, HalfHourOffsets) {
  const std::string lord_howe = render("Australia/Lord_Howe", 2023_y, 2026_y);
  EXPECT_EQ(count(lord_howe, "TZOFFSETFROM:+1030"), 1);
  EXPECT_EQ(count(lord_howe, "TZOFFSETTO:+1100"), 1);
  EXPECT_EQ(count(lord_howe, "TZNAME:+1030"), 1);
  EXPECT_EQ(count(render("Asia/Kolkata", 2023_y, 2026_y), "TZOFFSETTO:+0530"), 1);
  EXPECT_EQ(count(render("America/St_Johns", 2023_y, 2026_y), "TZOFFSETTO:-0330"), 1);
}

TEST(Timezone, SummerTimeIsTheOneAheadEvenWhereTheDatabaseTurnsItRound) {
  const std::string dublin = render("Europe/Dublin", 2023_y, 2026_y);
  const std::vector<std::string> lines = content_lines(dublin);
  const auto daylight = std::ranges::find(lines, "BEGIN:DAYLIGHT");
  ASSERT_LT(daylight + 4, lines.end());
  EXPECT_EQ(*(daylight + 4), "TZOFFSETTO:+0100");
}

TEST(Timezone, MoroccoGetsOnePartPerSwitch) {
  const std::string text = render("Africa/Casablanca", 2020_y, 2025_y);
  EXPECT_TRUE(rules(text).empty());
  EXPECT_EQ(count(text, "BEGIN:STANDARD"), 6);
  EXPECT_EQ(count(text, "BEGIN:DAYLIGHT"),
            7);  // six times back after Ramadan, and the state at the beginning
  EXPECT_EQ(count(text, "DTSTART:19700101T000000"), 1);
}

TEST(Timezone, AChangedRuleGetsOnePartPerSwitch) {
  const std::string text = render("America/New_York", 2005_y, 2008_y);
  EXPECT_TRUE(rules(text).empty());
  EXPECT_EQ(count(text, "DTSTART:20070311T020000"), 1);
  EXPECT_EQ(count(text, "BEGIN:STANDARD"), 5);
  EXPECT_EQ(count(text, "BEGIN:DAYLIGHT"), 4);
}

TEST(Timezone, RefusesYearsWithoutRules) {
  EXPECT_THROW(render("Europe/Amsterdam", 1969_y, 2024_y), InvalidValue);
  EXPECT_THROW(render("Europe/Amsterdam", 2024_y, 2023_y), InvalidValue);
  EXPECT_THROW(render("Europe/Amsterdam", 2024_y, 2038_y), InvalidValue);
}

TEST(Timezone, EveryZoneOfTheDatabaseCanBeWritten) {
  for (const char* zone :
       {"UTC", "Etc/GMT+12", "America/Nuuk", "Africa/Cairo", "Asia/Gaza", "America/Santiago", "Asia/Tehran",
        "Antarctica/Troll", "Pacific/Apia", "Africa/Monrovia", "America/Asuncion", "Asia/Pyongyang"}) {
    const std::string text = render(zone, 1970_y, 2037_y);
    for (const std::string& line : physical_lines(text)) EXPECT_LE(line.size(), 75u);
    EXPECT_EQ(count(text, "END:VTIMEZONE"), 1) << zone;
  }
}

}  // namespace
}  // namespace ical
