// SPDX-License-Identifier: Apache-2.0
#include "service/mail/dispatch.h"

#include <gtest/gtest.h>

namespace dispatch_test {

using namespace date::literals;
using mail::next_try;
using programme::Instant;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

constexpr Instant now{date::sys_days{2023_y / 6 / 6}};
constexpr Instant far_away = now + hours{24 * 30};

TEST(RetrySchedule, GrowsToAnHour) {
  const minutes expected[] = {minutes{1},  minutes{2},  minutes{5},  minutes{15},
                              minutes{30}, minutes{60}, minutes{60}, minutes{60}};
  for (int tries = 1; tries <= 8; ++tries)
    EXPECT_EQ(next_try(tries, now, far_away, 0.5), now + expected[tries - 1]) << tries;
}

TEST(RetrySchedule, VariesByAFifth) {
  EXPECT_EQ(next_try(6, now, far_away, 0.0), now + minutes{48});
  EXPECT_EQ(next_try(6, now, far_away, 1.0), now + minutes{72});
}

TEST(RetrySchedule, TakesAtMostAQuarterOfTheTimeLeft) {
  EXPECT_EQ(next_try(6, now, now + minutes{40}, 0.5), now + minutes{10});
  EXPECT_EQ(next_try(1, now, now + minutes{40}, 0.5), now + minutes{1});
}

TEST(RetrySchedule, TriesOnUntilTheEnd) {
  const Instant end = now + hours{6};
  Instant time = now;
  int tries = 1;
  for (auto next = next_try(tries, time, end, 0.5); next; next = next_try(++tries, time, end, 0.5)) {
    ASSERT_GE(*next - time, seconds{30});
    ASSERT_LT(*next, end);
    time = *next;
  }
  EXPECT_GE(time, end - minutes{1});
  EXPECT_LT(tries, 40);
}

TEST(RetrySchedule, KnowsWhenThereIsNoTime) {
  EXPECT_EQ(next_try(1, now, now + seconds{30}, 0.5), std::nullopt);
  EXPECT_EQ(next_try(1, now, now - hours{1}, 0.5), std::nullopt);
  EXPECT_EQ(next_try(1, now, now + seconds{31}, 0.5), now + seconds{30});
}

}  // namespace dispatch_test
