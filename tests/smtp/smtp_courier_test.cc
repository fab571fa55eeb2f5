// SPDX-License-Identifier: Apache-2.0
#include "service/smtp/smtp_courier.h"

#include <gtest/gtest.h>

#include <chrono>
#include <set>
#include <stdexcept>
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

TEST(SmtpCourier, ContentArrivesToTheOctet) {
  std::string dots = "Subject: Punten\r\n\r\n";
  for (int i = 0; dots.size() < 300'000; ++i) {
    dots += std::string(static_cast<std::size_t>(i % 5), '.') +
            std::string(static_cast<std::size_t>(i % 71), 'a') +
            std::string(static_cast<std::size_t>(i % 3), '.') + "\r\n";
  }
  const std::vector<std::string> messages = {
      "Subject: x\r\n\r\n.\r\n..\r\n...\r\n.a\r\na.\r\n",
      ".\r\n",
      "..\r\n.\r\n.\r\n",
      "Subject: x\r\n\r\n\r\n\r\n.\r\n\r\n",
      "Subject: x\r\n\r\n" + std::string(998, '.') + "\r\n",
      "Subject: x\r\n\r\nMAIL FROM:<c@example.org>\r\nQUIT\r\n.\r\nRSET\r\n",
      "Subject: \xC3\xA9\r\n\r\n\xFF\r\n",
      dots,
  };
  SmtpServer server{always_usual};
  SmtpCourier courier{options_for(server)};
  Driver driver{courier};
  for (std::size_t i = 0; i < messages.size(); ++i) {
    ASSERT_EQ(driver.send(static_cast<std::int64_t>(i), messages[i]).outcome, Outcome::sent) << i;
    ASSERT_EQ(server.received().size(), i + 1);
    EXPECT_TRUE(server.received().back().message == messages[i]) << i;
  }
  EXPECT_EQ(server.received().back().from, "a@example.org");
  EXPECT_EQ(server.received().back().to, "b@example.org");
  EXPECT_EQ(server.connections(), 1);
}

TEST(SmtpCourier, MessageWithoutLastLineBreakGetsOne) {
  // libcurl reads 65,536 octets at a time: the last read of `longer` is the middle of a line.
  std::string longer = "Subject: x\r\n\r\n";
  while (longer.size() < 65'300) longer += "Dag\r\n";
  longer += std::string(500, 'x');
  SmtpServer server{always_usual};
  SmtpCourier courier{options_for(server)};
  Driver driver{courier};
  std::int64_t id = 0;
  for (const std::string& message : {std::string{"Subject: x\r\n\r\nDag"}, std::string{"."}, longer}) {
    EXPECT_EQ(driver.send(++id, message).outcome, Outcome::sent) << id;
    ASSERT_EQ(server.received().size(), static_cast<std::size_t>(id));
    EXPECT_TRUE(server.received().back().message == message + "\r\n") << id;
  }
}

TEST(SmtpCourier, EmptyMessageIsSentOnlyAfterItsRelease) {
  SmtpServer server{always_usual};
  SmtpCourier courier{options_for(server)};
  Driver driver{courier};
  EXPECT_EQ(driver.send(1, "").outcome, Outcome::sent);
  EXPECT_EQ(driver.asked, 1);
  driver.when_asked = [&](std::int64_t id) { courier.withhold(id); };
  EXPECT_EQ(driver.send(2, "").outcome, Outcome::fenced);
  EXPECT_EQ(driver.asked, 2);
  ASSERT_EQ(server.received().size(), 1u);
  EXPECT_EQ(server.received().front().message, "\r\n");
}

TEST(SmtpCourier, BatchUsesOneConnection) {
  SmtpServer server{always_usual};
  SmtpCourier courier{options_for(server, 4)};
  Driver driver{courier};
  for (int i = 1; i <= 30; ++i) EXPECT_EQ(driver.send(i).outcome, Outcome::sent);
  EXPECT_EQ(server.connections(), 1);
  EXPECT_EQ(server.received().size(), 30u);
  EXPECT_EQ(driver.done[30].detail, "250 2.0.0 Ok: queued as 4711");
}

TEST(SmtpCourier, SeveralAtTheSameTime) {
  SmtpServer server{always_usual};
  SmtpCourier courier{options_for(server, 4)};
  Driver driver{courier};
  std::set<std::int64_t> waiting;
  driver.when_asked = [&](std::int64_t id) { waiting.insert(id); };
  for (int round = 0; round < 5; ++round) {
    for (int i = 0; i < 4; ++i) driver.start(4 * round + i);
    ASSERT_TRUE(driver.until([&] { return waiting.size() == 4; }));
    for (const auto id : waiting) courier.release(id);
    waiting.clear();
    ASSERT_TRUE(driver.until([&] { return driver.done.size() == static_cast<std::size_t>(4 * round + 4); }));
  }
  EXPECT_EQ(server.most_at_once(), 4);
  EXPECT_EQ(server.connections(), 4);
  for (const auto& [id, event] : driver.done) EXPECT_EQ(event.outcome, Outcome::sent) << event.detail;
}

TEST(SmtpCourier, SomeWaitForAConnection) {
  SmtpServer server{always_usual};
  auto options = options_for(server, 2);
  options.ahead = 3;
  SmtpCourier courier{options};
  Driver driver{courier};
  EXPECT_EQ(courier.room(), 8u);
  driver.when_asked = [](std::int64_t) {};
  for (int i = 0; i < 8; ++i) driver.start(i);
  EXPECT_EQ(courier.room(), 0u);
  EXPECT_THROW(driver.start(8), std::logic_error);
  ASSERT_TRUE(driver.until([&] { return driver.asked == 2; }));
  EXPECT_THROW(courier.release(7), std::logic_error) << "has not asked";
  EXPECT_THROW(courier.release(9), std::out_of_range) << "was never there";
  driver.when_asked = nullptr;
  courier.release(0);
  EXPECT_EQ(driver.finish(0).outcome, Outcome::sent);
  ASSERT_TRUE(driver.until([&] { return driver.done.size() == 7; }))
      << "all but the one that is not answered";
  EXPECT_EQ(courier.room(), 7u);
  courier.withhold(1);
  EXPECT_EQ(driver.finish(1).outcome, Outcome::fenced);
  EXPECT_EQ(courier.room(), 8u);
  EXPECT_EQ(server.received().size(), 7u);
  EXPECT_EQ(server.connections(), 2);
  EXPECT_EQ(server.most_at_once(), 2);
}

TEST(SmtpCourier, RoomComesInHalves) {
  SmtpServer server{always_usual};
  auto options = options_for(server, 1);
  options.ahead = 3;
  SmtpCourier courier{options};
  Driver driver{courier};
  for (int i = 0; i < 4; ++i) driver.start(i);
  std::set<std::size_t> seen;
  ASSERT_TRUE(driver.until([&] {
    seen.insert(courier.room());
    return driver.done.size() == 4;
  }));
  EXPECT_EQ(courier.room(), 4u);
  EXPECT_FALSE(seen.contains(1));
}

TEST(SmtpCourier, AnswerThatDoesNotComeHoldsUpNoOther) {
  SmtpServer server{[](const Moment& moment) -> Act {
    if (moment.connection == 1 && moment.point == Point::dot) return {Kind::silence, {}};
    return {};
  }};
  auto options = options_for(server, 2);
  options.dot_limit = 2s;
  SmtpCourier courier{options};
  Driver driver{courier};
  driver.start(1);
  ASSERT_TRUE(driver.until([&] { return server.received().size() == 1; }));
  for (int i = 2; i < 50; ++i) EXPECT_EQ(driver.send(i).outcome, Outcome::sent);
  EXPECT_FALSE(driver.done.contains(1));
  EXPECT_EQ(driver.finish(1).outcome, Outcome::unknown);
  EXPECT_EQ(driver.done[1].reply_code, 354);
}

TEST(SmtpCourier, WithheldContentNeverLeaves) {
  SmtpServer server{always_usual};
  SmtpCourier courier{options_for(server)};
  Driver driver{courier};
  driver.when_asked = [&](std::int64_t id) { id % 2 == 0 ? courier.release(id) : courier.withhold(id); };
  EXPECT_EQ(driver.send(1).outcome, Outcome::fenced);
  // The thread of the connection has closed it; everything that it sent is there once the server saw that.
  EXPECT_EQ(driver.send(2).outcome, Outcome::sent);
  EXPECT_EQ(server.connections(), 2);
  EXPECT_EQ(driver.send(3).outcome, Outcome::fenced);
  EXPECT_EQ(driver.send(4).outcome, Outcome::sent);
  EXPECT_EQ(server.connections(), 3);
  ASSERT_EQ(server.received().size(), 2u);
  const std::string one = "Subject: Test\r\n\r\nDag\r\n";
  EXPECT_EQ(server.content_octets(), 2 * one.size());
  const auto octets = server.octets();
  const auto data = octets.find("DATA\r\n");
  EXPECT_TRUE(octets.substr(data + 6).starts_with("EHLO ")) << "the next connection begins after DATA";
}

TEST(SmtpCourier, NothingIsAskedBeforeTheServerIsReady) {
  SmtpServer server{[](const Moment& moment) -> Act {
    if (moment.point == Point::data) return {Kind::reply, "451 4.3.0 Later\r\n"};
    return {};
  }};
  SmtpCourier courier{options_for(server)};
  Driver driver{courier};
  EXPECT_EQ(driver.send(1).outcome, Outcome::retry);
  EXPECT_EQ(driver.asked, 0);
}

TEST(SmtpCourier, WhatWouldBreakSmtpIsRefusedBeforeAnyOctet) {
  SmtpServer server{always_usual};
  SmtpCourier courier{options_for(server)};
  const std::string good = "Subject: x\r\n\r\nx\r\n";
  for (const std::string address : {"b@example.org\r\nRCPT TO:<c@example.org>", "b@example.org>\nDATA", "",
                                    "b", "b@example.org SIZE=1"}) {
    EXPECT_THROW(courier.start({1, "a@example.org", address, good}), std::invalid_argument) << address;
    EXPECT_THROW(courier.start({1, address, "b@example.org", good}), std::invalid_argument) << address;
  }
  for (const std::string& message :
       {std::string{"a\nb\r\n"}, std::string{"a\rb\r\n"}, std::string{"a\r\n\n.\n"}, std::string{"a\r"},
        std::string{"a\0b\r\n", 5}, std::string(999, 'x') + "\r\n", "x\r\n" + std::string(999, 'x')}) {
    EXPECT_THROW(courier.start({1, "a@example.org", "b@example.org", message}), std::invalid_argument);
  }
  EXPECT_EQ(courier.room(), 4u);
  Driver driver{courier};
  EXPECT_EQ(driver.send(1).outcome, Outcome::sent);
  EXPECT_EQ(server.connections(), 1);
  EXPECT_EQ(server.received().size(), 1u);
}

TEST(SmtpCourier, OptionsThatCannotBeUsed) {
  const auto refused = [](auto change) {
    SmtpOptions options;
    options.host = "mail.example.org";
    EXPECT_NO_THROW(SmtpCourier{options});
    change(options);
    EXPECT_THROW(SmtpCourier{options}, std::invalid_argument);
  };
  for (const std::string host :
       {"mail.example.org", "192.0.2.1", "127.0.0.1.example.org", "localhost.example.org", "::2"}) {
    refused([&](SmtpOptions& options) {
      options.host = host;
      options.security = SmtpOptions::Security::none;
    });
  }
  for (const std::string host : {"", "a b", "user@example.org", "a/b", "a\r\nb", "a?b", "a#b"}) {
    refused([&](SmtpOptions& options) { options.host = host; });
  }
  refused([](SmtpOptions& options) { options.hello = "a\r\nMAIL"; });
  refused([](SmtpOptions& options) { options.hello = "a%0d"; });
  refused([](SmtpOptions& options) { options.hello = "[]"; });
  refused([](SmtpOptions& options) { options.hello = "[a/b]"; });
  refused([](SmtpOptions& options) { options.port = 0; });
  refused([](SmtpOptions& options) { options.connections = 0; });
  refused([](SmtpOptions& options) { options.ca_file = "/does/not/exist.pem"; });
  for (const std::string host : {"localhost", "127.0.0.1", "127.1.2.3", "::1"}) {
    SmtpOptions options;
    options.host = host;
    options.security = SmtpOptions::Security::none;
    EXPECT_NO_THROW(SmtpCourier{options});
  }
}

TEST(SmtpCourier, NobodyListens) {
  SmtpOptions options;
  {
    SmtpServer gone{always_usual};
    options = options_for(gone);
  }
  SmtpCourier courier{options};
  Driver driver{courier};
  EXPECT_EQ(driver.send(1).outcome, Outcome::retry);
  EXPECT_EQ(driver.done[1].blame, Blame::relay);
  EXPECT_EQ(driver.done[1].reply_code, 0);
  EXPECT_TRUE(driver.done[1].detail.starts_with("connecting: ")) << driver.done[1].detail;
}

TEST(SmtpCourier, GreetsWithTheNameItIsGiven) {
  for (const std::string hello : {"traject.example.org", "[192.0.2.1]", "[IPv6:2001:db8::1]"}) {
    SmtpServer server{always_usual};
    auto options = options_for(server);
    options.hello = hello;
    SmtpCourier courier{options};
    Driver driver{courier};
    EXPECT_EQ(driver.send(1).outcome, Outcome::sent);
    EXPECT_TRUE(server.octets().starts_with("EHLO " + hello + "\r\nMAIL FROM:<a@example.org> SIZE=22\r\n"))
        << server.octets();
  }
}

TEST(SmtpCourier, EnvironmentHasNoSayInTheWay) {
  SmtpServer server{always_usual};
  setenv("ALL_PROXY", "socks5://127.0.0.1:9", 1);
  setenv("all_proxy", "http://127.0.0.1:9", 1);
  SmtpCourier courier{options_for(server)};
  Driver driver{courier};
  EXPECT_EQ(driver.send(1).outcome, Outcome::sent);
  unsetenv("ALL_PROXY");
  unsetenv("all_proxy");
}

TEST(SmtpCourier, RefusedPasswordIsNotRepeated) {
  SmtpServer server{[](const Moment& moment) -> Act {
    if (moment.point == Point::ehlo) return {Kind::reply, "250-x\r\n250 AUTH PLAIN\r\n"};
    if (moment.point == Point::auth_answer) {
      return {Kind::reply, "535 5.7.8 traject geheim " + moment.line + "\r\n"};
    }
    return {};
  }};
  auto options = options_for(server);
  options.user = "traject";
  options.password = "geheim";
  SmtpCourier courier{options};
  Driver driver{courier};
  const auto event = driver.send(1);
  EXPECT_EQ(event.outcome, Outcome::retry);
  EXPECT_EQ(event.blame, Blame::relay);
  EXPECT_EQ(event.stage, smtp::Stage::login);
  EXPECT_EQ(event.detail, "the mail server does not accept the user name and password (535 5.7.8)");
}

}  // namespace
