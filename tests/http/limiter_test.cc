// SPDX-License-Identifier: Apache-2.0
#include "service/http/limiter.h"

#include <gtest/gtest.h>

namespace http {
namespace {

using std::chrono::minutes;
using std::chrono::seconds;

TEST(Limiter, AllowsSoManyAWindowForEachKey) {
  Limiter limiter{3, minutes{1}, 1024};
  const Limiter::Time start{minutes{100}};
  for (int i = 0; i < 3; ++i) EXPECT_TRUE(limiter.allow("192.0.2.1", start));
  EXPECT_FALSE(limiter.allow("192.0.2.1", start + seconds{59}));
  EXPECT_TRUE(limiter.allow("192.0.2.2", start));
  EXPECT_TRUE(limiter.allow("192.0.2.1", start + minutes{1}));
}

TEST(Limiter, NeverCountsOneForAnother) {
  Limiter limiter{1, minutes{1}, 1};  // one slot: every key pushes out the one before
  const Limiter::Time start{minutes{100}};
  for (int i = 0; i < 1000; ++i) EXPECT_TRUE(limiter.allow("192.0.2." + std::to_string(i), start));
}

TEST(LimiterKey, TakesIpv6ByNetwork) {
  EXPECT_EQ(limiter_key("2001:db8:1:2::1"), limiter_key("2001:db8:1:2:ffff::9"));
  EXPECT_NE(limiter_key("2001:db8:1:2::1"), limiter_key("2001:db8:1:3::1"));
  EXPECT_NE(limiter_key("192.0.2.1"), limiter_key("192.0.2.2"));
  EXPECT_EQ(limiter_key("192.0.2.1"), limiter_key("::ffff:192.0.2.1"));
  EXPECT_NE(limiter_key("::ffff:192.0.2.1"), limiter_key("::ffff:192.0.2.2"));
}

}  // namespace
}  // namespace http
