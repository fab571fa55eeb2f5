// SPDX-License-Identifier: Apache-2.0
//
// What the operator may do, the hold, and what the worker remembers.
#include <gtest/gtest.h>

#include "tests/store/outbox_fixture.h"

namespace store {
namespace {

TEST_F(OutboxTest, ListsTheNewestFirstWithoutBytes) {
  decide({decision("an"), decision("bo")});
  ASSERT_TRUE(mark(claim_one()));
  const auto all = outbox.list({}, 10);
  ASSERT_EQ(all.size(), 2U);
  EXPECT_EQ(all[0].recipient, "person:bo");
  EXPECT_EQ(all[1].state, MailState::data);
  EXPECT_TRUE(all[1].message.empty());
  EXPECT_EQ(outbox.list({}, 1).size(), 1U);
  ASSERT_EQ(outbox.list(MailState::data, 10).size(), 1U);
  EXPECT_EQ(outbox.find(77), std::nullopt);
}

TEST_F(OutboxTest, RetriesWhatCanGoAgain) {
  for (const MailState state : {MailState::failed, MailState::unknown, MailState::retry}) {
    decide({decision(std::string{to_string(state)})});
    const Mail mail = claim_one();
    finish(mail, state, nine, nine + hours{1});
    EXPECT_TRUE(outbox.retry(mail.id, nine)) << to_string(state);
    const Mail again = claim_one();
    EXPECT_EQ(again.id, mail.id);
    EXPECT_EQ(again.resends, state == MailState::unknown ? 1 : 0);
    finish(again, MailState::sent);
  }
}

TEST_F(OutboxTest, DoesNotRetryWhatWentOrIsGoing) {
  decide({decision("an")});
  const Mail mail = claim_one();
  EXPECT_FALSE(outbox.retry(mail.id, nine));
  ASSERT_TRUE(mark(mail));
  EXPECT_FALSE(outbox.retry(mail.id, nine));
  finish(mail, MailState::sent);
  EXPECT_FALSE(outbox.retry(mail.id, nine));
  EXPECT_FALSE(outbox.retry(99, nine));
}

TEST_F(OutboxTest, DoesNotRetryAfterTheLastMoment) {
  decide({decision("an")});
  const Mail mail = claim_one();
  finish(mail, MailState::failed);
  EXPECT_FALSE(outbox.retry(mail.id, nine + hours{24}));
}

TEST_F(OutboxTest, RetryForgetsThePoison) {
  decide({decision("an")});
  Instant now = nine;
  for (int crash = 0; crash < 3; ++crash) {
    claim_one(now);
    now += seconds{60};
    outbox.tend(now, true);
  }
  EXPECT_TRUE(outbox.claim(1, "one", now).empty());
  const auto poisoned = outbox.list(MailState::poison, 1);
  ASSERT_EQ(poisoned.size(), 1U);
  EXPECT_TRUE(outbox.retry(poisoned[0].id, now));
  EXPECT_EQ(claim_one(now).unfinished, 1);
}

TEST_F(OutboxTest, OneThatWaitsCanGoAlone) {
  decide({decision("an"), decision("bo")}, true);
  const auto id = outbox.list({}, 10)[1].id;
  EXPECT_TRUE(outbox.retry(id, nine));
  EXPECT_EQ(claim_one().id, id);
  EXPECT_EQ(outbox.list(MailState::waiting, 10).size(), 1U);
}

TEST_F(OutboxTest, ReleasesAllThatWait) {
  decide({decision("an"), decision("bo")}, true);
  Decision past = decision("past");
  past.not_after = nine;
  decide({past}, true);
  EXPECT_EQ(outbox.release_waiting(nine), 2);
  const auto mails = outbox.claim(9, "one", nine);
  ASSERT_EQ(mails.size(), 2U);
  EXPECT_EQ(outbox.release_waiting(nine), 0);
}

TEST_F(OutboxTest, ReleasesNoMoreThanWasSeen) {
  decide({decision("an"), decision("bo")}, true);
  const auto seen = outbox.list({}, 1).at(0).id;
  decide({decision("cas")}, true);
  EXPECT_EQ(outbox.release_waiting(nine, seen), 2);
  EXPECT_EQ(outbox.list(MailState::waiting, 9).size(), 1U);
}

TEST_F(OutboxTest, DropsWhatHasNotGone) {
  decide({decision("an"), decision("bo")});
  decide({decision("cas")}, true);
  for (const Mail& mail : outbox.list({}, 10)) EXPECT_TRUE(outbox.drop(mail.id, nine));
  EXPECT_EQ(outbox.list(MailState::dropped, 10).size(), 3U);
  EXPECT_TRUE(outbox.claim(9, "one", nine).empty());
  EXPECT_FALSE(outbox.drop(1, nine));
  EXPECT_TRUE(outbox.retry(1, nine)) << "the operator changed their mind";
}

TEST_F(OutboxTest, DoesNotDropWhatWentOrIsGoing) {
  decide({decision("an")});
  const Mail mail = claim_one();
  EXPECT_FALSE(outbox.drop(mail.id, nine));
  finish(mail, MailState::sent);
  EXPECT_FALSE(outbox.drop(mail.id, nine));
  EXPECT_FALSE(outbox.drop(99, nine));
}

TEST_F(OutboxTest, DroppingWhatMayHaveArrivedOnlyEndsIt) {
  decide({decision("an")});
  const Mail mail = claim_one();
  ASSERT_TRUE(mark(mail));
  outbox.tend(nine + seconds{1200}, true);
  EXPECT_TRUE(outbox.drop(mail.id, nine + seconds{1200}));
  EXPECT_EQ(state_of(mail.id), MailState::unknown);
  EXPECT_EQ(outbox.next_time(), std::nullopt);
  EXPECT_FALSE(outbox.drop(mail.id, nine + seconds{1200}));
}

TEST_F(OutboxTest, ATestGoesToItsAddressWithinADay) {
  const auto id = outbox.add_test("an@example.org", "test/1", nine);
  const Mail mail = outbox.find(id).value();
  EXPECT_EQ(mail.kind, MailKind::trial);
  EXPECT_EQ(mail.address, "an@example.org");
  EXPECT_EQ(mail.not_after, nine + hours{24});
  EXPECT_TRUE(outbox.reminders_of(id).empty());
  EXPECT_NE(outbox.add_test("an@example.org", "test/1", nine), id) << "each is a mail of its own";
}

TEST_F(OutboxTest, CountsByState) {
  decide({decision("an"), decision("bo"), decision("cas")});
  finish(claim_one(), MailState::sent);
  EXPECT_EQ(outbox.counts(),
            (std::vector<std::pair<MailState, std::int64_t>>{{MailState::queued, 2}, {MailState::sent, 1}}));
}

TEST_F(OutboxTest, StatesHaveNames) {
  for (int i = 0; i <= static_cast<int>(MailState::dropped); ++i)
    EXPECT_EQ(mail_state_named(to_string(static_cast<MailState>(i))), static_cast<MailState>(i));
  EXPECT_EQ(to_string(MailState::poison), "poison");
  EXPECT_EQ(mail_state_named("lost"), std::nullopt);
}

TEST_F(OutboxTest, HoldsUntilReleased) {
  EXPECT_EQ(outbox.hold(), "");
  outbox.set_hold("comes from host b", nine);
  EXPECT_EQ(outbox.hold(), "comes from host b");
  EXPECT_EQ(Outbox{store}.hold(), "comes from host b");
  outbox.release_hold(nine);
  EXPECT_EQ(outbox.hold(), "");
}

TEST_F(OutboxTest, RemembersTheLastTick) {
  EXPECT_EQ(outbox.last_tick().host, "");
  EXPECT_EQ(outbox.last_tick().time, Instant{});
  outbox.set_last_tick({"a.example.org", nine});
  outbox.set_last_tick({"b.example.org", nine + seconds{1}});
  EXPECT_EQ(outbox.last_tick().host, "b.example.org");
  EXPECT_EQ(outbox.last_tick().time, nine + seconds{1});
}

TEST_F(OutboxTest, KnowsSinceWhenThePlanIsSo) {
  EXPECT_EQ(outbox.plan_changed("a", nine), nine);
  EXPECT_EQ(outbox.plan_changed("a", nine + hours{1}), nine);
  EXPECT_EQ(outbox.plan_changed("b", nine + hours{2}), nine + hours{2});
  EXPECT_EQ(outbox.plan_changed("a", nine + hours{3}), nine + hours{3});
  EXPECT_EQ(Outbox{store}.plan_changed("a", nine + hours{4}), nine + hours{3});
}

}  // namespace
}  // namespace store
