// SPDX-License-Identifier: Apache-2.0
#include "service/mail/relay_watch.h"

#include <gtest/gtest.h>

#include <tuple>

namespace relay_watch_test {

using mail::Attempt;
using mail::RelayWatch;
using smtp::Blame;
using smtp::Event;
using smtp::Outcome;
using smtp::Stage;
using std::chrono::minutes;
using std::chrono::seconds;
using Verdict = RelayWatch::Verdict;
using Reason = store::MailPause::Reason;
using namespace date::literals;

constexpr programme::Instant nine{date::sys_days{2023_y / 6 / 6} + std::chrono::hours{7}};

Attempt attempt(std::int64_t mail, const std::string& from = "us@example.org") {
  const std::string name = "p" + std::to_string(mail);
  return {.mail = mail, .from = from, .to = name + "@example.org", .recipient = "person:" + name};
}

Attempt probe(Attempt attempt) {
  attempt.probe = true;
  return attempt;
}

Event event(Stage stage, Blame blame, int code, const std::string& status,
            Outcome outcome = Outcome::failed) {
  Event event;
  event.stage = stage;
  event.blame = blame;
  event.outcome = outcome;
  event.reply_code = code;
  event.status = status;
  event.detail = std::to_string(code) + ' ' + status;
  return event;
}

Event relay(Stage stage, int code, const std::string& status = "") {
  return event(stage, Blame::relay, code, status, Outcome::retry);
}
Event unclear() { return event(Stage::content, Blame::unclear, 550, "5.7.60"); }
Event unknown_mailbox(const std::string& status = "5.1.1") {
  return event(Stage::recipient, Blame::recipient, 550, status);
}
Event bad_message(const std::string& status = "") {
  return event(Stage::content, Blame::message, 554, status);
}

/// What one refusal does on its own, and after how many of them mail is paused.
TEST(RelayWatch, WhatARefusalMeans) {
  struct Case {
    const char* name;
    Event event;
    Verdict verdict;
    int pauses_after;  ///< 0: not within ten.
    Reason reason = Reason::connection;
  };
  const Case cases[] = {
      // clang-format off
      {"no connection", relay(Stage::connection, 0), Verdict::soon, 5, Reason::connection},
      {"greeting 554", relay(Stage::connection, 554, "5.7.1"), Verdict::soon, 1, Reason::connection},
      {"greeting 421", relay(Stage::connection, 421), Verdict::soon, 5, Reason::connection},
      {"EHLO 550", relay(Stage::hello, 550), Verdict::soon, 1, Reason::hello},
      {"STARTTLS 454", relay(Stage::encryption, 454), Verdict::soon, 1, Reason::encryption},
      {"certificate", relay(Stage::encryption, 220), Verdict::soon, 1, Reason::encryption},
      {"AUTH 535", relay(Stage::login, 535, "5.7.8"), Verdict::soon, 1, Reason::login},
      {"AUTH 454", relay(Stage::login, 454, "4.7.0"), Verdict::soon, 5, Reason::login},
      {"MAIL 530", relay(Stage::sender, 530, "5.7.0"), Verdict::soon, 1, Reason::login},
      {"MAIL 550", relay(Stage::sender, 550, "5.7.1"), Verdict::soon, 1, Reason::sender},
      {"MAIL 552", relay(Stage::sender, 552, "5.3.4"), Verdict::soon, 1, Reason::sender},
      {"MAIL 452", relay(Stage::sender, 452), Verdict::soon, 5, Reason::sender},
      {"MAIL 421", relay(Stage::sender, 421), Verdict::soon, 5, Reason::sender},
      {"MAIL silence", relay(Stage::sender, 250), Verdict::soon, 5, Reason::sender},
      {"RCPT 450", event(Stage::recipient, Blame::recipient, 450, "4.2.0", Outcome::retry), Verdict::later, 0},
      {"RCPT 550 5.1.1", unknown_mailbox(), Verdict::waits, 3, Reason::recipients},
      {"RCPT 550 5.5.0", unknown_mailbox("5.5.0"), Verdict::waits, 3, Reason::recipients},
      {"RCPT 550 bare", unknown_mailbox(""), Verdict::waits, 3, Reason::recipients},
      {"RCPT 530", relay(Stage::recipient, 530, "5.7.0"), Verdict::soon, 1, Reason::login},
      {"RCPT 421", relay(Stage::recipient, 421), Verdict::soon, 5, Reason::connection},
      {"RCPT silence", relay(Stage::recipient, 250), Verdict::soon, 5, Reason::connection},
      {"DATA silence", relay(Stage::data, 250), Verdict::soon, 5, Reason::connection},
      {"dot 5.7.60", unclear(), Verdict::soon, 1, Reason::content},
      {"dot 554 bare", bad_message(), Verdict::fails, 3, Reason::content},
      {"dot 552 5.3.4", event(Stage::content, Blame::message, 552, "5.3.4"), Verdict::fails, 3, Reason::content},
      {"dot 451 4.7.1", event(Stage::content, Blame::message, 451, "4.7.1", Outcome::retry), Verdict::later, 0},
      {"dot 421", relay(Stage::content, 421), Verdict::soon, 5, Reason::connection},
      // clang-format on
  };
  for (const auto& [name, event, verdict, pauses_after, reason] : cases) {
    SCOPED_TRACE(name);
    RelayWatch watch;
    int refused = 0;
    EXPECT_EQ(watch.refused(attempt(++refused), event, nine), verdict);
    while (!watch.pause() && refused < 10) watch.refused(attempt(++refused), event, nine);
    EXPECT_EQ(watch.pause() ? refused : 0, pauses_after);
    if (!watch.pause()) continue;
    EXPECT_EQ(watch.pause()->reason, reason);
    EXPECT_EQ(watch.pause()->since, nine);
    EXPECT_EQ(watch.pause()->detail, event.detail);
    watch.accepted(probe(attempt(50)));
    EXPECT_EQ(watch.pause(), std::nullopt) << "an acceptance ends it, whatever it was";
  }
}

TEST(RelayWatch, OneRecipientTwiceIsOneRecipient) {
  RelayWatch watch;
  for (int i = 0; i < 5; ++i) EXPECT_EQ(watch.refused(attempt(1), unknown_mailbox(), nine), Verdict::waits);
  EXPECT_EQ(watch.pause(), std::nullopt);
}

TEST(RelayWatch, ThreeRecipientsWithOneReplyAndNoneAcceptedAreTheServers) {
  RelayWatch watch;
  EXPECT_EQ(watch.refused(attempt(1), unknown_mailbox(), nine), Verdict::waits);
  EXPECT_EQ(watch.refused(attempt(2), unknown_mailbox("5.4.1"), nine), Verdict::waits);
  EXPECT_EQ(watch.refused(attempt(3), unknown_mailbox(), nine), Verdict::waits);
  EXPECT_EQ(watch.refused(attempt(4), unknown_mailbox(), nine), Verdict::soon);
  ASSERT_TRUE(watch.pause());
  EXPECT_EQ(watch.pause()->reason, Reason::recipients);
  EXPECT_EQ(watch.take_undo().addresses, (std::vector<std::string>{"p1@example.org", "p3@example.org"}));
  EXPECT_EQ(watch.suspects(), (std::set<std::string>{"person:p1", "person:p3", "person:p4"}));
  EXPECT_EQ(watch.refused(probe(attempt(5)), unknown_mailbox("5.7.1"), nine), Verdict::soon);
  watch.recipient_accepted(probe(attempt(6)));
  EXPECT_EQ(watch.pause(), std::nullopt);
  EXPECT_EQ(watch.refused(attempt(1), unknown_mailbox(), nine), Verdict::waits) << "its own, as it turns out";
  EXPECT_EQ(watch.refused(attempt(3), unknown_mailbox(), nine), Verdict::waits);
  EXPECT_EQ(watch.refused(attempt(4), unknown_mailbox(), nine), Verdict::waits);
  EXPECT_EQ(watch.pause(), std::nullopt);
}

TEST(RelayWatch, AnAcceptedRecipientBetweenThemMakesThemTheirOwn) {
  RelayWatch watch;
  for (int i = 1; i < 20; i += 2) {
    EXPECT_EQ(watch.refused(attempt(i), unknown_mailbox(), nine), Verdict::waits);
    EXPECT_EQ(watch.refused(attempt(100 + i), unknown_mailbox(), nine), Verdict::waits);
    watch.recipient_accepted(attempt(i + 1));
  }
  EXPECT_EQ(watch.pause(), std::nullopt);
}

TEST(RelayWatch, PolicyPausesAtOnceAndAsksSomebodyElse) {
  RelayWatch watch;
  EXPECT_EQ(watch.refused(attempt(1), unclear(), nine), Verdict::soon);
  ASSERT_TRUE(watch.pause());
  EXPECT_EQ(watch.pause()->next_probe, nine) << "at once";
  EXPECT_EQ(watch.suspects(), std::set<std::string>{"person:p1"});
  watch.recipient_accepted(probe(attempt(2)));
  EXPECT_TRUE(watch.pause()) << "354 is not the answer";
  watch.accepted(probe(attempt(2)));
  EXPECT_EQ(watch.pause(), std::nullopt);
  EXPECT_EQ(watch.suspects(), std::set<std::string>{});
  EXPECT_EQ(watch.refused(attempt(1), unclear(), nine), Verdict::fails) << "its own";
  EXPECT_EQ(watch.pause(), std::nullopt);
}

TEST(RelayWatch, APauseOfAllFailsNone) {
  RelayWatch watch;
  watch.refused(attempt(1), unclear(), nine);
  auto now = nine;
  for (int i = 2; i <= 12; ++i) {
    EXPECT_EQ(watch.refused(probe(attempt(i)), unclear(), now), Verdict::soon);
    now = watch.pause()->next_probe;
  }
  watch.accepted(probe(attempt(12)));
  EXPECT_EQ(watch.pause(), std::nullopt);
  EXPECT_EQ(watch.refused(attempt(1), unclear(), now), Verdict::soon)
      << "one server of several is not mended yet";
  watch.accepted(probe(attempt(13)));
  EXPECT_EQ(watch.refused(attempt(1), unclear(), now), Verdict::fails);
}

TEST(RelayWatch, ProbesEveryMinuteAtFirstAndEveryQuarterAtLast) {
  RelayWatch watch;
  watch.refused(attempt(1), relay(Stage::login, 535, "5.7.8"), nine);
  std::vector<int> waits;
  auto now = nine;
  for (int i = 0; i < 12; ++i) {
    const auto next = watch.pause()->next_probe;
    waits.push_back(static_cast<int>(std::chrono::duration_cast<minutes>(next - now).count()));
    now = next;
    watch.refused(probe(attempt(1)), relay(Stage::login, 535, "5.7.8"), now);
  }
  EXPECT_EQ(waits, (std::vector<int>{1, 1, 1, 1, 1, 2, 3, 5, 8, 15, 15, 15}));
  EXPECT_EQ(watch.pause()->since, nine);
}

TEST(RelayWatch, WhatWasUnderWayIsNoProbe) {
  RelayWatch watch;
  watch.refused(attempt(1), unclear(), nine);
  for (int i = 2; i <= 4; ++i) EXPECT_EQ(watch.refused(attempt(i), unclear(), nine), Verdict::soon);
  EXPECT_EQ(watch.pause()->probes, 0);
  EXPECT_EQ(watch.pause()->next_probe, nine + minutes{1}) << "they were the probes";
}

TEST(RelayWatch, GettingFurtherEndsAPause) {
  RelayWatch watch;
  watch.refused(attempt(1), relay(Stage::login, 535, "5.7.8"), nine);
  EXPECT_EQ(watch.refused(probe(attempt(2)), unknown_mailbox(), nine), Verdict::waits);
  EXPECT_EQ(watch.pause(), std::nullopt) << "the login was accepted";
}

TEST(RelayWatch, AProbeThatStopsElsewhereSaysWhere) {
  RelayWatch watch;
  watch.refused(attempt(1), unclear(), nine);
  watch.refused(probe(attempt(2)), relay(Stage::login, 535, "5.7.8"), nine + minutes{1});
  EXPECT_EQ(watch.pause()->reason, Reason::login);
  EXPECT_EQ(watch.pause()->since, nine);
  EXPECT_EQ(watch.pause()->detail, "535 5.7.8");
}

/// Each programme may have a sender of its own.
TEST(RelayWatch, OneSenderOfTwoIsRefusedAndFailsNoMail) {
  for (const Event& refusal : {relay(Stage::sender, 550, "5.7.1"), unclear()}) {
    RelayWatch watch;
    const Attempt theirs = attempt(1, "other@example.org");
    EXPECT_EQ(watch.refused(theirs, refusal, nine), Verdict::soon);
    EXPECT_TRUE(watch.pause());
    watch.recipient_accepted(probe(attempt(2)));
    watch.accepted(probe(attempt(2)));
    EXPECT_EQ(watch.pause(), std::nullopt);
    for (int i = 0; i < 3; ++i) EXPECT_EQ(watch.refused(theirs, refusal, nine), Verdict::later);
    EXPECT_EQ(watch.pause(), std::nullopt) << "the other programme's mails go";
    watch.accepted(theirs);
    EXPECT_EQ(watch.refused(theirs, refusal, nine), Verdict::soon);
  }
}

TEST(RelayWatch, MailTooLargeForTheServerStopsNoOther) {
  RelayWatch watch;
  EXPECT_EQ(watch.refused(attempt(1), relay(Stage::sender, 552, "5.3.4"), nine), Verdict::soon);
  watch.accepted(probe(attempt(2)));
  EXPECT_EQ(watch.refused(attempt(1), relay(Stage::sender, 552, "5.3.4"), nine), Verdict::later);
  EXPECT_EQ(watch.pause(), std::nullopt);
}

TEST(RelayWatch, ThreeMessagesWithOneReplyAreTheServers) {
  RelayWatch watch;
  EXPECT_EQ(watch.refused(attempt(1), bad_message(), nine), Verdict::fails);
  EXPECT_EQ(watch.refused(attempt(2), bad_message(), nine), Verdict::fails);
  EXPECT_EQ(watch.refused(attempt(3), bad_message(), nine), Verdict::soon);
  EXPECT_EQ(watch.take_undo().mails, (std::vector<std::int64_t>{1, 2}));
  watch.accepted(probe(attempt(4)));
  EXPECT_EQ(watch.refused(attempt(2), bad_message(), nine), Verdict::fails);
  EXPECT_EQ(watch.take_undo().mails, std::vector<std::int64_t>{});
}

TEST(RelayWatch, FailuresInARowOnly) {
  RelayWatch watch;
  for (int i = 0; i < 20; ++i) {
    watch.refused(attempt(i), relay(Stage::sender, 421), nine);
    if (i % 4 == 3) watch.accepted(attempt(i));
  }
  EXPECT_EQ(watch.pause(), std::nullopt);
}

TEST(RelayWatch, ARestartProbesAtOnceAndKnowsSinceWhen) {
  const store::MailPause stored{Reason::content, nine, "550 5.7.60", nine + minutes{15}, 9};
  RelayWatch watch{stored};
  ASSERT_TRUE(watch.pause());
  watch.probe_at(nine + minutes{1});
  EXPECT_EQ(watch.pause()->next_probe, nine + minutes{1});
  EXPECT_EQ(watch.refused(probe(attempt(1)), unclear(), nine + minutes{1}), Verdict::soon);
  EXPECT_EQ(watch.pause()->since, nine);
  watch.accepted(probe(attempt(2)));
  EXPECT_EQ(watch.pause(), std::nullopt);
}

TEST(RelayWatch, AnotherProcessEndsAPauseOrWantsAProbe) {
  RelayWatch watch;
  watch.refused(attempt(1), relay(Stage::login, 535), nine);
  auto stored = watch.pause();
  stored->next_probe = nine + seconds{5};
  watch.compare(stored);
  EXPECT_EQ(watch.pause()->next_probe, nine + seconds{5});
  watch.compare(std::nullopt);
  EXPECT_EQ(watch.pause(), std::nullopt);
}

}  // namespace relay_watch_test
