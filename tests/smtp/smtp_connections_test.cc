// SPDX-License-Identifier: Apache-2.0
//
// When SmtpCourier makes, keeps, gives up and ends a connection.
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <string>
#include <thread>
#include <vector>

#include "tests/smtp/scripted_smtp.h"
#include "tests/smtp/smtp_driver.h"

namespace {

using scripted::Act;
using scripted::always_usual;
using scripted::Driver;
using scripted::Moment;
using scripted::options_for;
using scripted::Point;
using scripted::SmtpServer;
using smtp::Blame;
using smtp::Outcome;
using smtp::SmtpCourier;
using smtp::SmtpOptions;
using Kind = Act::Kind;
using namespace std::chrono_literals;

TEST(SmtpCourier, NextMailAfterRefusedOnesGoes) {
  SmtpServer server{[](const Moment& moment) -> Act {
    if (moment.line.find("nobody") != std::string::npos) {
      return {Kind::reply, "550 5.1.1 <nobody@example.org>: Recipient address rejected\r\n"};
    }
    return {};
  }};
  SmtpCourier courier{options_for(server, 2)};
  Driver driver{courier};
  for (int i = 1; i <= 20; i += 2) {
    driver.start(i, "Subject: x\r\n\r\nx\r\n", "nobody@example.org");
    driver.start(i + 1);
    EXPECT_EQ(driver.finish(i).blame, Blame::recipient);
    EXPECT_EQ(driver.done[i].detail, "RCPT TO: 550 5.1.1 <nobody@example.org>: Recipient address rejected");
    EXPECT_EQ(driver.finish(i + 1).outcome, Outcome::sent);
  }
  EXPECT_EQ(server.received().size(), 10u);
}

TEST(SmtpCourier, ConnectionThatTheServerEndedSinceIsMadeAnew) {
  for (const auto& act :
       {Act{Kind::reply_close, "421 4.4.2 Timeout\r\n"}, Act{Kind::close, {}}, Act{Kind::reset, {}}}) {
    SmtpServer server{[&](const Moment& moment) -> Act {
      if (moment.connection == 1 && moment.transaction == 2) return act;
      return {};
    }};
    SmtpCourier courier{options_for(server)};
    Driver driver{courier};
    EXPECT_EQ(driver.send(1).outcome, Outcome::sent);
    EXPECT_EQ(driver.send(2).outcome, Outcome::sent) << driver.done[2].detail;
    EXPECT_EQ(server.connections(), 2);
    EXPECT_EQ(server.received().size(), 2u);
  }
  SmtpServer server{[](const Moment& moment) -> Act {
    if (moment.point == Point::dot) return {Kind::reply_close, "250 2.0.0 Ok\r\n"};
    return {};
  }};
  SmtpCourier courier{options_for(server)};
  Driver driver{courier};
  for (int i = 1; i <= 5; ++i) EXPECT_EQ(driver.send(i).outcome, Outcome::sent) << driver.done[i].detail;
}

TEST(SmtpCourier, NewConnectionIsTriedOnceOnly) {
  SmtpServer server{[](const Moment& moment) -> Act {
    if (moment.connection + moment.transaction > 2 && moment.point == Point::mail) {
      return {Kind::reply_close, "421 4.3.2 Shutting down\r\n"};
    }
    return {};
  }};
  SmtpCourier courier{options_for(server)};
  Driver driver{courier};
  EXPECT_EQ(driver.send(1).outcome, Outcome::sent);
  EXPECT_EQ(driver.send(2).outcome, Outcome::retry);
  EXPECT_EQ(driver.done[2].blame, Blame::relay);
  EXPECT_EQ(server.connections(), 2);
}

TEST(SmtpCourier, ConnectionWithAnAnswerStillToComeIsNotUsedAgain) {
  SmtpServer server{[](const Moment& moment) -> Act {
    if (moment.connection == 1 && moment.point == Point::dot) {
      return {Kind::reply, "354 What?\r\n550 5.1.1 Late\r\n250 2.1.0 Later\r\n"};
    }
    return {};
  }};
  SmtpCourier courier{options_for(server)};
  Driver driver{courier};
  EXPECT_EQ(driver.send(1).outcome, Outcome::unknown);
  EXPECT_EQ(driver.send(2).outcome, Outcome::sent);
  EXPECT_EQ(server.connections(), 2);
}

TEST(SmtpCourier, ConnectionIsKeptAfterARefusedMessage) {
  SmtpServer server{[](const Moment& moment) -> Act {
    if (moment.point == Point::dot && moment.transaction == 1) return {Kind::reply, "554 5.7.1 Spam\r\n"};
    return {};
  }};
  SmtpCourier courier{options_for(server)};
  Driver driver{courier};
  EXPECT_EQ(driver.send(1).outcome, Outcome::failed);
  EXPECT_EQ(driver.send(2).outcome, Outcome::sent);
  EXPECT_EQ(server.connections(), 1);
}

TEST(SmtpCourier, UnusedConnectionIsEnded) {
  SmtpServer server{always_usual};
  auto options = options_for(server);
  options.idle_limit = 10ms;
  SmtpCourier courier{options};
  Driver driver{courier};
  EXPECT_EQ(driver.send(1).outcome, Outcome::sent);
  EXPECT_TRUE(driver.until([&] { return server.octets().ends_with("QUIT\r\n"); }));
  EXPECT_EQ(driver.send(2).outcome, Outcome::sent);
  EXPECT_EQ(server.connections(), 2);
}

TEST(SmtpCourier, EndIsPoliteAndWaitsForNoAnswer) {
  SmtpServer server{[](const Moment& moment) -> Act {
    if (moment.point == Point::quit) return {Kind::silence, {}};
    return {};
  }};
  const auto begin = std::chrono::steady_clock::now();
  {
    SmtpCourier courier{options_for(server)};
    Driver driver{courier};
    EXPECT_EQ(driver.send(1).outcome, Outcome::sent);
  }
  EXPECT_LT(std::chrono::steady_clock::now() - begin, 10s);
  SmtpCourier other{options_for(server)};
  Driver until{other};
  EXPECT_TRUE(until.until([&] { return server.octets().ends_with("QUIT\r\n"); }));
}

TEST(SmtpCourier, EndComesAtOnceWhateverIsUnderWay) {
  for (const auto point :
       {Point::banner, Point::ehlo, Point::mail, Point::data, Point::content, Point::dot}) {
    SmtpServer server{[&](const Moment& moment) -> Act {
      return moment.point == point ? Act{Kind::silence, {}} : Act{};
    }};
    auto courier = std::make_unique<SmtpCourier>(options_for(server, 3));
    Driver driver{*courier};
    for (int i = 1; i <= 3; ++i) driver.start(i);
    ASSERT_TRUE(driver.until(
        [&] { return server.connections() == 3 && (point <= Point::data || driver.asked == 3); }));
    const auto begin = std::chrono::steady_clock::now();
    courier.reset();
    EXPECT_LT(std::chrono::steady_clock::now() - begin, 10s);
    EXPECT_TRUE(driver.done.empty());
  }
}

TEST(SmtpCourier, EndWithholdsWhatNobodyAnswered) {
  SmtpServer server{always_usual};
  {
    SmtpCourier courier{options_for(server)};
    Driver driver{courier};
    driver.when_asked = [](std::int64_t) {};
    driver.start(1);
    ASSERT_TRUE(driver.until([&] { return driver.asked == 1; }));
  }
  EXPECT_EQ(server.content_octets(), 0u);
  EXPECT_TRUE(server.received().empty());
}

// --- Time-outs

/// RFC 5321 §4.5.3.2. The content ends before the store calls its outcome unknown, after twenty minutes.
TEST(SmtpCourier, LimitsAreThoseOfTheRfc) {
  const SmtpOptions options;
  EXPECT_EQ(options.command_limit, 5min);
  EXPECT_EQ(options.data_limit, 2min);
  EXPECT_EQ(options.block_limit, 3min);
  EXPECT_EQ(options.dot_limit, 10min);
  EXPECT_GT(options.content_limit, options.block_limit + options.dot_limit);
  EXPECT_LT(options.content_limit, 20min);
}

TEST(SmtpCourier, SilenceEndsTheConnectionWithoutQuit) {
  for (const auto point : {Point::mail, Point::rcpt, Point::data, Point::dot}) {
    SmtpServer server{[&](const Moment& moment) -> Act {
      return moment.connection == 1 && moment.point == point ? Act{Kind::silence, {}} : Act{};
    }};
    auto options = options_for(server);
    if (point == Point::data) {
      options.data_limit = 1s;
    } else if (point == Point::dot) {
      options.dot_limit = 1s;
    } else {
      options.command_limit = 1s;
    }
    SmtpCourier courier{options};
    Driver driver{courier};
    const auto begin = std::chrono::steady_clock::now();
    const auto event = driver.send(1);
    EXPECT_LT(std::chrono::steady_clock::now() - begin, 5s);
    EXPECT_TRUE(event.timed_out) << event.detail;
    EXPECT_EQ(event.outcome, point == Point::dot ? Outcome::unknown : Outcome::retry) << event.detail;
    EXPECT_EQ(event.blame, point == Point::dot ? Blame::nobody : Blame::relay);
    EXPECT_TRUE(event.detail.ends_with(": no reply within 1 seconds")) << event.detail;
    EXPECT_EQ(driver.send(2).outcome, Outcome::sent) << "on another connection";
    EXPECT_EQ(server.connections(), 2);
    EXPECT_EQ(server.octets().find("QUIT"), std::string::npos);
  }
}

/// libcurl gives the socket 64 KiB at a time; what the socket does not take is a block that waits.
TEST(SmtpCourier, BlockThatIsNotTakenEndsTheConnection) {
  SmtpServer server{[](const Moment& moment) -> Act {
    return moment.connection == 1 && moment.point == Point::data ? Act{Kind::deaf, "354 Go\r\n"} : Act{};
  }};
  auto options = options_for(server);
  options.block_limit = 1s;
  SmtpCourier courier{options};
  Driver driver{courier};
  std::string large = "Subject: x\r\n\r\n";
  while (large.size() < 16'000'000) large += std::string(900, 'x') + "\r\n";
  const auto begin = std::chrono::steady_clock::now();
  const auto event = driver.send(1, large);
  EXPECT_LT(std::chrono::steady_clock::now() - begin, 8s);
  EXPECT_TRUE(event.timed_out) << event.detail;
  EXPECT_EQ(event.outcome, Outcome::unknown);
  EXPECT_EQ(event.detail, "after the content: no reply within 1 seconds");
  EXPECT_EQ(driver.send(2).outcome, Outcome::sent);
}

TEST(SmtpCourier, ContentMayNotTakeForEver) {
  SmtpServer server{[](const Moment& moment) -> Act {
    return moment.connection == 1 && moment.point == Point::dot ? Act{Kind::silence, {}} : Act{};
  }};
  auto options = options_for(server);
  options.content_limit = 1s;
  SmtpCourier courier{options};
  Driver driver{courier};
  EXPECT_TRUE(driver.send(1).timed_out);
}

TEST(SmtpCourier, SilenceHoldsUpNoOtherConnection) {
  SmtpServer server{[](const Moment& moment) -> Act {
    return moment.connection == 1 && moment.point == Point::mail ? Act{Kind::silence, {}} : Act{};
  }};
  auto options = options_for(server, 4);
  options.command_limit = 2s;
  SmtpCourier courier{options};
  Driver driver{courier};
  for (int i = 1; i <= 16; ++i) driver.start(i);
  ASSERT_TRUE(driver.until([&] { return driver.done.size() == 15; })) << "all but the one that waits";
  for (const auto& [id, event] : driver.done) EXPECT_EQ(event.outcome, Outcome::sent) << event.detail;
  ASSERT_TRUE(driver.until([&] { return driver.done.size() == 16; }));
  EXPECT_EQ(std::ranges::count_if(driver.done, [](const auto& done) { return done.second.timed_out; }), 1);
}

TEST(SmtpCourier, ServerThatHangsOnceIsUsedAgainAfterOneLimit) {
  SmtpServer server{[](const Moment& moment) -> Act {
    return moment.connection <= 4 && moment.point == Point::rcpt ? Act{Kind::silence, {}} : Act{};
  }};
  auto options = options_for(server, 4);
  options.command_limit = 2s;
  SmtpCourier courier{options};
  Driver driver{courier};
  const auto begin = std::chrono::steady_clock::now();
  for (int i = 1; i <= 16; ++i) driver.start(i);
  ASSERT_TRUE(driver.until([&] { return driver.done.size() == 16; }));
  EXPECT_LT(std::chrono::steady_clock::now() - begin, 6s);
  for (int i = 1; i <= 16; ++i) EXPECT_EQ(driver.done[i].timed_out, i <= 4) << driver.done[i].detail;
}

TEST(SmtpCourier, WhatHasNotBegunIsTakenBack) {
  SmtpServer server{always_usual};
  auto options = options_for(server, 2);
  SmtpCourier courier{options};
  Driver driver{courier};
  driver.when_asked = [](std::int64_t) {};
  for (int i = 1; i <= 6; ++i) driver.start(i);
  ASSERT_TRUE(driver.until([&] { return driver.asked == 2; }));
  EXPECT_EQ(courier.recall(), (std::vector<std::int64_t>{3, 4, 5, 6}));
  EXPECT_EQ(courier.room(), 6u);
  driver.when_asked = nullptr;
  courier.release(1);
  courier.release(2);
  EXPECT_EQ(driver.finish(1).outcome, Outcome::sent);
  EXPECT_EQ(driver.finish(2).outcome, Outcome::sent);
  EXPECT_EQ(driver.send(3).outcome, Outcome::sent) << "its number is free again";
}

TEST(SmtpCourier, WakeEndsTheWait) {
  SmtpServer server{always_usual};
  SmtpCourier courier{options_for(server)};
  const auto begin = std::chrono::steady_clock::now();
  courier.wake();
  EXPECT_TRUE(courier.wait(60s).empty());
  std::thread other{[&] { courier.wake(); }};
  EXPECT_TRUE(courier.wait(60s).empty());
  other.join();
  EXPECT_LT(std::chrono::steady_clock::now() - begin, 30s);
  EXPECT_TRUE(courier.wait(0ms).empty());
}

}  // namespace
