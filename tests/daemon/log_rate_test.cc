// SPDX-License-Identifier: Apache-2.0
#include "service/daemon/log_rate.h"

#include <gtest/gtest.h>

namespace service {
namespace {

using std::chrono::milliseconds;

TEST(LogRate, LogsTheFirstAtOnceAndTheOthersWithACount) {
  LogRate rate{"refused"};
  LogRate::Time now{std::chrono::hours{1}};
  EXPECT_EQ(rate.rest(now), std::nullopt);
  EXPECT_EQ(rate.note("status=404 path=/a", now), "refused status=404 path=/a");
  for (int i = 0; i < 811; ++i)
    EXPECT_EQ(rate.note("status=404 path=/b", now += milliseconds{1}), std::nullopt);
  EXPECT_EQ(rate.rest(now), std::nullopt) << "the second is not over";
  now = LogRate::Time{std::chrono::hours{1}} + milliseconds{1'000};
  EXPECT_EQ(rate.note("status=429 path=/c", now), "refused count=812 status=429 path=/c");
  EXPECT_EQ(rate.rest(now + milliseconds{1'000}), std::nullopt) << "nothing is left";
}

TEST(LogRate, LogsTheRestWhenNothingMoreHappens) {
  LogRate rate{"failed"};
  const LogRate::Time now{std::chrono::hours{1}};
  EXPECT_TRUE(rate.note("a", now));
  EXPECT_FALSE(rate.note("b", now + milliseconds{999}));
  EXPECT_EQ(rate.rest(now + milliseconds{1'000}), "failed b");
  EXPECT_FALSE(rate.note("c", now + milliseconds{1'999})) << "one line a second, also after the rest";
  EXPECT_EQ(rate.note("d", now + milliseconds{2'000}), "failed count=2 d");
}

}  // namespace
}  // namespace service
