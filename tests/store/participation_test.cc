// SPDX-License-Identifier: Apache-2.0
#include "service/store/participation.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <functional>

#include "tests/store/outbox_fixture.h"

namespace store {
namespace {

using programme::hand_in_key;
using programme::opt_out_key;
using programme::Topic;

programme::HandInRecord said(const std::string& subject, bool done = true, const std::string& by = "link") {
  programme::HandInRecord row;
  row.programme = "gezinsaanpak-2023";
  row.activity = "opdracht-1";
  row.subject = subject;
  row.done = done;
  row.by = by;
  return row;
}

using ParticipationTest = OutboxTest;

TEST_F(ParticipationTest, AHandInIsAFact) {
  EXPECT_TRUE(participation.set_hand_in(said("an"), nine));
  EXPECT_EQ(participation.facts().handed_in.count(hand_in_key("gezinsaanpak-2023", "opdracht-1", "", "an")),
            1U);
  const auto rows = participation.hand_ins();
  ASSERT_EQ(rows.size(), 1U);
  EXPECT_TRUE(rows[0].done);
  EXPECT_EQ(rows[0].changed, nine);
  EXPECT_EQ(rows[0].by, "link");
}

TEST_F(ParticipationTest, OneCanBeAskedFor) {
  EXPECT_FALSE(participation.hand_in(said("an")));
  participation.set_hand_in(said("an"), nine);
  participation.set_hand_in(said("bo"), nine);
  participation.set_hand_in(said("bo", false, "coordinator"), nine + hours{1});
  const auto an = participation.hand_in(said("an", false, "coordinator"));
  ASSERT_TRUE(an);
  EXPECT_TRUE(an->done);
  EXPECT_EQ(an->changed, nine);
  EXPECT_EQ(an->by, "link");
  EXPECT_FALSE(participation.hand_in(said("bo"))->done);
  EXPECT_FALSE(participation.hand_in(said("cas")));

  EXPECT_FALSE(participation.opted_out("person:an", Topic::general));
  participation.set_opt_out("person:an", Topic::general, true, nine);
  EXPECT_TRUE(participation.opted_out("person:an", Topic::general));
  EXPECT_FALSE(participation.opted_out("person:an", Topic::sessions));
  EXPECT_FALSE(participation.opted_out("person:a", Topic::general));
}

TEST_F(ParticipationTest, SayingItTwiceChangesNothing) {
  EXPECT_TRUE(participation.set_hand_in(said("an"), nine));
  const auto version = participation.version();
  EXPECT_FALSE(participation.set_hand_in(said("an", true, "coordinator"), nine + hours{1}));
  EXPECT_EQ(participation.hand_ins()[0].changed, nine);
  EXPECT_EQ(participation.hand_ins()[0].by, "link");
  EXPECT_EQ(participation.version(), version);
}

TEST_F(ParticipationTest, WithdrawingCountsAsAChange) {
  participation.set_hand_in(said("an"), nine);
  EXPECT_TRUE(participation.set_hand_in(said("an", false, "coordinator"), nine + hours{1}));
  EXPECT_TRUE(participation.facts().handed_in.empty());
  const auto rows = participation.hand_ins();
  ASSERT_EQ(rows.size(), 1U);
  EXPECT_FALSE(rows[0].done);
  EXPECT_EQ(rows[0].changed, nine + hours{1});
  EXPECT_EQ(rows[0].by, "coordinator");
}

TEST_F(ParticipationTest, NothingToWithdraw) {
  EXPECT_FALSE(participation.set_hand_in(said("an", false), nine));
  EXPECT_TRUE(participation.hand_ins().empty());
}

TEST_F(ParticipationTest, TimeOfAChangeNeverGoesBack) {
  participation.set_hand_in(said("an"), nine);
  participation.set_hand_in(said("an", false), nine - hours{3});
  EXPECT_EQ(participation.hand_ins()[0].changed, nine + seconds{1});
}

TEST_F(ParticipationTest, AHandInIsLaterThanAllThatItsFeedShows) {
  store.record(std::vector<programme::Content>{{"u1", "aaaa"}}, nine + hours{5});  // the clock was ahead
  participation.set_hand_in(said("an"), nine);
  EXPECT_EQ(participation.hand_in(said("an"))->changed, nine + hours{5} + seconds{1});
  participation.set_hand_in(said("an", false), nine);
  EXPECT_EQ(participation.hand_in(said("an"))->changed, nine + hours{5} + seconds{2});
  participation.set_hand_in(said("bo"), nine);
  EXPECT_EQ(participation.hand_in(said("bo"))->changed, nine + hours{5} + seconds{1}) << "another feed";
  participation.write(std::vector<programme::LanguageChange>{{"gezinsaanpak-2023", "an", nine + hours{9}}});
  participation.set_hand_in(said("an"), nine);
  EXPECT_EQ(participation.hand_in(said("an"))->changed, nine + hours{9} + seconds{1});
  auto raised = said("cas");
  raised.changed = nine + hours{12};
  participation.raise(std::vector{raised});
  participation.set_hand_in(said("de-plataan"), nine);
  EXPECT_EQ(participation.hand_in(said("de-plataan"))->changed, nine + hours{12} + seconds{1});
}

TEST_F(ParticipationTest, TheLastChangeOfALanguageIsKept) {
  EXPECT_TRUE(participation.language_changes().empty());
  const std::vector<programme::LanguageChange> first{{"p", "an", nine}, {"q", "an", nine}};
  participation.write(first);
  EXPECT_EQ(participation.language_changes(), first);
  participation.write(std::vector<programme::LanguageChange>{{"q", "an", nine + hours{1}}});
  EXPECT_EQ(participation.language_changes(),
            (std::vector<programme::LanguageChange>{{"p", "an", nine}, {"q", "an", nine + hours{1}}}));
}

TEST_F(ParticipationTest, EachSubjectAndLibraryIsItsOwn) {
  programme::HandInRecord elsewhere = said("an");
  elsewhere.library = "de-plataan";
  participation.set_hand_in(said("an"), nine);
  participation.set_hand_in(said("bo"), nine);
  participation.set_hand_in(elsewhere, nine);
  EXPECT_EQ(participation.hand_ins().size(), 3U);
  EXPECT_EQ(participation.facts().handed_in.size(), 3U);
}

TEST_F(ParticipationTest, OptingOutIsAFactUntilUndone) {
  EXPECT_TRUE(participation.set_opt_out("person:an", Topic::deadlines, true, nine));
  EXPECT_FALSE(participation.set_opt_out("person:an", Topic::deadlines, true, nine));
  EXPECT_EQ(participation.facts().opted_out.count(opt_out_key("person:an", Topic::deadlines)), 1U);
  EXPECT_EQ(participation.facts().opted_out.count(opt_out_key("person:an", Topic::sessions)), 0U);
  EXPECT_TRUE(participation.set_opt_out("person:an", Topic::deadlines, false, nine));
  EXPECT_FALSE(participation.set_opt_out("person:an", Topic::deadlines, false, nine));
  EXPECT_TRUE(participation.facts().opted_out.empty());
}

TEST_F(ParticipationTest, OptOutsAreListedWithTheirTime) {
  EXPECT_TRUE(participation.opt_outs().empty());
  participation.set_opt_out("person:bo", Topic::sessions, true, nine + seconds{5});
  participation.set_opt_out("person:an", Topic::general, true, nine);
  participation.set_opt_out("person:an", Topic::deadlines, true, nine);
  participation.set_opt_out("person:an", Topic::deadlines, false, nine);
  const auto list = participation.opt_outs();
  ASSERT_EQ(list.size(), 2U);
  EXPECT_EQ(list[0].recipient, "person:an");
  EXPECT_EQ(list[0].topic, "general");
  EXPECT_EQ(list[0].since, nine);
  EXPECT_EQ(list[1].recipient, "person:bo");
  EXPECT_EQ(list[1].since, nine + seconds{5});
}

TEST_F(ParticipationTest, TheVersionGrowsWithEveryChangeByAnyConnection) {
  Store other_store{folder.path()};
  Participation other{other_store};
  const auto before = participation.version();
  other.set_hand_in(said("an"), nine);
  const auto after = participation.version();
  EXPECT_GT(after, before);
  other.set_opt_out("person:an", Topic::general, true, nine);
  EXPECT_GT(participation.version(), after);
  EXPECT_EQ(participation.version(), other.version());
}

TEST_F(ParticipationTest, RemembersSinceWhenRulesAndPersonsAreKnown) {
  const std::vector<Participation::Known> first{{"rule", "p", "week-before"}, {"person", "p", "an"}};
  EXPECT_EQ(participation.note_known(first, nine), 2);
  const std::vector<Participation::Known> second{{"rule", "p", "week-before"}, {"person", "p", "bo"}};
  EXPECT_EQ(participation.note_known(second, nine + hours{1}), 1);
  EXPECT_EQ(participation.note_known({}, nine), 0);
  const auto facts = participation.facts();
  EXPECT_EQ(facts.rule_since.at("p/week-before"), nine);
  EXPECT_EQ(facts.person_since.at("p/an"), nine);
  EXPECT_EQ(facts.person_since.at("p/bo"), nine + hours{1});
  EXPECT_EQ(facts.rule_since.size(), 1U);
}

TEST_F(ParticipationTest, TheDatesThatAProgrammeBeginsWithAreKnownSinceAlways) {
  const std::vector<Participation::Known> first{{"date", "p", "a//2023-06-13"}};
  EXPECT_EQ(participation.note_known(first, nine), 1);
  const std::vector<Participation::Known> second{{"date", "p", "a//2023-06-13"},
                                                 {"date", "p", "a//2023-06-20"}};
  EXPECT_EQ(participation.note_known(second, nine + hours{1}), 1);
  const auto facts = participation.facts();
  EXPECT_EQ(facts.date_since.at(programme::date_key("p", "a", "", "2023-06-13")), programme::Instant{});
  EXPECT_EQ(facts.date_since.at(programme::date_key("p", "a", "", "2023-06-20")), nine + hours{1});
}

// --- Withdrawing arms again

TEST_F(ParticipationTest, WithdrawingArmsWhatItSpared) {
  participation.set_hand_in(said("an"), nine - hours{1});
  decide(
      {not_going(decision("an"), SkipReason::handed_in), not_going(decision("bo"), SkipReason::handed_in)});
  participation.set_hand_in(said("an", false), nine + hours{1});
  const Mail mail = claim_one(nine + hours{1});
  EXPECT_EQ(mail.recipient, "person:an");
  EXPECT_EQ(mail.key, "week-before/an");
  EXPECT_EQ(mail.address, "an@example.org");
  EXPECT_EQ(mail.due, nine);
  EXPECT_EQ(mail.not_after, nine + hours{24});
  ASSERT_EQ(outbox.reminders_of(mail.id).size(), 1U);
  EXPECT_EQ(outbox.reminders_of(mail.id)[0].reason, std::nullopt);
  EXPECT_TRUE(outbox.claim(1, "one", nine + hours{1}).empty()) << "not the other person's";
}

TEST_F(ParticipationTest, RaisingTimesLeavesWhatWasReported) {
  participation.set_hand_in(said("an"), nine);
  const auto version = participation.version();
  programme::HandInRecord known = said("an", false), fresh = said("bo");
  known.changed = fresh.changed = nine + hours{1};
  participation.raise(std::vector{known, fresh});
  const auto rows = participation.hand_ins();
  ASSERT_EQ(rows.size(), 2U);
  EXPECT_TRUE(rows[0].done);
  EXPECT_EQ(rows[0].by, said("an").by);
  EXPECT_EQ(rows[0].changed, nine + hours{1});
  EXPECT_FALSE(rows[1].done) << "nobody said so";
  EXPECT_EQ(rows[1].by, "");
  EXPECT_EQ(rows[1].changed, nine + hours{1});
  EXPECT_EQ(participation.version(), version);
}

TEST_F(ParticipationTest, WithdrawingALibrarysHandInArmsAllItSpared) {
  Decision an = decision("an"), bo = decision("bo"), cas = decision("cas");
  an.subject = bo.subject = "de-plataan";
  cas.subject = "de-linde";
  participation.set_hand_in(said("de-plataan"), nine);
  decide({not_going(an, SkipReason::handed_in), not_going(bo, SkipReason::handed_in),
          not_going(cas, SkipReason::handed_in)});
  participation.set_hand_in(said("de-plataan", false), nine);
  EXPECT_EQ(outbox.claim(9, "one", nine).size(), 2U);
}

TEST_F(ParticipationTest, WithdrawingTooLateArmsNothing) {
  participation.set_hand_in(said("an"), nine);
  decide({not_going(decision("an"), SkipReason::handed_in)});
  participation.set_hand_in(said("an", false), nine + hours{24});
  EXPECT_TRUE(outbox.list({}, 9).empty());
  EXPECT_EQ(outbox.reminders()[0].reason, SkipReason::handed_in);
}

TEST_F(ParticipationTest, OtherReasonsStay) {
  participation.set_hand_in(said("an"), nine);
  decide({not_going(decision("an"), SkipReason::opted_out)});
  participation.set_hand_in(said("an", false), nine);
  EXPECT_TRUE(outbox.list({}, 9).empty());
}

TEST_F(ParticipationTest, AMailThatWasSkippedForItIsMadeAnew) {
  decide({decision("an")});
  participation.set_hand_in(said("an"), nine);
  const Mail mail = claim_one();
  outbox.set_reason(outbox.reminders_of(mail.id).at(0), SkipReason::handed_in, nine);
  finish(mail, MailState::skipped);
  participation.set_hand_in(said("an", false), nine);
  const Mail again = claim_one();
  EXPECT_NE(again.id, mail.id);
  EXPECT_EQ(again.key, "week-before/an~2");
  EXPECT_EQ(outbox.reminders_of(again.id).size(), 1U);
  EXPECT_TRUE(outbox.reminders_of(mail.id).empty());
}

TEST_F(ParticipationTest, OfSeveralThatItSparedTheLatestGoes) {
  participation.set_hand_in(said("an"), nine);
  Decision later = decision("an", "day-before");
  later.reminder.due = nine + hours{2};
  decide({not_going(later, SkipReason::handed_in), not_going(decision("an"), SkipReason::handed_in)});
  participation.set_hand_in(said("an", false), nine + hours{3});
  const auto mails = outbox.claim(9, "one", nine + hours{3});
  ASSERT_EQ(mails.size(), 1U);
  EXPECT_EQ(mails[0].key, "day-before/an");
  const auto reminders = outbox.reminders();
  EXPECT_TRUE(std::any_of(reminders.begin(), reminders.end(), [](const Reminder& reminder) {
    return reminder.key.rule == "week-before" && reminder.reason == SkipReason::superseded &&
           reminder.mail == 0;
  }));
}

TEST_F(ParticipationTest, AnotherDeadlinesRemindersAreLeftAlone) {
  Decision other = decision("an");
  other.reminder.key.activity = "opdracht-2";
  participation.set_hand_in(said("an"), nine);
  decide({not_going(other, SkipReason::handed_in)});
  participation.set_hand_in(said("an", false), nine);
  EXPECT_TRUE(outbox.list({}, 9).empty());
}

TEST_F(ParticipationTest, HandInsSinceAVersionAreThoseThatChanged) {
  participation.set_hand_in(said("an"), nine);
  participation.set_hand_in(said("bo"), nine);
  const auto version = participation.version();
  EXPECT_TRUE(participation.hand_ins_since(version).empty());
  participation.set_hand_in(said("cas"), nine);
  participation.set_hand_in(said("bo", false), nine);
  EXPECT_FALSE(participation.set_hand_in(said("an"), nine));
  std::vector<std::pair<std::string, bool>> changed;
  for (const auto& row : participation.hand_ins_since(version)) changed.emplace_back(row.subject, row.done);
  EXPECT_EQ(changed, (std::vector<std::pair<std::string, bool>>{{"bo", false}, {"cas", true}}));
  EXPECT_EQ(participation.hand_ins_since(0).size(), 3U);
}

TEST_F(ParticipationTest, HandInsOfASubjectAreItsOwn) {
  auto other = said("an");
  other.activity = "opdracht-2";
  participation.set_hand_in(said("an"), nine);
  participation.set_hand_in(said("ann"), nine);
  participation.set_hand_in(other, nine);
  const auto rows = participation.hand_ins_of("an");
  ASSERT_EQ(rows.size(), 2U);
  EXPECT_EQ(rows[0].activity, "opdracht-1");
  EXPECT_EQ(rows[1].activity, "opdracht-2");
  EXPECT_TRUE(participation.hand_ins_of("a").empty());
}

TEST_F(ParticipationTest, FactsAreBroughtUpToDate) {
  participation.set_hand_in(said("an"), nine);
  participation.set_opt_out("person:an", Topic::general, true, nine);
  auto facts = participation.facts();
  const std::vector<std::function<void()>> steps{
      [&] { participation.set_hand_in(said("bo"), nine); },
      [&] { participation.set_hand_in(said("an", false), nine); },
      [&] { participation.set_opt_out("person:bo", Topic::general, true, nine); },
      [&] { participation.set_opt_out("person:an", Topic::general, false, nine); },
      [&] {
        participation.set_hand_in(said("an"), nine);
        participation.set_opt_out("person:cas", Topic::sessions, true, nine);
        participation.set_hand_in(said("bo", false), nine);
      },
      [] {}};
  for (const auto& step : steps) {
    const auto version = participation.version();
    step();
    participation.update(facts, version);
    EXPECT_EQ(facts.handed_in, participation.facts().handed_in);
    EXPECT_EQ(facts.opted_out, participation.facts().opted_out);
  }
  EXPECT_EQ(facts.handed_in.size(), 1U);
  EXPECT_EQ(facts.opted_out.size(), 2U);
}

}  // namespace
}  // namespace store
