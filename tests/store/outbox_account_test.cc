// SPDX-License-Identifier: Apache-2.0
//
// Every mail that does not go has its reason, and is among those of which people hear.
#include <gtest/gtest.h>

#include "tests/store/outbox_fixture.h"

namespace store {
namespace {

class OutboxAccountTest : public OutboxTest {
 protected:
  /// "an expired: why" of those of which people must hear, when what was due before `overdue` is late.
  std::vector<std::string> unsettled(Instant since = {}, Instant overdue = {}) {
    std::vector<std::string> found;
    for (const Mail& mail : outbox.unsettled(since, overdue))
      found.push_back(mail.recipient + ' ' + std::string{to_string(mail.state)} +
                      (mail.detail.empty() ? "" : ": " + mail.detail));
    return found;
  }
  using Lines = std::vector<std::string>;
};

TEST_F(OutboxAccountTest, WhatExpiresSaysWhy) {
  decide({decision("an")});
  decide({decision("bo")}, true);
  outbox.tend(nine + hours{24}, true);
  EXPECT_EQ(unsettled(), (Lines{"person:an expired: it did not go before its time was over",
                                "person:bo expired: nobody released it before its time was over"}));
}

TEST_F(OutboxAccountTest, WhatExpiresAfterTriesSaysWhatTheyBrought) {
  decide({decision("an")});
  finish(claim_one(), MailState::retry, nine, nine + hours{1});
  outbox.tend(nine + hours{24}, true);
  EXPECT_EQ(unsettled(), Lines{"person:an expired: its time was over; before that: said so"});
}

TEST_F(OutboxAccountTest, WhatExpiresInAPauseOrAHoldSaysSo) {
  decide({decision("an")});
  MailPause pause;
  pause.since = nine;
  outbox.pauses().set(pause);
  outbox.tend(nine + hours{24}, true);
  decide({decision("bo")});
  outbox.set_hold("somebody looks", nine);
  outbox.tend(nine + hours{24}, true);
  EXPECT_EQ(unsettled(), (Lines{"person:an expired: mail was paused until its time was over",
                                "person:bo expired: all mail was held until its time was over"}));
}

TEST_F(OutboxAccountTest, WhatIsUnderWayOrSentConcernsNobody) {
  decide({decision("an"), decision("bo"), decision("cas")});
  finish(claim_one(), MailState::sent);
  finish(claim_one(), MailState::skipped);
  EXPECT_EQ(unsettled({}, nine), Lines{});
  EXPECT_EQ(unsettled({}, nine + seconds{1}), Lines{"person:cas queued"}) << "it is late";
  claim_one();
  EXPECT_EQ(unsettled({}, nine + seconds{1}), Lines{});
}

TEST_F(OutboxAccountTest, WhatEndedEarlierConcernsNobodyAnyMore) {
  decide({decision("an")});
  finish(claim_one(), MailState::failed);
  EXPECT_EQ(unsettled(nine), Lines{"person:an failed: said so"});
  EXPECT_EQ(unsettled(nine + seconds{1}), Lines{});
}

TEST_F(OutboxAccountTest, WhatPeopleReadIsWhatASentMailSaid) {
  auto notes = outbox.account_notes();
  const std::string reader = "coordinator:co@example.org";
  EXPECT_EQ(notes.begin(nine), nine);
  EXPECT_EQ(notes.begin(nine + hours{1}), nine);
  EXPECT_EQ(notes.begin(nine - hours{1}), nine - hours{1}) << "the clock was ahead";
  EXPECT_EQ(notes.standing(reader).last, Instant{});
  notes.queue({reader, "co@example.org"}, "gezinsaanpak-2023", nine, nine + hours{22});
  EXPECT_TRUE(notes.standing(reader).pending);
  const Mail mail = claim_one();
  EXPECT_EQ(mail.kind, MailKind::account);
  notes.set_entries(mail.id, std::vector<AccountEntry>{{"mail/1", "waits"}, {"mail/2", "failed"}}, nine);
  notes.set_entries(mail.id, std::vector<AccountEntry>{{"mail/1", "waits"}}, nine + hours{1});
  EXPECT_TRUE(notes.said_to(reader).empty()) << "it was not sent yet";
  finish(mail, MailState::sent, nine + hours{2});
  ASSERT_EQ(notes.said_to(reader).size(), 1U);
  EXPECT_EQ(notes.said_to(reader)[0].entry.item, "mail/1");
  EXPECT_EQ(notes.said_to(reader)[0].when, nine + hours{1});
  EXPECT_TRUE(notes.said_to("operator:co@example.org").empty());
  EXPECT_EQ(notes.standing(reader).last, nine + hours{1});
  EXPECT_FALSE(notes.standing(reader).pending);
  EXPECT_EQ(unsettled(), Lines{}) << "an account mail is not accounted for";
}

TEST_F(OutboxAccountTest, OnlyAccountMailsAreClaimedInAHold) {
  decide({decision("an")});
  EXPECT_EQ(outbox.claim(10, "one", nine, {}, Outbox::Which::accounts).size(), 0U);
  EXPECT_EQ(outbox.next_time(Outbox::Which::accounts), std::nullopt);
  outbox.account_notes().queue({"operator:co@example.org", "co@example.org"}, "gezinsaanpak-2023", nine,
                               nine + hours{22});
  EXPECT_EQ(outbox.next_time(Outbox::Which::accounts), nine);
  const auto mails = outbox.claim(10, "one", nine, {}, Outbox::Which::accounts);
  ASSERT_EQ(mails.size(), 1U);
  EXPECT_EQ(mails[0].kind, MailKind::account);
}

TEST_F(OutboxAccountTest, FiguresAreAboutTheMailsOfThatTime) {
  decide({decision("an"), decision("bo"), decision("cas")});
  finish(claim_one(), MailState::sent, nine + minutes{1});
  finish(claim_one(), MailState::failed);
  const auto figures = outbox.figures(nine, nine + hours{1}, nine + minutes{2});
  EXPECT_EQ(figures.decided, 3);
  EXPECT_EQ(figures.sent, 1);
  EXPECT_EQ(figures.accounted, 1);
  EXPECT_EQ(figures.oldest_due, nine);
  EXPECT_EQ(figures.last_sent, nine + minutes{1});
  EXPECT_EQ(outbox.figures(nine + seconds{1}, nine + hours{1}, nine).decided, 0);
  EXPECT_EQ(outbox.figures(nine, nine + hours{1}, nine - seconds{1}).oldest_due, std::nullopt);
}

}  // namespace
}  // namespace store
