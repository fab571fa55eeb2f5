// SPDX-License-Identifier: Apache-2.0
//
// A mail server that refuses: all mail is paused, one address waits, or one mail fails.
#include <gtest/gtest.h>

#include "tests/mail/worker_fixture.h"

namespace {

using namespace worker_test;
using store::MailPause;
using store::MailState;

class WorkerRelayTest : public WorkerTest {
 protected:
  /// A server that refuses all until `mended_`.
  void refuse_all(const Fate& fate) {
    desk.server.fate = [this, fate](const auto&) { return mended_ ? fate::sent() : fate; };
  }

  std::map<std::string, int> counts() {
    std::map<std::string, int> counts;
    for (const auto& [state, count] : desk.outbox->counts())
      counts[std::string{store::to_string(state)}] = static_cast<int>(count);
    return counts;
  }

  void give_another_address() {
    auto person = example::person("an", "a", "deelnemer");
    person.email = person.address = "anna@example.org";
    desk.programmes[0].people = {person};
  }

  std::optional<MailPause> pause() { return desk.outbox->pauses().read(); }

  /// Logged once a day while there is no coordinator.
  static std::string unread(const std::string& mails) {
    return mails +
           " did not go, and nobody reads of it: service.toml names no [[coordinator]] and no "
           "[operator]; `traject mail list` shows them";
  }

  using Counts = std::map<std::string, int>;
  bool mended_ = false;
};

TEST_F(WorkerRelayTest, AServerThatIsDownIsTriedEveryMinuteAndThenEveryQuarter) {
  people(40);
  refuse_all(fate::unreachable());
  desk.start();
  desk.go_to("2023-06-06 09:00");
  const auto first = desk.server.begun.size();
  EXPECT_LE(first, 8u);
  desk.go_to("2023-06-06 09:05");
  EXPECT_EQ(desk.server.begun.size(), first + 5);
  desk.go_to("2023-06-06 15:00");
  EXPECT_LE(desk.server.begun.size(), first + 35);
  EXPECT_EQ(desk.errors,
            (Lines{"mail is paused: the mail server cannot be reached: connection refused; it goes "
                   "on by itself at the first mail that is accepted",
                   unread("40 mails")}));
  ASSERT_TRUE(pause());
  EXPECT_EQ(pause()->since, at("2023-06-06 09:00"));
  EXPECT_LE(pause()->next_probe, desk.now + minutes{15});
  mended_ = true;
  desk.go_to("2023-06-06 15:16");
  EXPECT_EQ(desk.said().size(), 40u);
  EXPECT_EQ(desk.infos, Lines{"mail goes on: the mail server accepts it again"});
  EXPECT_EQ(pause(), std::nullopt);
  EXPECT_EQ(desk.outbox->list({}, 1).at(0).attempts, 1) << "tries of a server that was down do not count";
}

/// Microsoft 365: the client may not send as this sender.
TEST_F(WorkerRelayTest, APolicyThatRefusesAllFailsNone) {
  people(12);
  refuse_all(fate::may_not_send());
  desk.start();
  desk.go_to("2023-06-06 11:00");
  EXPECT_EQ(counts().count("failed"), 0u);
  ASSERT_TRUE(pause());
  EXPECT_EQ(pause()->reason, MailPause::Reason::content);
  EXPECT_EQ(pause()->detail, "550 5.7.60 not as this sender");
  EXPECT_TRUE(any(desk.errors, "mail is paused: the mail server refuses our mails: 550 5.7.60"));
  mended_ = true;
  desk.go_to("2023-06-06 11:16");
  EXPECT_EQ(counts(), (Counts{{"sent", 12}}));
  EXPECT_EQ(desk.said().size(), 12u);
}

TEST_F(WorkerRelayTest, APauseExpiresAMailOnlyByItsOwnLateness) {
  desk.programmes[0].reminders = {rule("twee-weken", "sessie", days_before(14), minutes{90})};
  refuse_all(fate::may_not_send());
  desk.start();
  desk.go_to("2023-06-06 10:29");
  EXPECT_EQ(only_mail().state, MailState::retry);
  desk.go_to("2023-06-06 10:31");
  EXPECT_EQ(only_mail().state, MailState::expired);
  EXPECT_EQ(only_mail().detail, "mail was paused until its time was over");
}

TEST_F(WorkerRelayTest, ARefusalOfOneIsItsOwnWhenAnotherIsAccepted) {
  people(5);
  desk.server.fate = [](const smtp::Transfer& transfer) {
    return transfer.to.starts_with("p2") ? fate::may_not_send() : fate::sent();
  };
  desk.start();
  desk.go_to("2023-06-06 09:10");
  EXPECT_EQ(counts(), (Counts{{"failed", 1}, {"sent", 4}}));
  EXPECT_EQ(pause(), std::nullopt);
  EXPECT_EQ(std::ranges::count(desk.server.begun, "p2@example.org", &smtp::Transfer::to), 2);
}

TEST_F(WorkerRelayTest, OnlyOneMailTheRefusalOfWhichIsNotClearStaysUntilAnotherTells) {
  refuse_all(fate::may_not_send());
  desk.start();
  desk.go_to("2023-06-06 09:00");
  EXPECT_TRUE(pause());
  desk.server.fate = [](const smtp::Transfer& transfer) {
    return transfer.to.starts_with("an") ? fate::may_not_send() : fate::sent();
  };
  desk.outbox->add_test("co@example.org", "test/1", desk.now);
  desk.outbox->pauses().probe_now(desk.now);
  desk.settle();
  EXPECT_EQ(pause(), std::nullopt);
  desk.go_to("2023-06-06 09:05");
  EXPECT_EQ(counts(), (Counts{{"failed", 1}, {"sent", 1}}));
}

TEST_F(WorkerRelayTest, APauseIsKnownAfterARestartAndProbedAtOnce) {
  people(3);
  refuse_all(fate::may_not_send());
  desk.start();
  desk.go_to("2023-06-06 11:00");
  const auto since = pause()->since;
  desk.start();
  EXPECT_EQ(pause()->since, since);
  mended_ = true;
  desk.go_to("2023-06-06 11:01");
  EXPECT_EQ(counts(), (Counts{{"sent", 3}}));
  EXPECT_EQ(pause(), std::nullopt);
}

TEST_F(WorkerRelayTest, WhatWaitsForAConnectionIsTakenBack) {
  people(20);
  desk.places = 16;
  desk.server.fate = [this](const smtp::Transfer&) {
    if (mended_) return fate::sent();
    Fate fate = fate::may_not_send();
    if (desk.server.begun.size() >= 2) fate.waits = 1'000;
    return fate;
  };
  desk.start();
  desk.go_to("2023-06-06 09:00");
  EXPECT_LE(desk.server.let_go.size(), 3u);
  EXPECT_EQ(desk.outbox->list(MailState::leased, 20).size(), desk.worker->under_way());
  mended_ = true;
  desk.stop();
  desk.start();
  desk.go_to("2023-06-06 09:03");
  EXPECT_EQ(counts(), (Counts{{"sent", 20}}));
}

// --- Refused addresses

TEST_F(WorkerRelayTest, ARefusedAddressWaitsAndIsReportedOnce) {
  desk.programmes[0].reminders.push_back(rule("dag-ervoor", "sessie", days_before(13)));
  fates({fate::bad_address()});
  desk.start();
  desk.go_to("2023-06-07 12:00");
  EXPECT_EQ(desk.server.begun.size(), 1u) << "the second does not try";
  EXPECT_EQ(counts(), (Counts{{"waiting", 2}}));
  for (const auto& mail : desk.outbox->list({}, 10)) {
    EXPECT_EQ(mail.waits_for, "an@example.org");
    EXPECT_EQ(mail.detail, "550 5.1.1 who?");
  }
  const auto refused = desk.outbox->refused_addresses().all();
  ASSERT_EQ(refused.size(), 1u);
  EXPECT_EQ(refused[0].address, "an@example.org");
  EXPECT_EQ(refused[0].since, at("2023-06-06 09:00"));
  EXPECT_EQ(refused[0].waiting, 2);
  EXPECT_EQ(desk.errors,
            (Lines{"an@example.org is refused: 550 5.1.1 who?; mails to it wait for another address, "
                   "or for `traject mail accept`",
                   unread("1 mail"), unread("1 mail")}));
}

TEST_F(WorkerRelayTest, AnotherAddressInTheFilesGetsTheMailsThatWaited) {
  desk.server.fate = [](const smtp::Transfer& transfer) {
    return transfer.to == "anna@example.org" ? fate::sent() : fate::bad_address();
  };
  desk.start();
  desk.go_to("2023-06-06 10:00");
  EXPECT_EQ(only_mail().state, MailState::waiting);
  desk.publish();
  desk.settle();
  EXPECT_EQ(only_mail().state, MailState::waiting) << "the same address again";
  give_another_address();
  desk.publish();
  desk.settle();
  EXPECT_EQ(desk.said(), Lines{"anna@example.org: twee-weken sessie 2023-06-20 0"});
  EXPECT_EQ(only_mail().state, MailState::sent);
  EXPECT_EQ(only_mail().address, "anna@example.org");
}

TEST_F(WorkerRelayTest, AMailThatWaitedTooLongIsNotSent) {
  fates({fate::bad_address(), fate::sent()});
  desk.start();
  desk.go_to("2023-06-08 09:01");
  EXPECT_EQ(only_mail().state, MailState::expired);
  give_another_address();
  desk.publish();
  desk.settle();
  EXPECT_EQ(desk.said(), Lines{});
}

TEST_F(WorkerRelayTest, AWordFreesWhatWaits) {
  fates({fate::bad_address(), fate::sent()});
  desk.start();
  desk.go_to("2023-06-06 10:00");
  EXPECT_EQ(desk.outbox->refused_addresses().accept("An@Example.org", desk.now), 1);
  desk.settle();
  EXPECT_EQ(only_mail().state, MailState::sent);
}

TEST_F(WorkerRelayTest, AWordThatComesWhileAMailIsPreparedFreesItToo) {
  desk.start();
  desk.outbox->refused_addresses().refuse({.address = "an@example.org", .since = desk.now, .reply = "550"});
  bool accepted = false;
  desk.options.compose = [&](const letters::Letter& letter, Instant now) {
    if (!std::exchange(accepted, true)) desk.outbox->refused_addresses().accept("an@example.org", now);
    return plain_message(letter, now);
  };
  desk.start();
  desk.go_to("2023-06-06 09:01");
  EXPECT_TRUE(accepted);
  EXPECT_EQ(only_mail().state, MailState::sent);
}

TEST_F(WorkerRelayTest, ACoordinatorMarksAnAddress) {
  desk.start();
  desk.outbox->refused_addresses().refuse({.address = "an@example.org",
                                           .since = desk.now,
                                           .by = store::RefusedAddress::By::coordinator,
                                           .reply = "komt terug"});
  desk.outbox->add_test("an@example.org", "test/1", desk.now);
  desk.go_to("2023-06-06 10:00");
  EXPECT_EQ(counts(), (Counts{{"sent", 1}, {"waiting", 1}})) << "a test goes";
  EXPECT_EQ(desk.outbox->refused_addresses().all().size(), 1u)
      << "and shows nothing of a bounce that comes later";
}

TEST_F(WorkerRelayTest, ATestThatIsAcceptedFreesTheAddress) {
  fates({fate::bad_address(), fate::sent()});
  desk.start();
  desk.go_to("2023-06-06 10:00");
  desk.outbox->add_test("an@example.org", "test/1", desk.now);
  desk.settle();
  EXPECT_EQ(counts(), (Counts{{"sent", 2}}));
}

TEST_F(WorkerRelayTest, ThreeRefusedAddressesAreTheServersAndWaitForNothing) {
  people(6);
  refuse_all(fate::bad_address());
  desk.start();
  desk.go_to("2023-06-06 10:00");
  EXPECT_EQ(desk.outbox->refused_addresses().all().size(), 0u);
  ASSERT_TRUE(pause());
  EXPECT_EQ(pause()->reason, MailPause::Reason::recipients);
  EXPECT_EQ(counts().count("waiting"), 0u);
  mended_ = true;
  desk.go_to("2023-06-06 10:16");
  EXPECT_EQ(counts(), (Counts{{"sent", 6}}));
}

TEST_F(WorkerRelayTest, ARehearsalWaitsForItsOneAddress) {
  desk.options.rehearsal_to = "co@example.org";
  fates({fate::bad_address(), fate::sent()});
  desk.start();
  desk.go_to("2023-06-06 10:00");
  desk.publish();
  desk.settle();
  EXPECT_EQ(only_mail().state, MailState::waiting);
  EXPECT_EQ(only_mail().waits_for, "co@example.org");
}

}  // namespace
