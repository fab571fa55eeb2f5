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
using smtp::Blame;
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
  Blame blame;
  Content content;
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
  using enum Blame;
  static const std::vector<Script> table = {
      // clang-format off
      // --- Banner
      {"banner 421", {{Point::banner, says("421 4.3.2 Shutting down\r\n")}}, retry, 421, relay, Content::none},
      {"banner 554", {{Point::banner, says("554 5.3.2 No service\r\n")}}, retry, 554, relay, Content::none},
      {"banner silence", {{Point::banner, silence}}, retry, 0, relay, Content::none},
      {"banner close", {{Point::banner, closes}}, retry, 0, relay, Content::none},
      {"banner reset", {{Point::banner, resets}}, retry, 0, relay, Content::none},
      {"banner of another protocol", {{Point::banner, {Kind::reply_close, "HTTP/1.1 400 Bad Request\r\n\r\n"}}}, retry, 0, relay, Content::none},
      {"banner without end", {{Point::banner, {Kind::flood, "220-still here\r\n"}}}, retry, 0, relay, Content::none},
      {"banner of one endless line", {{Point::banner, {Kind::flood, long_text}}}, retry, 0, relay, Content::none},
      {"banner of many lines", {{Point::banner, says("220-Welcome\r\n220-to\r\n220 mail.example.org\r\n")}}, sent, 250, nobody, Content::some},
      {"banner slow", {{Point::banner, {Kind::drip, "220 mail.example.org\r\n"}}}, sent, 250, nobody, Content::some},
      // --- EHLO
      {"EHLO 421", {{Point::ehlo, says("421 4.3.2 Shutting down\r\n")}}, sent, 250, nobody, Content::some},  // HELO
      {"EHLO 502", {{Point::ehlo, says("502 5.5.1 Unknown\r\n")}}, sent, 250, nobody, Content::some},        // HELO
      {"EHLO 550 and close", {{Point::ehlo, {Kind::reply_close, "550 5.7.1 Not you\r\n"}}}, retry, 550, relay, Content::none},
      {"EHLO silence", {{Point::ehlo, silence}}, retry, 220, relay, Content::none},
      {"EHLO close", {{Point::ehlo, closes}}, retry, 220, relay, Content::none},
      {"EHLO reset", {{Point::ehlo, resets}}, retry, 220, relay, Content::none},
      {"EHLO garbage", {{Point::ehlo, {Kind::reply_close, "\x01\x02\xff\r\n"}}}, retry, 220, relay, Content::none},
      // --- STARTTLS
      {"STARTTLS not offered", {}, retry, 250, relay, Content::none, As::starttls, Next::does_not},
      {"STARTTLS 454", {{Point::ehlo, says("250-x\r\n250 STARTTLS\r\n")}, {Point::starttls, says("454 4.7.0 Not now\r\n")}}, retry, 454, relay, Content::none, As::starttls, Next::does_not},
      {"STARTTLS 502", {{Point::ehlo, says("250-x\r\n250 STARTTLS\r\n")}, {Point::starttls, says("502 5.5.1 Unknown\r\n")}}, retry, 502, relay, Content::none, As::starttls, Next::does_not},
      {"STARTTLS silence", {{Point::ehlo, says("250-x\r\n250 STARTTLS\r\n")}, {Point::starttls, silence}}, retry, 250, relay, Content::none, As::starttls, Next::does_not},
      {"STARTTLS close", {{Point::ehlo, says("250-x\r\n250 STARTTLS\r\n")}, {Point::starttls, closes}}, retry, 250, relay, Content::none, As::starttls, Next::does_not},
      {"STARTTLS then no TLS", {{Point::ehlo, says("250-x\r\n250 STARTTLS\r\n")}, {Point::starttls, {Kind::reply_close, "220 2.0.0 Go\r\n250 no TLS here\r\n"}}}, retry, 220, relay, Content::none, As::starttls, Next::does_not},
      {"STARTTLS then silence", {{Point::ehlo, says("250-x\r\n250 STARTTLS\r\n")}, {Point::starttls, says("220 2.0.0 Go\r\n")}}, retry, 220, relay, Content::none, As::starttls, Next::does_not},
      // --- AUTH
      {"AUTH 535", {{Point::ehlo, says(offers_auth)}, {Point::auth_answer, says("535 5.7.8 Wrong\r\n")}}, retry, 535, relay, Content::none, As::user},
      {"AUTH 454", {{Point::ehlo, says(offers_auth)}, {Point::auth_answer, says("454 4.7.0 Later\r\n")}}, retry, 454, relay, Content::none, As::user},
      {"AUTH 504", {{Point::ehlo, says("250-x\r\n250 AUTH PLAIN\r\n")}, {Point::auth, says("504 5.5.4 Unknown\r\n")}}, retry, 504, relay, Content::none, As::user},
      {"AUTH silence", {{Point::ehlo, says(offers_auth)}, {Point::auth, silence}}, retry, 250, relay, Content::none, As::user},
      {"AUTH close", {{Point::ehlo, says(offers_auth)}, {Point::auth_answer, closes}}, retry, 334, relay, Content::none, As::user},
      {"AUTH garbage", {{Point::ehlo, says(offers_auth)}, {Point::auth, {Kind::reply_close, "334\r\n\r\n"}}}, retry, 334, relay, Content::none, As::user},
      {"AUTH not offered", {{Point::ehlo, says("250-x\r\n250 8BITMIME\r\n")}}, retry, 250, relay, Content::none, As::user},
      {"AUTH of another kind", {{Point::ehlo, says("250-x\r\n250 AUTH GSSAPI\r\n")}}, retry, 250, relay, Content::none, As::user},
      {"AUTH accepted", {{Point::ehlo, says(offers_auth)}}, sent, 250, nobody, Content::some, As::user},
      // --- MAIL FROM
      {"MAIL 451", {{Point::mail, says("451 4.3.0 Later\r\n")}}, retry, 451, relay, Content::none},
      {"MAIL 550", {{Point::mail, says("550 5.7.1 Sender refused\r\n")}}, retry, 550, relay, Content::none},
      {"MAIL 552 size", {{Point::mail, says("552 5.3.4 Too big\r\n")}}, retry, 552, relay, Content::none},
      {"MAIL 452", {{Point::mail, says("452 4.3.1 No storage\r\n")}}, retry, 452, relay, Content::none},
      {"MAIL 501 bare", {{Point::mail, says("501 Syntax\r\n")}}, retry, 501, relay, Content::none},
      {"MAIL 535", {{Point::mail, says("535 5.7.8 Log in again\r\n")}}, retry, 535, relay, Content::none},
      {"MAIL 550 5.1.1 is not the recipient", {{Point::mail, says("550 5.1.1 Unknown\r\n")}}, retry, 550, relay, Content::none},
      {"MAIL 421", {{Point::mail, {Kind::reply_close, "421 4.3.2 Shutting down\r\n"}}}, retry, 421, relay, Content::none},
      {"MAIL 530 wants a login", {{Point::mail, says("530 5.7.0 Authenticate first\r\n")}}, retry, 530, relay, Content::none},
      {"MAIL silence", {{Point::mail, silence}}, retry, 250, relay, Content::none},
      {"MAIL close", {{Point::mail, closes}}, retry, 250, relay, Content::none},
      {"MAIL reset", {{Point::mail, resets}}, retry, 250, relay, Content::none},
      {"MAIL garbage", {{Point::mail, {Kind::reply_close, "25\r\nO K\r\n"}}}, retry, 250, relay, Content::none},
      {"MAIL refused, QUIT silence", {{Point::mail, says("550 5.7.1 No\r\n")}, {Point::quit, silence}}, retry, 550, relay, Content::none},
      // --- RCPT TO
      {"RCPT 450", {{Point::rcpt, says("450 4.2.0 Greylisted\r\n")}}, retry, 450, recipient, Content::none},
      {"RCPT 550 5.1.1", {{Point::rcpt, says("550 5.1.1 <b@example.org>: unknown\r\n")}}, failed, 550, recipient, Content::none},
      {"RCPT 550 in lines", {{Point::rcpt, says("550-5.1.1 The account\r\n550-5.1.1 that you tried\r\n550 5.1.1 does not exist\r\n")}}, failed, 550, recipient, Content::none},
      {"RCPT 550 5.7.1", {{Point::rcpt, says("550 5.7.1 Policy\r\n")}}, failed, 550, recipient, Content::none},
      {"RCPT 550 of the sender", {{Point::rcpt, says("550 5.1.8 <a@example.org>: Sender address rejected\r\n")}}, failed, 550, recipient, Content::none},
      {"RCPT 550 5.5.0 of Outlook.com", {{Point::rcpt, says("550 5.5.0 Requested action not taken: mailbox unavailable\r\n")}}, failed, 550, recipient, Content::none},
      {"RCPT 550 5.4.1 of Exchange", {{Point::rcpt, says("550 5.4.1 Recipient address rejected: Access denied\r\n")}}, failed, 550, recipient, Content::none},
      {"RCPT 554 relaying", {{Point::rcpt, says("554 5.7.1 Relay access denied\r\n")}}, failed, 554, recipient, Content::none},
      {"RCPT 552 mailbox full", {{Point::rcpt, says("552 5.2.2 Over quota\r\n")}}, retry, 552, recipient, Content::none},
      {"RCPT 452", {{Point::rcpt, says("452 4.5.3 Too many\r\n")}}, retry, 452, recipient, Content::none},
      {"RCPT 530 wants a login", {{Point::rcpt, says("530 5.7.0 Authenticate first\r\n")}}, retry, 530, relay, Content::none},
      {"RCPT 550 bare", {{Point::rcpt, says("550\r\n")}}, failed, 550, recipient, Content::none},
      {"RCPT 421", {{Point::rcpt, {Kind::reply_close, "421 4.7.0 Too many\r\n"}}}, retry, 421, relay, Content::none},
      {"RCPT silence", {{Point::rcpt, silence}}, retry, 250, relay, Content::none},
      {"RCPT reset", {{Point::rcpt, resets}}, retry, 250, relay, Content::none},
      {"RCPT refused, QUIT silence", {{Point::rcpt, says("550 5.1.1 No\r\n")}, {Point::quit, silence}}, failed, 550, recipient, Content::none},
      {"RCPT refused, QUIT 421", {{Point::rcpt, says("550 5.1.1 No\r\n")}, {Point::quit, says("421 4.0.0 No\r\n")}}, failed, 550, recipient, Content::none},
      {"RCPT refused, QUIT reset", {{Point::rcpt, says("450 4.2.0 No\r\n")}, {Point::quit, resets}}, retry, 450, recipient, Content::none},
      {"RCPT refused, QUIT garbage", {{Point::rcpt, says("450 4.2.0 No\r\n")}, {Point::quit, {Kind::flood, "\x7f\r\n"}}}, retry, 450, recipient, Content::none},
      // --- DATA
      {"DATA 451", {{Point::data, says("451 4.3.0 Later\r\n")}}, retry, 451, message, Content::none},
      {"DATA 554", {{Point::data, says("554 5.5.1 No valid recipients\r\n")}}, failed, 554, message, Content::none},
      {"DATA 550 of the sender", {{Point::data, says("550 5.7.60 Client may not send as this sender\r\n")}}, failed, 550, unclear, Content::none},
      {"DATA 250", {{Point::data, says("250 2.0.0 Ok\r\n")}}, retry, 250, relay, Content::none},
      {"DATA silence", {{Point::data, silence}}, retry, 250, relay, Content::none},
      {"DATA close", {{Point::data, closes}}, retry, 250, relay, Content::none},
      {"DATA slow", {{Point::data, {Kind::drip, "354 Go\r\n"}}}, sent, 250, nobody, Content::some},
      // --- Content and the answer to it
      {"content reset", {{Point::content, resets}}, unknown, 354, nobody, Content::some},
      {"content close", {{Point::content, closes}}, unknown, 354, nobody, Content::some},
      {"dot 451", {{Point::dot, says("451 4.3.0 Later\r\n")}}, retry, 451, message, Content::some},
      {"dot 421", {{Point::dot, {Kind::reply_close, "421 4.3.0 Later\r\n"}}}, retry, 421, relay, Content::some},
      {"dot 554", {{Point::dot, says("554 5.7.1 Spam\r\n")}}, failed, 554, unclear, Content::some},
      {"dot 550 5.7.60 of Microsoft 365", {{Point::dot, says("550 5.7.60 SMTP; Client does not have permissions to send as this sender\r\n")}}, failed, 550, unclear, Content::some},
      {"dot 550 5.1.8", {{Point::dot, says("550 5.1.8 Bad outbound sender\r\n")}}, failed, 550, unclear, Content::some},
      {"dot 451 4.7.1 greylisted", {{Point::dot, says("451 4.7.1 Try again later\r\n")}}, retry, 451, message, Content::some},
      {"dot 552 size", {{Point::dot, says("552 5.3.4 Too big\r\n")}}, failed, 552, message, Content::some},
      {"dot 452", {{Point::dot, says("452 4.3.1 No storage\r\n")}}, retry, 452, message, Content::some},
      {"dot 550 bare", {{Point::dot, says("550 No\r\n")}}, failed, 550, message, Content::some},
      {"dot 530 wants a login", {{Point::dot, says("530 5.7.57 Client not authenticated\r\n")}}, retry, 530, relay, Content::some},
      {"dot 550 5.1.1 is the message", {{Point::dot, says("550 5.1.1 Unknown\r\n")}}, failed, 550, message, Content::some},
      {"dot silence", {{Point::dot, silence}}, unknown, 354, nobody, Content::some},
      {"dot close", {{Point::dot, closes}}, unknown, 354, nobody, Content::some},
      {"dot reset", {{Point::dot, resets}}, unknown, 354, nobody, Content::some},
      {"dot garbage", {{Point::dot, {Kind::reply_close, "\xff\xfe\r\nok\r\n"}}}, unknown, 354, nobody, Content::some},
      {"dot 354", {{Point::dot, says("354 Go on\r\n")}}, unknown, 354, nobody, Content::some},
      {"dot 252", {{Point::dot, says("252 Perhaps\r\n")}}, unknown, 252, nobody, Content::some},
      {"dot 650", {{Point::dot, says("650 What\r\n")}}, unknown, 650, nobody, Content::some},
      {"dot half a refusal", {{Point::dot, {Kind::reply_close, "554-5.7.1 Spam\r\n"}}}, unknown, 354, nobody, Content::some},
      {"dot 250 in lines", {{Point::dot, says("250-2.0.0 Ok\r\n250 2.0.0 queued\r\n")}}, sent, 250, nobody, Content::some},
      {"dot 250 slow", {{Point::dot, {Kind::drip, "250 2.0.0 Ok\r\n"}}}, sent, 250, nobody, Content::some},
      {"dot 250 bare", {{Point::dot, says("250\r\n")}}, sent, 250, nobody, Content::some},
      // --- Replies too long
      {"banner too long", {{Point::banner, says("220 " + long_text + "\r\n")}}, sent, 250, nobody, Content::some},
      {"RCPT 550 too long", {{Point::rcpt, says("550 5.1.1 " + std::string(9'000, 'x') + "\r\n")}}, failed, 550, recipient, Content::none},
      {"dot 250 too long", {{Point::dot, says("250 2.0.0 " + long_text + "\r\n")}}, sent, 250, nobody, Content::some},
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
    EXPECT_EQ(event.blame, script_.blame) << to_string(event.blame) << ": " << event.detail;
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
    return scripted::limited(options, waits_for_ever() ? 4s : 20s);
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
