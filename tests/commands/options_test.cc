// SPDX-License-Identifier: Apache-2.0
#include "service/commands/options.h"

#include <gtest/gtest.h>

namespace commands {
namespace {

using namespace date::literals;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

TEST(Now, IsLocalTimeUnlessItSaysUtc) {
  EXPECT_EQ(parse_now("2023-06-05T08:55"), date::sys_days{2023_y / 6 / 5} + hours{6} + minutes{55});
  EXPECT_EQ(parse_now("2023-12-05T08:55:07"),
            date::sys_days{2023_y / 12 / 5} + hours{7} + minutes{55} + seconds{7});
  EXPECT_EQ(parse_now("2023-06-05T08:55Z"), date::sys_days{2023_y / 6 / 5} + hours{8} + minutes{55});
  EXPECT_EQ(parse_now("2023-06-05T08:55:01Z"),
            date::sys_days{2023_y / 6 / 5} + hours{8} + minutes{55} + seconds{1});
}

TEST(Now, OfADayIsItsLocalMidnight) {
  EXPECT_EQ(parse_now("2023-06-05"), date::sys_days{2023_y / 6 / 4} + hours{22});
  EXPECT_EQ(parse_now("2023-06-05Z"), date::sys_days{2023_y / 6 / 5});
}

TEST(Now, RefusesWhatIsNoTime) {
  for (const char* text :
       {"2023-06", "08:55", "2023-13-05T08:55", "2023-02-30T08:55", "2023-06-05T24:55", "2023-06-05T08:55x",
        "2023-06-05T08:55+02:00", "Z", "1960-01-01T00:00", "2038-01-01T00:00"})
    EXPECT_FALSE(parse_now(text)) << text;
}

TEST(DayOrTime, IsMidnightInAmsterdamOrTheOneAfter) {
  const auto utc = [](const std::string& text) { return parse_now(text + "Z"); };
  EXPECT_EQ(parse_day_or_time("2023-06-05", false), utc("2023-06-04T22:00"));
  EXPECT_EQ(parse_day_or_time("2023-06-05", true), utc("2023-06-05T22:00"));
  // The days of 23 and 25 hours, and the last of a year.
  EXPECT_EQ(parse_day_or_time("2026-03-29", true), utc("2026-03-29T22:00"));
  EXPECT_EQ(parse_day_or_time("2026-10-25", true), utc("2026-10-25T23:00"));
  EXPECT_EQ(parse_day_or_time("2023-12-31", true), utc("2023-12-31T23:00"));
  EXPECT_EQ(parse_day_or_time("2023-06-05T08:55", true), utc("2023-06-05T06:55"));
  for (const char* text : {"", "2023-02-30", "morgen", "05-06-2023"})
    EXPECT_FALSE(parse_day_or_time(text, false)) << text;
}

TEST(Address, IsTheOptionTheSettingOrWhereItListens) {
  Options options;
  config_files::Settings settings;
  settings.listen = "127.0.0.1:9000";
  EXPECT_EQ(options.base_address(settings), "http://127.0.0.1:9000");
  settings.address = "https://agenda.example.org/";
  EXPECT_EQ(options.base_address(settings), "https://agenda.example.org");
  options.address = "https://anders.example.org";
  EXPECT_EQ(options.base_address(settings), "https://anders.example.org");
}

}  // namespace
}  // namespace commands
