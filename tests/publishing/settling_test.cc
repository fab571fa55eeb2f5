// SPDX-License-Identifier: Apache-2.0
#include "service/publishing/settling.h"

#include <gtest/gtest.h>

namespace publishing {
namespace {

using std::chrono::milliseconds;
using Time = Settling::Time;

const Time start{std::chrono::hours{1}};
constexpr milliseconds moment{1};

TEST(SettlingTest, NothingIsDueBeforeAnythingHappened) {
  const Settling settling;
  EXPECT_EQ(settling.due(), std::nullopt);
  EXPECT_FALSE(settling.is_due(start));
}

TEST(SettlingTest, LooksWhenItHasBeenQuietForAMoment) {
  Settling settling;
  settling.touched(start);
  EXPECT_FALSE(settling.is_due(start + Settling::quiet - moment));
  EXPECT_TRUE(settling.is_due(start + Settling::quiet));
}

TEST(SettlingTest, EveryTouchBeginsAgain) {
  Settling settling;
  for (int i = 0; i < 10; ++i) {
    const Time now = start + i * (Settling::quiet - moment);
    EXPECT_FALSE(settling.is_due(now));
    settling.touched(now);
  }
}

TEST(SettlingTest, WaitsLongerForWhatMayBeHalfWrittenButNotForEver) {
  Settling settling;
  settling.touched(start);
  const Time first = start + Settling::quiet;
  EXPECT_TRUE(settling.wait_longer(first));
  EXPECT_FALSE(settling.is_due(start + Settling::patience - moment));
  EXPECT_TRUE(settling.is_due(start + Settling::patience));
  EXPECT_FALSE(settling.wait_longer(start + Settling::patience));
}

TEST(SettlingTest, WaitsThreeTimesAsLongAsWhoeverWritesPauses) {
  Settling settling;
  settling.touched(start);
  EXPECT_TRUE(settling.wait_longer(start + Settling::quiet));
  const Time again = start + milliseconds{2000};
  settling.touched(again);
  EXPECT_EQ(settling.due(), again + milliseconds{6000});
  settling.touched(again + milliseconds{100});
  EXPECT_EQ(settling.due(), again + milliseconds{6100});
  settling.touched(again + milliseconds{5000});
  EXPECT_EQ(settling.due(), again + milliseconds{5000} + Settling::longest_quiet);
  settling.looked();
  settling.touched(again + milliseconds{20'000});
  EXPECT_EQ(settling.due(), again + milliseconds{20'000} + Settling::quiet);
}

TEST(SettlingTest, IsDoneOnceLookedInto) {
  Settling settling;
  settling.touched(start);
  settling.looked();
  EXPECT_EQ(settling.due(), std::nullopt);
}

}  // namespace
}  // namespace publishing
