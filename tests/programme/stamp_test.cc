// SPDX-License-Identifier: Apache-2.0
#include "service/programme/stamp.h"

#include <gtest/gtest.h>

#include <limits>

namespace programme {
namespace {

using namespace date::literals;
using std::chrono::seconds;

TEST(Stamp, SequenceIsTheSecondsSince2020) {
  const date::sys_seconds start = date::sys_days{2020_y / 1 / 1};
  EXPECT_EQ(sequence_of(start), 0);
  EXPECT_EQ(sequence_of(start + seconds{1}), 1);
  EXPECT_EQ(sequence_of(date::sys_days{2023_y / 3 / 1}), 99'792'000);
}

TEST(Stamp, SequenceIsNeverNegativeAndFitsThirtyOneBitsUntil2088) {
  EXPECT_EQ(sequence_of({}), 0);
  EXPECT_EQ(sequence_of(date::sys_days{2019_y / 12 / 31}), 0);
  EXPECT_LT(sequence_of(date::sys_days{2088_y / 1 / 1}), std::numeric_limits<int>::max());
  EXPECT_EQ(sequence_of(date::sys_days{2089_y / 1 / 1}), std::numeric_limits<int>::max());
}

TEST(Stamp, TheNextTimeIsNowOrLaterThanWhatWasShown) {
  const date::sys_seconds now = date::sys_days{2023_y / 3 / 1};
  EXPECT_EQ(next_change_time(now, {}), now);
  EXPECT_EQ(next_change_time(now, now - seconds{1}), now);
  EXPECT_EQ(next_change_time(now, now), now + seconds{1});
  EXPECT_EQ(next_change_time(now, now + seconds{60}), now + seconds{61});
}

}  // namespace
}  // namespace programme
