// SPDX-License-Identifier: Apache-2.0
//
// The mark before the content, results, leases, resends and expiry.
#include "tests/store/outbox_fixture.h"

namespace store {
namespace {

// --- The fence and results

TEST_F(OutboxTest, AMarkHoldsOnceForItsLease) {
  decide({decision("an")});
  const Mail mail = claim_one();
  EXPECT_TRUE(mark(mail));
  EXPECT_EQ(state_of(mail.id), MailState::data);
  EXPECT_EQ(outbox.find(mail.id)->message, "Subject: x\r\n\r\nx\r\n");
  EXPECT_EQ(outbox.find(mail.id)->subject, "Opdracht 1");
  EXPECT_FALSE(mark(mail)) << "content goes once a lease";
}

TEST_F(OutboxTest, AMarkOfAnotherEpochDoesNotHold) {
  decide({decision("an")});
  const Mail first = claim_one();
  outbox.tend(nine + seconds{60}, true);
  const Mail second = claim_one(nine + seconds{60});
  EXPECT_FALSE(mark(first));
  EXPECT_EQ(state_of(first.id), MailState::leased);
  EXPECT_TRUE(outbox.find(first.id)->message.empty());
  EXPECT_TRUE(mark(second));
  EXPECT_FALSE(mark(first));
}

TEST_F(OutboxTest, AMarkWithoutALeaseDoesNotHold) {
  decide({decision("an")});
  Mail mail = outbox.list({}, 1).at(0);
  EXPECT_FALSE(mark(mail));
  mail.id = 99;
  EXPECT_FALSE(mark(mail));
}

TEST_F(OutboxTest, NoContentGoesAtOrAfterTheLastMoment) {
  decide({decision("an")});
  const Mail mail = claim_one(nine + hours{24} - seconds{1});
  EXPECT_FALSE(mark(mail, "x", nine + hours{24}));
}

TEST_F(OutboxTest, AMarkNeedsBytes) {
  decide({decision("an")});
  const Mail mail = claim_one();
  EXPECT_FALSE(
      outbox.record({}, std::vector{Outbox::Mark{mail.id, mail.epoch, nullptr, nullptr}}, nine).at(0));
  EXPECT_EQ(state_of(mail.id), MailState::leased);
}

TEST_F(OutboxTest, StoredBytesNeverChange) {
  const std::string message = "Subject: =?utf-8?q?x?=\r\n\r\nco\xc3\xb6rdinator\r\n.\r\n";
  decide({decision("an")});
  Mail mail = claim_one();
  EXPECT_TRUE(mail.message.empty());
  ASSERT_TRUE(mark(mail, message));
  finish(mail, MailState::retry, nine, nine + minutes{1});
  mail = claim_one(nine + minutes{1});
  EXPECT_EQ(mail.message, message);
  EXPECT_FALSE(mark(mail, message + "x")) << "other bytes under the same Message-ID";
  EXPECT_EQ(state_of(mail.id), MailState::leased);
  EXPECT_TRUE(mark(mail, message));
  EXPECT_EQ(outbox.find(mail.id)->message, message);
}

TEST_F(OutboxTest, EveryResultIsRecorded) {
  for (const MailState state : {MailState::sent, MailState::retry, MailState::failed, MailState::unknown,
                                MailState::skipped, MailState::expired}) {
    const std::string name{to_string(state)};
    decide({decision(name)});
    const Mail mail = claim_one();
    finish(mail, state, nine, nine + hours{1});
    const Mail row = outbox.find(mail.id).value();
    EXPECT_EQ(row.state, state) << name;
    EXPECT_EQ(row.detail, "said so");
    EXPECT_EQ(row.unfinished, 0);
    const bool begun = state != MailState::skipped && state != MailState::expired;
    EXPECT_EQ(row.attempts, begun ? 1 : 0) << name;
    if (state == MailState::retry) {
      EXPECT_EQ(row.next_try, nine + hours{1});
    }
  }
}

TEST_F(OutboxTest, AResultOfAnotherEpochIsIgnored) {
  decide({decision("an")});
  const Mail first = claim_one();
  outbox.tend(nine + seconds{60}, true);
  claim_one(nine + seconds{60});
  finish(first, MailState::sent);
  EXPECT_EQ(state_of(first.id), MailState::leased);
}

TEST_F(OutboxTest, AResultWithoutALeaseIsIgnored) {
  decide({decision("an")});
  const Mail mail = claim_one();
  finish(mail, MailState::sent);
  finish(mail, MailState::failed);
  EXPECT_EQ(state_of(mail.id), MailState::sent);
}

TEST_F(OutboxTest, ResultsAndMarksAreOneTransaction) {
  decide({decision("an"), decision("bo")});
  const auto mails = outbox.claim(2, "one", nine);
  const std::string message = "x", subject = "y";
  const std::vector results{Result{mails[0].id, mails[0].epoch, MailState::sent, {}, false, "250"}};
  const std::vector marks{Outbox::Mark{mails[0].id, mails[0].epoch, &message, &subject},
                          Outbox::Mark{mails[1].id, mails[1].epoch, &message, &subject}};
  EXPECT_EQ(outbox.record(results, marks, nine), (std::vector{false, true}));
  EXPECT_EQ(state_of(mails[0].id), MailState::sent);
  EXPECT_EQ(state_of(mails[1].id), MailState::data);
}

TEST_F(OutboxTest, ARetryIsClaimedAtItsTime) {
  decide({decision("an")});
  finish(claim_one(), MailState::retry, nine, nine + minutes{5});
  EXPECT_EQ(outbox.next_time(), nine + minutes{5});
  EXPECT_TRUE(outbox.claim(1, "one", nine + minutes{4}).empty());
  EXPECT_EQ(claim_one(nine + minutes{5}).attempts, 1);
}

// --- Tending

TEST_F(OutboxTest, ALeaseRunsOutAfterAMinute) {
  decide({decision("an")});
  const Mail mail = claim_one();
  EXPECT_EQ(outbox.next_time(), nine + seconds{60});
  EXPECT_EQ(outbox.tend(nine + seconds{59}, true).returned, 0);
  EXPECT_EQ(outbox.tend(nine + seconds{60}, true).returned, 1);
  EXPECT_EQ(state_of(mail.id), MailState::queued);
}

TEST_F(OutboxTest, ALeaseOfWhatWasTriedGoesBackToRetry) {
  decide({decision("an")});
  finish(claim_one(), MailState::retry, nine, nine);
  const Mail mail = claim_one();
  outbox.tend(nine + seconds{60}, true);
  EXPECT_EQ(state_of(mail.id), MailState::retry);
}

TEST_F(OutboxTest, ARenewedLeaseHoldsLonger) {
  decide({decision("an")});
  const Mail mail = claim_one();
  outbox.renew(std::vector{Outbox::Lease{mail.id, mail.epoch}, Outbox::Lease{mail.id, mail.epoch + 1}},
               nine + seconds{50});
  EXPECT_EQ(outbox.tend(nine + seconds{109}, true).returned, 0);
  EXPECT_EQ(outbox.tend(nine + seconds{110}, true).returned, 1);
  outbox.renew(std::vector{Outbox::Lease{mail.id, mail.epoch}}, nine + seconds{110});
  EXPECT_EQ(state_of(mail.id), MailState::queued);
}

TEST_F(OutboxTest, ContentWithoutOutcomeIsUnknownAndGoesOnceMoreWithTheSameBytes) {
  const std::string message = "Subject: x\r\n\r\n\xe2\x9c\x93\r\n";
  decide({decision("an")});
  Mail mail = claim_one();
  ASSERT_TRUE(mark(mail, message));
  EXPECT_EQ(outbox.next_time(), nine + seconds{1200});
  EXPECT_EQ(outbox.tend(nine + seconds{1199}, true).unknown, 0);
  const Instant noticed = nine + seconds{1200};
  EXPECT_EQ(outbox.tend(noticed, true).unknown, 1);
  EXPECT_EQ(state_of(mail.id), MailState::unknown);

  EXPECT_EQ(outbox.next_time(), noticed + minutes{15});
  EXPECT_EQ(outbox.tend(noticed + minutes{15} - seconds{1}, true).resent, 0);
  EXPECT_TRUE(outbox.claim(1, "one", noticed + minutes{15}).empty());
  EXPECT_EQ(outbox.tend(noticed + minutes{15}, true).resent, 1);
  mail = claim_one(noticed + minutes{15});
  EXPECT_EQ(mail.resends, 1);
  EXPECT_EQ(mail.message, message);
  ASSERT_TRUE(mark(mail, message, noticed + minutes{15}));

  const Instant again = noticed + minutes{15} + seconds{1200};
  EXPECT_EQ(outbox.tend(again, true).unknown, 1);
  EXPECT_EQ(outbox.next_time(), std::nullopt) << "a second time it stays unknown";
  EXPECT_EQ(outbox.tend(again + hours{1}, true).resent, 0);
  EXPECT_EQ(state_of(mail.id), MailState::unknown);
}

TEST_F(OutboxTest, AnUnknownResultGoesAgainOnce) {
  decide({decision("an")});
  Mail mail = claim_one();
  ASSERT_TRUE(mark(mail));
  const auto unknown = [&](Instant now) {
    outbox.record(
        std::vector{Result{mail.id, mail.epoch, MailState::unknown, now + minutes{15}, true, "silence"}}, {},
        now);
  };
  unknown(nine);
  EXPECT_EQ(outbox.next_time(), nine + minutes{15});
  EXPECT_EQ(outbox.tend(nine + minutes{15}, true).resent, 1);
  mail = claim_one(nine + minutes{15});
  ASSERT_TRUE(mark(mail));
  unknown(nine + minutes{15});
  EXPECT_EQ(outbox.next_time(), std::nullopt);
  EXPECT_EQ(state_of(mail.id), MailState::unknown);
}

TEST_F(OutboxTest, WithoutResendingUnknownStaysUnknown) {
  decide({decision("an"), decision("bo")});
  const auto mails = outbox.claim(2, "one", nine);
  ASSERT_TRUE(mark(mails[0]));
  ASSERT_TRUE(mark(mails[1]));
  outbox.record(std::vector{Result{mails[1].id, mails[1].epoch, MailState::unknown, nine + minutes{15}, true,
                                   "silence"}},
                {}, nine);
  EXPECT_EQ(outbox.tend(nine + seconds{1200}, false).unknown, 1);
  EXPECT_EQ(outbox.next_time(), std::nullopt);
  EXPECT_EQ(outbox.list(MailState::unknown, 10).size(), 2U);
}

TEST_F(OutboxTest, UnknownThatMayNoLongerGoStaysUnknown) {
  Decision soon = decision("an");
  soon.not_after = nine + minutes{25};
  decide({soon});
  const Mail mail = claim_one();
  ASSERT_TRUE(mark(mail));
  outbox.tend(nine + seconds{1200}, true);
  const auto tended = outbox.tend(nine + minutes{40}, true);
  EXPECT_EQ(tended.resent, 0);
  EXPECT_EQ(tended.expired, 0);
  EXPECT_EQ(state_of(mail.id), MailState::unknown);
  EXPECT_EQ(outbox.next_time(), std::nullopt);
}

TEST_F(OutboxTest, WhatMayHaveArrivedNeverExpires) {
  decide({decision("an")});
  Mail mail = claim_one();
  ASSERT_TRUE(mark(mail));
  outbox.tend(nine + seconds{1200}, true);
  outbox.tend(nine + seconds{2100}, true);
  EXPECT_EQ(state_of(mail.id), MailState::retry);
  mail = claim_one(nine + seconds{2100});
  finish(mail, MailState::skipped, nine + seconds{2100});
  EXPECT_EQ(state_of(mail.id), MailState::unknown);
}

TEST_F(OutboxTest, AResendThatRunsOutOfTimeIsUnknown) {
  decide({decision("an")});
  const Mail mail = claim_one();
  ASSERT_TRUE(mark(mail));
  outbox.tend(nine + seconds{1200}, true);
  outbox.tend(nine + seconds{2100}, true);
  outbox.tend(nine + hours{24}, true);
  EXPECT_EQ(state_of(mail.id), MailState::unknown);
}

TEST_F(OutboxTest, WhatIsPastItsTimeExpires) {
  decide({decision("queued"), decision("tried")});
  decide({decision("waiting")}, true);
  finish(outbox.claim(2, "one", nine).at(1), MailState::retry, nine, nine + hours{1});
  EXPECT_EQ(outbox.tend(nine + hours{24} - seconds{1}, true).expired, 0);
  EXPECT_EQ(outbox.tend(nine + hours{24}, true).expired, 3);
  EXPECT_EQ(outbox.list(MailState::expired, 10).size(), 3U);
  EXPECT_EQ(outbox.next_time(), std::nullopt);
}

TEST_F(OutboxTest, AnEmptyOutboxHasNothingToDo) {
  EXPECT_EQ(outbox.next_time(), std::nullopt);
  EXPECT_TRUE(outbox.claim(10, "one", nine).empty());
  EXPECT_EQ(outbox.tend(nine, true).expired, 0);
  EXPECT_TRUE(outbox.record({}, {}, nine).empty());
}

}  // namespace
}  // namespace store
