// SPDX-License-Identifier: Apache-2.0
#include "service/commands/clock.h"

#include <gtest/gtest.h>

namespace {

using commands::Clock;
using namespace std::chrono_literals;

const programme::Instant start{date::sys_days{date::June / 5 / 2023} + 6h + 55min};

TEST(Clock, RehearsalStartsWhereItIsTold) {
  const Clock clock{start, 1};
  EXPECT_GE(clock.now(), start);
  EXPECT_LT(clock.now(), start + 60s);
}

TEST(Clock, FasterTimeNeedsShorterWaits) {
  const Clock clock{start, 3600};
  const auto wait = clock.until(start + 24h);
  EXPECT_GT(wait, 20s);
  EXPECT_LE(wait, 24s);
  EXPECT_EQ(clock.until(start - 1h), 0ms);
}

TEST(Clock, FasterTimePasses) {
  const Clock clock{start, 1e6};
  const auto limit = std::chrono::steady_clock::now() + 10s;
  while (clock.now() < start + 1h && std::chrono::steady_clock::now() < limit) {
  }
  EXPECT_GE(clock.now(), start + 1h);
}

TEST(Clock, MachineTimeIsAfterTheEpoch) { EXPECT_GT(Clock{}.now(), start); }

}  // namespace
