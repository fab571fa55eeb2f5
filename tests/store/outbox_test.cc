// SPDX-License-Identifier: Apache-2.0
//
// Deciding and sending.
#include "service/store/outbox.h"

#include <set>

#include "tests/store/outbox_fixture.h"

namespace store {
namespace {

// --- Deciding

TEST_F(OutboxTest, ADecisionMakesOneMail) {
  decide({decision("an")});
  const auto mails = outbox.list({}, 10);
  ASSERT_EQ(mails.size(), 1U);
  EXPECT_EQ(mails[0].key, "week-before/an");
  EXPECT_EQ(mails[0].kind, MailKind::reminder);
  EXPECT_EQ(mails[0].programme, "gezinsaanpak-2023");
  EXPECT_EQ(mails[0].recipient, "person:an");
  EXPECT_EQ(mails[0].address, "an@example.org");
  EXPECT_EQ(mails[0].state, MailState::queued);
  EXPECT_EQ(mails[0].due, nine);
  EXPECT_EQ(mails[0].not_after, nine + hours{24});
  const auto reminders = outbox.reminders_of(mails[0].id);
  ASSERT_EQ(reminders.size(), 1U);
  EXPECT_EQ(reminders[0].key, decision("an").reminder.key);
  EXPECT_EQ(reminders[0].recipient, "person:an");
  EXPECT_EQ(reminders[0].reason, std::nullopt);
}

TEST_F(OutboxTest, DecidingAgainChangesNothing) {
  decide({decision("an"), not_going(decision("bo"), SkipReason::handed_in)});
  decide({not_going(decision("an"), SkipReason::left), decision("bo")});
  EXPECT_EQ(outbox.list({}, 10).size(), 1U);
  const auto reminders = outbox.reminders();
  ASSERT_EQ(reminders.size(), 2U);
  std::set<std::pair<std::string, std::optional<SkipReason>>> found;
  for (const auto& reminder : reminders) found.emplace(reminder.recipient, reminder.reason);
  EXPECT_TRUE(found.contains({"person:an", std::nullopt}));
  EXPECT_TRUE(found.contains({"person:bo", SkipReason::handed_in}));
}

TEST_F(OutboxTest, WhatDoesNotGoHasAReasonAndNoMail) {
  decide({not_going(decision("an"), SkipReason::opted_out)});
  EXPECT_TRUE(outbox.list({}, 10).empty());
  ASSERT_EQ(outbox.reminders().size(), 1U);
  EXPECT_EQ(outbox.reminders()[0].mail, 0);
  EXPECT_EQ(outbox.next_time(), std::nullopt);
}

TEST_F(OutboxTest, RemindersWithOneKeyShareAMail) {
  Decision first = decision("an"), second = decision("an", "other-rule"), third = decision("an", "third");
  second.mail_key = third.mail_key = first.mail_key;
  second.reminder.due = nine - minutes{5};
  second.not_after = nine + hours{48};
  decide({first, second});
  decide({third});
  ASSERT_EQ(outbox.list({}, 10).size(), 1U);
  const Mail mail = outbox.list({}, 10)[0];
  EXPECT_EQ(outbox.reminders_of(mail.id).size(), 3U);
  EXPECT_EQ(mail.due, nine - minutes{5});
  EXPECT_EQ(mail.not_after, nine + hours{48});
  EXPECT_EQ(outbox.next_time(), nine - minutes{5});
}

TEST_F(OutboxTest, AMailThatIsGoneTakesNoMore) {
  decide({decision("an")});
  finish(claim_one(), MailState::sent);
  Decision late = decision("an", "late"), later = decision("an", "later");
  late.mail_key = later.mail_key = "week-before/an";
  decide({late});
  decide({later});
  const auto mails = outbox.list({}, 10);
  ASSERT_EQ(mails.size(), 2U);
  EXPECT_EQ(mails[0].key, "week-before/an~2");
  EXPECT_EQ(outbox.reminders_of(mails[0].id).size(), 2U);
  EXPECT_EQ(outbox.reminders_of(mails[1].id).size(), 1U);
}

TEST_F(OutboxTest, AMailThatWasTriedTakesNoMore) {
  decide({decision("an")});
  const Mail mail = claim_one();
  ASSERT_TRUE(mark(mail));
  finish(mail, MailState::waiting);
  Decision late = decision("an", "late");
  late.mail_key = "week-before/an";
  finish(mail, MailState::retry);  // too late: it waits already
  decide({late});
  EXPECT_EQ(outbox.list({}, 10).size(), 1U);

  const auto other = decision("bo");
  decide({other});
  const Mail tried = claim_one();
  ASSERT_TRUE(mark(tried));
  finish(tried, MailState::retry, nine, nine);
  Decision joins = decision("bo", "late");
  joins.mail_key = other.mail_key;
  decide({joins});
  EXPECT_EQ(outbox.list({}, 10)[0].key, "week-before/bo~2");
}

TEST_F(OutboxTest, NewMailsWaitWhenToldTo) {
  decide({decision("an")}, true);
  EXPECT_TRUE(outbox.claim(9, "one", nine).empty());
  EXPECT_EQ(outbox.list(MailState::waiting, 10).size(), 1U);
}

TEST_F(OutboxTest, ClosedMomentsStayClosed) {
  const MomentKey key = decision("an").reminder.key;
  MomentKey other = key;
  other.round = 1;
  outbox.close(std::vector{ClosedMoment{key, nine, std::nullopt}}, nine);
  outbox.close(
      std::vector{ClosedMoment{key, nine, SkipReason::late}, ClosedMoment{other, nine, SkipReason::late}},
      nine);
  const auto closed = outbox.closed_moments();
  ASSERT_EQ(closed.size(), 2U);
  for (const auto& moment : closed) {
    EXPECT_EQ(moment.due, nine);
    EXPECT_EQ(moment.reason, moment.key == key ? std::nullopt : std::optional{SkipReason::late});
  }
}

TEST_F(OutboxTest, AReasonLeavesTheReminderWithItsMail) {
  decide({decision("an")});
  const Mail mail = claim_one();
  outbox.set_reason(outbox.reminders_of(mail.id).at(0), SkipReason::cancelled, nine);
  ASSERT_EQ(outbox.reminders_of(mail.id).size(), 1U);
  EXPECT_EQ(outbox.reminders_of(mail.id)[0].reason, SkipReason::cancelled);
}

TEST_F(OutboxTest, HundredThousandDecisionsAreAllThere) {
  constexpr int all = 100'000, at_once = 1'000;
  for (int begin = 0; begin < all; begin += at_once) {
    std::vector<Decision> batch;
    for (int i = begin; i < begin + at_once; ++i) {
      batch.push_back(decision("p" + std::to_string(i)));
      if (i % 10 == 0) batch.back().reminder.reason = SkipReason::handed_in;
    }
    outbox.decide(batch, nine);
  }
  const auto counts = outbox.counts();
  ASSERT_EQ(counts.size(), 1U);
  EXPECT_EQ(counts[0], (std::pair<MailState, std::int64_t>{MailState::queued, all * 9 / 10}));
  EXPECT_EQ(outbox.reminders().size(), static_cast<std::size_t>(all));
  EXPECT_EQ(outbox.claim(500, "one", nine).size(), 500U);
}

// --- Claiming

TEST_F(OutboxTest, ClaimsTheOldestFirstAndTestsBeforeAll) {
  Decision early = decision("early"), late = decision("late");
  early.reminder.due = nine - hours{1};
  decide({late, early});
  const auto test = outbox.add_test("an@example.org", "test/1", nine);
  const auto mails = outbox.claim(10, "one", nine);
  ASSERT_EQ(mails.size(), 3U);
  EXPECT_EQ(mails[0].id, test);
  EXPECT_EQ(mails[0].kind, MailKind::trial);
  EXPECT_EQ(mails[1].recipient, "person:early");
  EXPECT_EQ(mails[2].recipient, "person:late");
  EXPECT_TRUE(outbox.claim(10, "other", nine).empty());
}

TEST_F(OutboxTest, ClaimsNoMoreThanAskedFor) {
  decide({decision("an"), decision("bo"), decision("cas")});
  EXPECT_EQ(outbox.claim(2, "one", nine).size(), 2U);
  EXPECT_EQ(outbox.claim(2, "one", nine).size(), 1U);
  EXPECT_TRUE(outbox.claim(0, "one", nine).empty());
}

TEST_F(OutboxTest, WhatIsNotDueIsNotClaimed) {
  decide({decision("an")});
  EXPECT_TRUE(outbox.claim(1, "one", nine - seconds{1}).empty());
  EXPECT_EQ(outbox.next_time(), nine);
}

TEST_F(OutboxTest, WhatMayNoLongerGoIsNotClaimed) {
  decide({decision("an")});
  EXPECT_TRUE(outbox.claim(1, "one", nine + hours{24}).empty());
  EXPECT_EQ(outbox.claim(1, "one", nine + hours{24} - seconds{1}).size(), 1U);
}

TEST_F(OutboxTest, AClaimRaisesTheEpochAndCountsAsUnfinished) {
  decide({decision("an")});
  const Mail mail = claim_one();
  EXPECT_EQ(mail.state, MailState::leased);
  EXPECT_EQ(mail.epoch, 1);
  EXPECT_EQ(mail.unfinished, 1);
  EXPECT_EQ(mail.attempts, 0);
  const Mail row = outbox.find(mail.id).value();
  EXPECT_EQ(row.state, MailState::leased);
  EXPECT_EQ(row.epoch, 1);
  EXPECT_EQ(row.unfinished, 1);
}

TEST_F(OutboxTest, TheFourthClaimWithoutAResultIsPoison) {
  decide({decision("an"), decision("bo")});
  const Mail other = outbox.claim(2, "one", nine).at(1);
  finish(other, MailState::retry, nine, nine + minutes{10});
  Instant now = nine;
  for (int crash = 1; crash <= 3; ++crash) {
    now += seconds{60};
    EXPECT_EQ(outbox.tend(now, true).returned, 1);
    if (crash < 3) {
      EXPECT_EQ(claim_one(now).unfinished, crash + 1);
    }
  }
  const auto after = outbox.claim(5, "one", nine + minutes{10});
  ASSERT_EQ(after.size(), 1U) << "the others go on";
  EXPECT_EQ(after[0].id, other.id);
  const auto poisoned = outbox.list(MailState::poison, 10);
  ASSERT_EQ(poisoned.size(), 1U);
  EXPECT_EQ(poisoned[0].recipient, "person:an");
}

TEST_F(OutboxTest, WhatWasUnderWayAtACrashComesAlone) {
  decide({decision("an"), decision("bo")});
  ASSERT_EQ(outbox.claim(2, "one", nine).size(), 2U);
  outbox.tend(nine + seconds{60}, true);
  Decision newer = decision("cas");
  newer.reminder.due = nine + seconds{1};
  decide({newer});
  for (const char* who : {"person:an", "person:bo", "person:cas"}) {
    const auto mails = outbox.claim(5, "one", nine + seconds{60});
    ASSERT_EQ(mails.size(), 1U);
    EXPECT_EQ(mails[0].recipient, who);
  }
}

TEST_F(OutboxTest, AResultForgetsTheCrashes) {
  decide({decision("an")});
  claim_one();
  outbox.tend(nine + seconds{60}, true);
  const Mail mail = claim_one(nine + seconds{60});
  EXPECT_EQ(mail.unfinished, 2);
  finish(mail, MailState::retry, nine + seconds{60}, nine + seconds{90});
  EXPECT_EQ(outbox.find(mail.id)->unfinished, 0);
  EXPECT_EQ(outbox.find(mail.id)->attempts, 1);
}

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

// --- Two at once

TEST_F(OutboxTest, TwoConnectionsNeverClaimTheSame) {
  Store other_store{folder.path()};
  Outbox other{other_store};
  decide({decision("an"), decision("bo"), decision("cas")});
  std::set<std::int64_t> ids;
  for (int i = 0; i < 3; ++i)
    for (const Mail& mail : (i % 2 == 0 ? outbox : other).claim(1, "x", nine))
      EXPECT_TRUE(ids.insert(mail.id).second);
  EXPECT_EQ(ids.size(), 3U);
}

TEST_F(OutboxTest, WhatOneConnectionWritesTheOtherSees) {
  Store other_store{folder.path()};
  Outbox other{other_store};
  for (int i = 0; i < 5; ++i) {
    decide({decision("an" + std::to_string(i))});
    EXPECT_EQ(other.list({}, 99).size(), static_cast<std::size_t>(2 * i + 1));
    other.add_test("x@example.org", "test/" + std::to_string(i), nine);
    EXPECT_EQ(outbox.counts().at(0).second, 2 * i + 2);
    EXPECT_EQ(outbox.next_time(), nine);
    EXPECT_TRUE(outbox.reminders_of(99).empty());
  }
}

TEST_F(OutboxTest, SurvivesARestart) {
  decide({decision("an")});
  const Mail mail = claim_one();
  ASSERT_TRUE(mark(mail, "x\r\n"));
  Store again{folder.path()};
  Outbox after{again};
  EXPECT_EQ(after.find(mail.id)->state, MailState::data);
  EXPECT_EQ(after.find(mail.id)->message, "x\r\n");
}

}  // namespace
}  // namespace store
