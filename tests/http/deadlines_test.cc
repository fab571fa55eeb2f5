// SPDX-License-Identifier: Apache-2.0
#include "service/http/deadlines.h"

#include <gtest/gtest.h>

namespace {

using namespace http;
using std::chrono::milliseconds;

constexpr Deadlines::Time zero{};

Deadlines::Time at(int ms) { return zero + milliseconds(ms); }

TEST(Deadlines, ExpireInOrderAndOnlyThen) {
  Deadlines deadlines;
  deadlines.lasts(Wait::idle, milliseconds(100));
  deadlines.lasts(Wait::head, milliseconds(10));
  DeadlineHook a, b, c;
  EXPECT_FALSE(deadlines.next());
  deadlines.set(a, Wait::idle, at(0));
  deadlines.set(b, Wait::idle, at(5));
  deadlines.set(c, Wait::head, at(50));
  EXPECT_EQ(deadlines.next(), at(60));
  EXPECT_EQ(deadlines.expired(at(59)), nullptr);
  EXPECT_EQ(deadlines.expired(at(60)), &c);
  deadlines.clear(c);
  EXPECT_EQ(deadlines.next(), at(100));
  EXPECT_EQ(deadlines.oldest(Wait::idle), &a);
  deadlines.set(a, Wait::idle, at(20));
  EXPECT_EQ(deadlines.oldest(Wait::idle), &b);
  EXPECT_EQ(deadlines.next(), at(105));
  deadlines.set(b, Wait::none, at(20));
  EXPECT_EQ(deadlines.next(), at(120));
  deadlines.clear(a);
  deadlines.clear(a);
  EXPECT_FALSE(deadlines.next());
  EXPECT_EQ(deadlines.oldest(Wait::idle), nullptr);
}

}  // namespace
