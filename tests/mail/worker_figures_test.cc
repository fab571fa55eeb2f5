// SPDX-License-Identifier: Apache-2.0
//
// Figures about mail that an operator is woken by.
#include <gtest/gtest.h>

#include "tests/mail/worker_fixture.h"

namespace {

using namespace worker_test;

class WorkerFiguresTest : public WorkerTest {
 protected:
  /// "expected sent accounted".
  std::string today() {
    const auto figures = desk.worker->figures(desk.now);
    return std::to_string(figures.expected) + ' ' + std::to_string(figures.sent) + ' ' +
           std::to_string(figures.accounted);
  }
};

TEST_F(WorkerFiguresTest, TodayIsExpectedBeforeItIsDecidedAndSentAfterwards) {
  people(3);
  desk.programmes[0].reminders.push_back(rule("morgen", "sessie", days_before(13)));
  desk.start();
  desk.settle();
  EXPECT_EQ(today(), "3 0 0");
  EXPECT_FALSE(desk.worker->figures(desk.now).last_sent);
  desk.go_to("2023-06-06 09:00");
  EXPECT_EQ(today(), "3 3 0");
  EXPECT_EQ(desk.worker->figures(desk.now).last_sent, at("2023-06-06 09:00"));
  desk.go_to("2023-06-06 23:59");
  EXPECT_EQ(today(), "3 3 0");
  desk.go_to("2023-06-07 00:00");
  EXPECT_EQ(today(), "3 0 0");
}

TEST_F(WorkerFiguresTest, WhatDoesNotGoIsAccountedForOrOld) {
  people(3);
  desk.server.fate = [](const smtp::Transfer& transfer) {
    return transfer.to == "p1@example.org" ? fate::refused() : fate::unreachable();
  };
  desk.start();
  desk.go_to("2023-06-06 12:00");
  const auto figures = desk.worker->figures(desk.now);
  EXPECT_EQ(today(), "3 0 1");
  EXPECT_EQ(figures.oldest_due, at("2023-06-06 09:00"));
}

TEST_F(WorkerFiguresTest, AHoldIsAPause) {
  desk.start();
  desk.settle();
  EXPECT_FALSE(desk.worker->figures(desk.now).paused_since);
  desk.outbox->set_hold("for a test", desk.now);
  desk.go_to("2023-06-06 10:00");
  EXPECT_EQ(desk.worker->figures(desk.now).paused_since, at("2023-06-06 08:00"));
  EXPECT_EQ(desk.worker->figures(desk.now).oldest_due, at("2023-06-06 09:00"));
  desk.outbox->release_hold(desk.now);
  desk.settle();
  EXPECT_FALSE(desk.worker->figures(desk.now).paused_since);
  EXPECT_FALSE(desk.worker->figures(desk.now).oldest_due);
}

TEST_F(WorkerFiguresTest, APauseOfTheMailServerIsAPause) {
  desk.start();
  desk.settle();
  store::MailPause pause;
  pause.since = desk.now - minutes{5};
  desk.outbox->pauses().set(pause);
  EXPECT_EQ(desk.worker->figures(desk.now).paused_since, desk.now - minutes{5});
}

}  // namespace
