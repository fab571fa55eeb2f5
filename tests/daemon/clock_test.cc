// SPDX-License-Identifier: Apache-2.0
#include "service/daemon/clock.h"

#include <gtest/gtest.h>

namespace {

using service::Clock;
using namespace std::chrono_literals;

const programme::Instant start{date::sys_days{date::June / 5 / 2023} + 6h + 55min};

TEST(Clock, RehearsalStartsWhereItIsTold) {
  const Clock clock{start, 1e6};
  EXPECT_EQ(clock.now(), start);
  const Clock copy = clock;
  EXPECT_EQ(copy.now(), start) << "stands still until it is started";
  const Clock slow{start, 1};
  slow.start();
  EXPECT_GE(slow.now(), start);
  EXPECT_LT(slow.now(), start + 60s);
}

TEST(Clock, FasterTimeNeedsShorterWaits) {
  const Clock clock{start, 3600};
  clock.start();
  const auto wait = clock.until(start + 24h);
  EXPECT_GT(wait, 20s);
  EXPECT_LE(wait, 24s);
  EXPECT_EQ(clock.until(start - 1h), 0ms);
}

TEST(Clock, FasterTimePasses) {
  const Clock clock{start, 1e6};
  const Clock copy = clock;
  copy.start();
  const auto limit = std::chrono::steady_clock::now() + 10s;
  while (clock.now() < start + 1h && std::chrono::steady_clock::now() < limit) {
  }
  EXPECT_GE(clock.now(), start + 1h);
}

TEST(Clock, MachineTimeIsAfterTheEpoch) { EXPECT_GT(Clock{}.now(), start); }

}  // namespace
