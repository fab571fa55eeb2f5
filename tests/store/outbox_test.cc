// SPDX-License-Identifier: Apache-2.0
//
// Deciding and claiming.
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
