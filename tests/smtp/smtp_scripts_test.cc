// SPDX-License-Identifier: Apache-2.0
//
// A mail server that misbehaves at every point: what becomes of the mail, and that the next one goes.
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "service/smtp/smtp_courier.h"
#include "tests/smtp/scripted_smtp.h"
#include "tests/smtp/smtp_driver.h"

namespace {

using scripted::Act;
using scripted::Point;
using smtp::Outcome;
using smtp::SmtpOptions;
using Kind = Act::Kind;
using namespace std::chrono_literals;

enum class Content { none, some };
/// What the second mail is to find: the script is over, or the server is as it was.
enum class Next { goes, does_not };
enum class As { plain, user, starttls };

struct Script {
  const char* name;
  std::map<Point, Act> acts;  ///< Each once, on the first connection.
  Outcome outcome;
  int code;
  bool connected;
  Content content;
  bool bad_address = false;
  As as = As::plain;
  Next next = Next::goes;
};

Act says(std::string text) { return {Kind::reply, std::move(text)}; }
const Act silence{Kind::silence, {}};
const Act closes{Kind::close, {}};
const Act resets{Kind::reset, {}};
const std::string offers_auth = "250-mail.example.org\r\n250 AUTH PLAIN LOGIN\r\n";
const std::string long_text(20'000, 'x');

const std::vector<Script>& scripts() {
  using enum Outcome;
  constexpr bool reached = true, not_reached = false, bad = true;
  static const std::vector<Script> table = {
      // clang-format off
      // --- Banner
      {"banner 421", {{Point::banner, says("421 4.3.2 Shutting down\r\n")}}, retry, 421, not_reached, Content::none},
      {"banner 554", {{Point::banner, says("554 5.3.2 No service\r\n")}}, retry, 554, not_reached, Content::none},
      {"banner silence", {{Point::banner, silence}}, retry, 0, not_reached, Content::none},
      {"banner close", {{Point::banner, closes}}, retry, 0, not_reached, Content::none},
      {"banner reset", {{Point::banner, resets}}, retry, 0, not_reached, Content::none},
      {"banner of another protocol", {{Point::banner, {Kind::reply_close, "HTTP/1.1 400 Bad Request\r\n\r\n"}}}, retry, 0, not_reached, Content::none},
      {"banner without end", {{Point::banner, {Kind::flood, "220-still here\r\n"}}}, retry, 0, not_reached, Content::none},
      {"banner of one endless line", {{Point::banner, {Kind::flood, long_text}}}, retry, 0, not_reached, Content::none},
      {"banner of many lines", {{Point::banner, says("220-Welcome\r\n220-to\r\n220 mail.example.org\r\n")}}, sent, 250, reached, Content::some},
      {"banner slow", {{Point::banner, {Kind::drip, "220 mail.example.org\r\n"}}}, sent, 250, reached, Content::some},
      // --- EHLO
      {"EHLO 421", {{Point::ehlo, says("421 4.3.2 Shutting down\r\n")}}, sent, 250, reached, Content::some},  // HELO
      {"EHLO 502", {{Point::ehlo, says("502 5.5.1 Unknown\r\n")}}, sent, 250, reached, Content::some},        // HELO
      {"EHLO 550 and close", {{Point::ehlo, {Kind::reply_close, "550 5.7.1 Not you\r\n"}}}, retry, 550, not_reached, Content::none},
      {"EHLO silence", {{Point::ehlo, silence}}, retry, 220, not_reached, Content::none},
      {"EHLO close", {{Point::ehlo, closes}}, retry, 220, not_reached, Content::none},
      {"EHLO reset", {{Point::ehlo, resets}}, retry, 220, not_reached, Content::none},
      {"EHLO garbage", {{Point::ehlo, {Kind::reply_close, "\x01\x02\xff\r\n"}}}, retry, 220, not_reached, Content::none},
      // --- STARTTLS
      {"STARTTLS not offered", {}, retry, 250, not_reached, Content::none, false, As::starttls, Next::does_not},
      {"STARTTLS 454", {{Point::ehlo, says("250-x\r\n250 STARTTLS\r\n")}, {Point::starttls, says("454 4.7.0 Not now\r\n")}}, retry, 454, not_reached, Content::none, false, As::starttls, Next::does_not},
      {"STARTTLS 502", {{Point::ehlo, says("250-x\r\n250 STARTTLS\r\n")}, {Point::starttls, says("502 5.5.1 Unknown\r\n")}}, retry, 502, not_reached, Content::none, false, As::starttls, Next::does_not},
      {"STARTTLS silence", {{Point::ehlo, says("250-x\r\n250 STARTTLS\r\n")}, {Point::starttls, silence}}, retry, 250, not_reached, Content::none, false, As::starttls, Next::does_not},
      {"STARTTLS close", {{Point::ehlo, says("250-x\r\n250 STARTTLS\r\n")}, {Point::starttls, closes}}, retry, 250, not_reached, Content::none, false, As::starttls, Next::does_not},
      {"STARTTLS then no TLS", {{Point::ehlo, says("250-x\r\n250 STARTTLS\r\n")}, {Point::starttls, {Kind::reply_close, "220 2.0.0 Go\r\n250 no TLS here\r\n"}}}, retry, 220, not_reached, Content::none, false, As::starttls, Next::does_not},
      {"STARTTLS then silence", {{Point::ehlo, says("250-x\r\n250 STARTTLS\r\n")}, {Point::starttls, says("220 2.0.0 Go\r\n")}}, retry, 220, not_reached, Content::none, false, As::starttls, Next::does_not},
      // --- AUTH
      {"AUTH 535", {{Point::ehlo, says(offers_auth)}, {Point::auth_answer, says("535 5.7.8 Wrong\r\n")}}, retry, 535, not_reached, Content::none, false, As::user},
      {"AUTH 454", {{Point::ehlo, says(offers_auth)}, {Point::auth_answer, says("454 4.7.0 Later\r\n")}}, retry, 454, not_reached, Content::none, false, As::user},
      {"AUTH 504", {{Point::ehlo, says("250-x\r\n250 AUTH PLAIN\r\n")}, {Point::auth, says("504 5.5.4 Unknown\r\n")}}, retry, 504, not_reached, Content::none, false, As::user},
      {"AUTH silence", {{Point::ehlo, says(offers_auth)}, {Point::auth, silence}}, retry, 250, not_reached, Content::none, false, As::user},
      {"AUTH close", {{Point::ehlo, says(offers_auth)}, {Point::auth_answer, closes}}, retry, 334, not_reached, Content::none, false, As::user},
      {"AUTH garbage", {{Point::ehlo, says(offers_auth)}, {Point::auth, {Kind::reply_close, "334\r\n\r\n"}}}, retry, 334, not_reached, Content::none, false, As::user},
      {"AUTH not offered", {{Point::ehlo, says("250-x\r\n250 8BITMIME\r\n")}}, retry, 250, not_reached, Content::none, false, As::user},
      {"AUTH of another kind", {{Point::ehlo, says("250-x\r\n250 AUTH GSSAPI\r\n")}}, retry, 250, not_reached, Content::none, false, As::user},
      {"AUTH accepted", {{Point::ehlo, says(offers_auth)}}, sent, 250, reached, Content::some, false, As::user},
      // --- MAIL FROM
      {"MAIL 451", {{Point::mail, says("451 4.3.0 Later\r\n")}}, retry, 451, reached, Content::none},
      {"MAIL 550", {{Point::mail, says("550 5.7.1 Sender refused\r\n")}}, failed, 550, reached, Content::none},
      {"MAIL 550 5.1.1 is not the recipient", {{Point::mail, says("550 5.1.1 Unknown\r\n")}}, failed, 550, reached, Content::none},
      {"MAIL 421", {{Point::mail, {Kind::reply_close, "421 4.3.2 Shutting down\r\n"}}}, retry, 421, not_reached, Content::none},
      {"MAIL 530 wants a login", {{Point::mail, says("530 5.7.0 Authenticate first\r\n")}}, retry, 530, not_reached, Content::none},
      {"MAIL silence", {{Point::mail, silence}}, retry, 250, reached, Content::none},
      {"MAIL close", {{Point::mail, closes}}, retry, 250, reached, Content::none},
      {"MAIL reset", {{Point::mail, resets}}, retry, 250, reached, Content::none},
      {"MAIL garbage", {{Point::mail, {Kind::reply_close, "25\r\nO K\r\n"}}}, retry, 250, reached, Content::none},
      {"MAIL refused, QUIT silence", {{Point::mail, says("550 5.7.1 No\r\n")}, {Point::quit, silence}}, failed, 550, reached, Content::none},
      // --- RCPT TO
      {"RCPT 450", {{Point::rcpt, says("450 4.2.0 Greylisted\r\n")}}, retry, 450, reached, Content::none},
      {"RCPT 550 5.1.1", {{Point::rcpt, says("550 5.1.1 <b@example.org>: unknown\r\n")}}, failed, 550, reached, Content::none, bad},
      {"RCPT 550 in lines", {{Point::rcpt, says("550-5.1.1 The account\r\n550-5.1.1 that you tried\r\n550 5.1.1 does not exist\r\n")}}, failed, 550, reached, Content::none, bad},
      {"RCPT 550 5.7.1", {{Point::rcpt, says("550 5.7.1 Policy\r\n")}}, failed, 550, reached, Content::none},
      {"RCPT 550 of the sender", {{Point::rcpt, says("550 5.1.8 <a@example.org>: Sender address rejected\r\n")}}, failed, 550, reached, Content::none},
      {"RCPT 550 bare", {{Point::rcpt, says("550\r\n")}}, failed, 550, reached, Content::none},
      {"RCPT 421", {{Point::rcpt, {Kind::reply_close, "421 4.7.0 Too many\r\n"}}}, retry, 421, not_reached, Content::none},
      {"RCPT silence", {{Point::rcpt, silence}}, retry, 250, reached, Content::none},
      {"RCPT reset", {{Point::rcpt, resets}}, retry, 250, reached, Content::none},
      {"RCPT refused, QUIT silence", {{Point::rcpt, says("550 5.1.1 No\r\n")}, {Point::quit, silence}}, failed, 550, reached, Content::none, bad},
      {"RCPT refused, QUIT 421", {{Point::rcpt, says("550 5.1.1 No\r\n")}, {Point::quit, says("421 4.0.0 No\r\n")}}, failed, 550, reached, Content::none, bad},
      {"RCPT refused, QUIT reset", {{Point::rcpt, says("450 4.2.0 No\r\n")}, {Point::quit, resets}}, retry, 450, reached, Content::none},
      {"RCPT refused, QUIT garbage", {{Point::rcpt, says("450 4.2.0 No\r\n")}, {Point::quit, {Kind::flood, "\x7f\r\n"}}}, retry, 450, reached, Content::none},
      // --- DATA
      {"DATA 451", {{Point::data, says("451 4.3.0 Later\r\n")}}, retry, 451, reached, Content::none},
      {"DATA 554", {{Point::data, says("554 5.5.1 No valid recipients\r\n")}}, failed, 554, reached, Content::none},
      {"DATA 250", {{Point::data, says("250 2.0.0 Ok\r\n")}}, retry, 250, reached, Content::none},
      {"DATA silence", {{Point::data, silence}}, retry, 250, reached, Content::none},
      {"DATA close", {{Point::data, closes}}, retry, 250, reached, Content::none},
      {"DATA slow", {{Point::data, {Kind::drip, "354 Go\r\n"}}}, sent, 250, reached, Content::some},
      // --- Content and the answer to it
      {"content reset", {{Point::content, resets}}, unknown, 354, reached, Content::some},
      {"content close", {{Point::content, closes}}, unknown, 354, reached, Content::some},
      {"dot 451", {{Point::dot, says("451 4.3.0 Later\r\n")}}, retry, 451, reached, Content::some},
      {"dot 421", {{Point::dot, {Kind::reply_close, "421 4.3.0 Later\r\n"}}}, retry, 421, reached, Content::some},
      {"dot 554", {{Point::dot, says("554 5.7.1 Spam\r\n")}}, failed, 554, reached, Content::some},
      {"dot 550 5.1.1 is the message", {{Point::dot, says("550 5.1.1 Unknown\r\n")}}, failed, 550, reached, Content::some},
      {"dot silence", {{Point::dot, silence}}, unknown, 354, reached, Content::some},
      {"dot close", {{Point::dot, closes}}, unknown, 354, reached, Content::some},
      {"dot reset", {{Point::dot, resets}}, unknown, 354, reached, Content::some},
      {"dot garbage", {{Point::dot, {Kind::reply_close, "\xff\xfe\r\nok\r\n"}}}, unknown, 354, reached, Content::some},
      {"dot 354", {{Point::dot, says("354 Go on\r\n")}}, unknown, 354, reached, Content::some},
      {"dot 252", {{Point::dot, says("252 Perhaps\r\n")}}, unknown, 252, reached, Content::some},
      {"dot 650", {{Point::dot, says("650 What\r\n")}}, unknown, 650, reached, Content::some},
      {"dot half a refusal", {{Point::dot, {Kind::reply_close, "554-5.7.1 Spam\r\n"}}}, unknown, 354, reached, Content::some},
      {"dot 250 in lines", {{Point::dot, says("250-2.0.0 Ok\r\n250 2.0.0 queued\r\n")}}, sent, 250, reached, Content::some},
      {"dot 250 slow", {{Point::dot, {Kind::drip, "250 2.0.0 Ok\r\n"}}}, sent, 250, reached, Content::some},
      {"dot 250 bare", {{Point::dot, says("250\r\n")}}, sent, 250, reached, Content::some},
      // --- Replies too long
      {"banner too long", {{Point::banner, says("220 " + long_text + "\r\n")}}, sent, 250, reached, Content::some},
      {"RCPT 550 too long", {{Point::rcpt, says("550 5.1.1 " + std::string(9'000, 'x') + "\r\n")}}, failed, 550, reached, Content::none, bad},
      {"dot 250 too long", {{Point::dot, says("250 2.0.0 " + long_text + "\r\n")}}, sent, 250, reached, Content::some},
      // clang-format on
  };
  return table;
}

/// One script under way: all run at the same time, so that those that wait for silence cost it once.
class Trial {
 public:
  explicit Trial(const Script& script)
      : script_{script},
        server_{[acts = script.acts, as = script.as](const scripted::Moment& moment) mutable -> Act {
          const auto found = acts.find(moment.point);
          if (found == acts.end() && moment.point == Point::ehlo && as == As::user) return says(offers_auth);
          if (found == acts.end()) return {};
          const Act act = found->second;
          acts.erase(found);
          return act;
        }},
        courier_{options()} {
    driver_.start(1);
  }

  /// True once both mails have ended.
  bool turn(std::chrono::milliseconds limit) {
    driver_.turn(limit);
    if (driver_.done.contains(1) && !second_) {
      content_ = server_.content_octets();
      second_ = true;
      driver_.start(2, "Subject: Next\r\n\r\nTot ziens\r\n");
    }
    return driver_.done.contains(2);
  }

  void judge() {
    SCOPED_TRACE(script_.name);
    const auto& event = driver_.done[1];
    EXPECT_EQ(event.outcome, script_.outcome) << event.detail;
    EXPECT_EQ(event.reply_code, script_.code) << event.detail;
    EXPECT_EQ(event.connected, script_.connected) << event.detail;
    EXPECT_EQ(event.bad_address, script_.bad_address) << event.detail;
    EXPECT_EQ(content_ > 0, script_.content == Content::some) << content_ << " octets";
    EXPECT_FALSE(event.detail.empty());
    EXPECT_LE(event.detail.size(), 300u);
    EXPECT_TRUE(std::all_of(event.detail.begin(), event.detail.end(), [](char c) {
      return c >= ' ' && c <= '~';
    })) << event.detail;
    EXPECT_EQ(event.detail.find("geheim"), std::string::npos) << event.detail;
    const auto& second = driver_.done[2];
    EXPECT_EQ(second.outcome == Outcome::sent, script_.next == Next::goes) << second.detail;
    if (script_.next == Next::goes) {
      ASSERT_FALSE(server_.received().empty());
      EXPECT_EQ(server_.received().back().message, "Subject: Next\r\n\r\nTot ziens\r\n");
    }
  }

 private:
  SmtpOptions options() const {
    SmtpOptions options;
    options.host = "127.0.0.1";
    options.port = server_.port();
    options.security =
        script_.as == As::starttls ? SmtpOptions::Security::starttls : SmtpOptions::Security::none;
    if (script_.as == As::user) options.user = "traject", options.password = "geheim";
    options.connections = 1;
    options.connect_limit = options.total_limit = waits_for_ever() ? 4s : 20s;
    return options;
  }

  bool waits_for_ever() const {
    return script_.as == As::starttls ||
           std::any_of(script_.acts.begin(), script_.acts.end(), [](const auto& each) {
             return each.second.kind == Kind::silence || each.second.kind == Kind::flood;
           });
  }

  const Script& script_;
  scripted::SmtpServer server_;
  smtp::SmtpCourier courier_;
  scripted::Driver driver_{courier_};
  std::size_t content_ = 0;
  bool second_ = false;
};

TEST(SmtpScripts, EveryMisbehaviourHasItsOutcome) {
  std::vector<std::unique_ptr<Trial>> trials;
  for (const auto& script : scripts()) trials.push_back(std::make_unique<Trial>(script));
  const auto end = std::chrono::steady_clock::now() + 60s;
  std::vector<bool> over(trials.size());
  while (std::find(over.begin(), over.end(), false) != over.end() && std::chrono::steady_clock::now() < end) {
    // One of them is waited for a little, so that the others get the processor.
    auto limit = 5ms;
    for (std::size_t i = 0; i < trials.size(); ++i) {
      if (over[i]) continue;
      over[i] = trials[i]->turn(std::exchange(limit, 0ms));
    }
  }
  for (std::size_t i = 0; i < trials.size(); ++i) {
    EXPECT_TRUE(over[i]) << scripts()[i].name << " does not end";
    if (over[i]) trials[i]->judge();
  }
  EXPECT_GE(trials.size(), 34u);
}

}  // namespace
