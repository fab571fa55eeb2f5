// SPDX-License-Identifier: Apache-2.0
//
// Mail is held by a person, after a long pause and when the clock jumps.
#include <gtest/gtest.h>

#include "tests/mail/worker_fixture.h"

namespace {

using namespace worker_test;

TEST_F(WorkerTest, AHoldLetsNothingGoUntilItIsReleased) {
  desk.start();
  desk.go_to("2023-06-06 08:30");
  desk.outbox->set_hold(std::string{"the data folder is a copy"} + store::until_release, desk.now);
  desk.go_to("2023-06-06 09:30");
  EXPECT_EQ(desk.said(), Lines{});
  EXPECT_EQ(desk.states(), Lines{"person:an queued"}) << "decided all the same";
  EXPECT_TRUE(any(desk.errors, "traject mail release"));
  desk.outbox->release_hold(desk.now);
  desk.settle();
  EXPECT_EQ(desk.said().size(), 1u);
  desk.start();
  desk.settle();
  EXPECT_EQ(desk.outbox->hold(), "");
}

TEST_F(WorkerTest, AnotherNameOfTheMachineHoldsNothing) {
  desk.start();
  desk.go_to("2023-06-06 08:30");
  desk.options.host = "two";
  desk.start();
  desk.go_to("2023-06-06 09:30");
  EXPECT_EQ(desk.said().size(), 1u);
  EXPECT_EQ(desk.outbox->last_tick().host, "two");
}

TEST_F(WorkerTest, ALongPauseIsHeldAndAShortOneNot) {
  desk.start();
  desk.settle();
  desk.stop();
  desk.jump_to("2023-06-06 13:00");
  desk.start();
  desk.settle();
  EXPECT_EQ(desk.said().size(), 1u);
  desk.stop();
  desk.jump_to("2023-06-06 19:01");
  desk.start();
  desk.settle();
  EXPECT_NE(desk.outbox->hold().find("last used 6 hours ago, at 2023-06-06 11:00 UTC"), std::string::npos)
      << desk.outbox->hold();
}

TEST_F(WorkerTest, AForwardJumpLeavesOneTickOut) {
  desk.start();
  desk.settle();
  desk.jump_to("2023-06-06 09:00");
  EXPECT_EQ(desk.worker->tick(desk.now), desk.now + seconds{1});
  EXPECT_EQ(desk.states(), Lines{});
  desk.now += seconds{1};
  desk.settle();
  EXPECT_EQ(desk.said().size(), 1u);
}

TEST_F(WorkerTest, AFarForwardJumpIsHeld) {
  desk.start();
  desk.settle();
  desk.jump_to("2023-06-07 09:00");
  desk.worker->tick(desk.now);
  desk.now += seconds{1};
  desk.settle();
  EXPECT_EQ(desk.said(), Lines{});
  EXPECT_NE(desk.outbox->hold().find("jumped forward by 25 hours"), std::string::npos) << desk.outbox->hold();
}

TEST_F(WorkerTest, AClockThatGoesBackDecidesNothingUntilItHasCaughtUp) {
  desk.start();
  desk.go_to("2023-06-06 09:00");
  desk.programmes[0].reminders.push_back(rule("ochtend", "sessie", days_before(14, hours{8} + minutes{30})));
  desk.jump_to("2023-06-06 08:20");
  desk.settle();
  desk.publish();
  desk.go_to("2023-06-06 08:54");
  EXPECT_EQ(desk.said().size(), 1u);
  EXPECT_EQ(desk.errors.size(), 1u);
  EXPECT_TRUE(any(desk.errors, "40 minutes behind"));
  desk.go_to("2023-06-06 09:30");
  EXPECT_EQ(desk.said().size(), 2u);
}

TEST_F(WorkerTest, AClockThatWasFarAheadIsAcceptedByAPerson) {
  desk.start();
  desk.settle();
  desk.jump_to("2033-01-01 00:00");
  desk.settle();
  desk.now += seconds{1};
  desk.settle();
  ASSERT_NE(desk.outbox->hold(), "");
  desk.outbox->release_hold(desk.now);
  desk.jump_to("2023-06-06 08:10");
  desk.settle();
  ASSERT_NE(desk.outbox->hold(), "");
  desk.outbox->release_hold(desk.now);
  desk.settle();
  EXPECT_EQ(desk.outbox->last_tick().time, desk.now);
}

TEST_F(WorkerTest, SimulatedTimeStepsFreely) {
  desk.options.steps_freely = true;
  desk.start();
  desk.jump_to("2023-06-06 09:00");
  desk.settle();
  EXPECT_EQ(desk.said().size(), 1u);
  desk.jump_to("2023-09-06 09:00");
  desk.settle();
  EXPECT_EQ(desk.outbox->hold(), "");
}

// --- Besides

}  // namespace
