// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "service/programme/civil_time.h"
#include "tests/programme/sample.h"

namespace programme {
namespace {

TEST(IsoText, WritesDaysAndTimes) {
  EXPECT_EQ(year_text(date::year{2038}), "2038");
  EXPECT_EQ(day_text(sample::day("2026-03-09")), "2026-03-09");
  EXPECT_EQ(clock_text(sample::moment("2026-03-09 02:05")), "02:05");
  EXPECT_EQ(moment_text(sample::moment("2026-03-09 02:05")), "2026-03-09 02:05");
}

TEST(IsoText, WritesLengthsInHours) {
  EXPECT_EQ(hours_text(minutes{20 * 60}), "20");
  EXPECT_EQ(hours_text(minutes{135}), "2.25");
  EXPECT_EQ(hours_text(minutes{90}), "1.5");
  EXPECT_EQ(hours_text(minutes{20}), "0.33");
  EXPECT_EQ(hours_text(minutes{40}), "0.67");
  EXPECT_EQ(hours_text(minutes{3}), "0.05");
  EXPECT_EQ(hours_text(minutes{0}), "0");
}

}  // namespace
}  // namespace programme
