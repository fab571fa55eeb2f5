// SPDX-License-Identifier: Apache-2.0
//
// When SmtpCourier makes, keeps, gives up and ends a connection.
#include <gtest/gtest.h>

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
    EXPECT_TRUE(driver.finish(i).bad_address);
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
  EXPECT_FALSE(driver.done[2].connected);
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
