// SPDX-License-Identifier: Apache-2.0
//
// What becomes of moments that are due: who gets a mail, who does not and why, and what is never decided
// twice.
#include "service/mail/decide.h"

#include <gtest/gtest.h>

#include "tests/mail/worker_fixture.h"

namespace {

using namespace worker_test;
using Lines = std::vector<std::string>;
using programme::DayUnit;

// The session of the example is on 2023-06-20 from 10:00, the intake of library a on 2023-05-09 from 10:00.

class DecideTest : public testing::Test {
 protected:
  DecideTest() { desk.options.steps_freely = true; }

  void rules(std::vector<programme::ReminderRule> rules) { desk.programmes[0].reminders = std::move(rules); }

  /// 62 with an and bo, more than `ask_above`.
  void many_people() {
    for (int i = 0; i < 60; ++i)
      desk.programmes[0].people.push_back(example::person("p" + std::to_string(i), "a", "deelnemer"));
  }

  Desk desk{"2023-03-01 12:00"};
};

TEST_F(DecideTest, SendsAtTheMomentAndNotBefore) {
  rules({rule("twee-weken", "sessie", days_before(14))});
  desk.start();
  desk.go_to("2023-06-06 08:59");
  EXPECT_EQ(desk.said(), Lines{});
  desk.go_to("2023-06-06 09:00");
  EXPECT_EQ(desk.said(), (Lines{"an@example.org: twee-weken sessie 2023-06-20 0",
                                "bo@example.org: twee-weken sessie 2023-06-20 0"}));
  desk.go_to("2024-03-01 12:00");
  EXPECT_EQ(desk.said().size(), 2u);
}

TEST_F(DecideTest, ARestartDecidesNothingAgain) {
  rules({rule("twee-weken", "sessie", days_before(14))});
  desk.start();
  desk.go_to("2023-06-06 09:00");
  desk.start();
  desk.go_to("2023-06-06 10:00");
  EXPECT_EQ(desk.said().size(), 2u);
}

TEST_F(DecideTest, RenamingAndReorderingDecideNothingAgain) {
  rules({rule("twee-weken", "sessie", days_before(14)), rule("dag", "sessie", days_before(1))});
  desk.start();
  desk.go_to("2023-06-06 09:00");
  auto& programme = desk.programmes[0];
  std::swap(programme.reminders[0], programme.reminders[1]);
  std::swap(programme.people.edit()[0], programme.people.edit()[1]);
  for (auto& activity : programme.activities)
    if (activity.id == "sessie") activity.title.nl = "Een andere titel";
  desk.publish();
  desk.go_to("2023-06-06 12:00");
  EXPECT_EQ(desk.said().size(), 2u);
}

void move_session(Desk& desk, date::year_month_day day) {
  for (auto& activity : desk.programmes[0].activities)
    if (activity.id == "sessie") activity.when = programme::OnDay{day, {hours{10}, hours{13}}};
}

TEST_F(DecideTest, AMovedDateArmsAgainAndMovingBackDoesNot) {
  rules({rule("twee-weken", "sessie", days_before(14))});
  desk.start();
  desk.go_to("2023-06-06 09:00");
  move_session(desk, 2023_y / 7 / 4);
  desk.publish();
  desk.go_to("2023-06-10 09:00");
  move_session(desk, 2023_y / 6 / 20);
  desk.publish();
  desk.go_to("2023-06-12 09:00");
  EXPECT_EQ(desk.said().size(), 2u);
  move_session(desk, 2023_y / 7 / 4);
  desk.publish();
  desk.go_to("2023-06-20 09:00");
  ASSERT_EQ(desk.said().size(), 4u);
  EXPECT_EQ(desk.said()[2], "an@example.org: twee-weken sessie 2023-07-04 0");
}

TEST_F(DecideTest, AMovedDateWhoseMomentIsPastStillGoesWithinLate) {
  rules({rule("twee-weken", "sessie", days_before(14))});
  desk.start();
  desk.go_to("2023-05-20 12:00");
  move_session(desk, 2023_y / 6 / 2);  // its moment was on 19 May
  desk.publish();
  desk.go_to("2023-05-20 12:05");
  EXPECT_EQ(desk.said().size(), 2u);
}

TEST_F(DecideTest, UnconfirmedWaitsAndConfirmingArms) {
  rules({rule("twee-weken", "wrap-up", days_before(14))});
  desk.start();
  desk.go_to("2024-01-03 09:00");
  EXPECT_EQ(desk.said(), Lines{});
  for (auto& activity : desk.programmes[0].activities)
    if (activity.id == "wrap-up") activity.when = programme::OnDay{2024_y / 1 / 25, {hours{10}, hours{12}}};
  desk.publish();
  desk.go_to("2024-01-11 09:00");
  EXPECT_EQ(desk.said(), (Lines{"an@example.org: twee-weken wrap-up 2024-01-25 0",
                                "bo@example.org: twee-weken wrap-up 2024-01-25 0"}));
}

TEST_F(DecideTest, CancelledIsNotClosed) {
  rules({rule("twee-weken", "sessie", days_before(14))});
  desk.programmes[0].activities[2].cancelled = programme::Text{"te weinig deelnemers", ""};
  desk.start();
  desk.go_to("2023-06-06 12:00");
  EXPECT_EQ(desk.said(), Lines{});
  desk.programmes[0].activities[2].cancelled.reset();
  desk.publish();
  desk.go_to("2023-06-06 12:05");
  EXPECT_EQ(desk.said().size(), 2u);
}

TEST_F(DecideTest, ANewRuleDoesNotReachBack) {
  desk.start();
  desk.go_to("2023-06-06 10:00");
  rules({rule("twee-weken", "sessie", days_before(14)), rule("dag", "sessie", days_before(1))});
  desk.publish();
  desk.go_to("2023-06-19 09:00");
  EXPECT_EQ(desk.said(),
            (Lines{"an@example.org: dag sessie 2023-06-20 0", "bo@example.org: dag sessie 2023-06-20 0"}));
  const auto closed = desk.outbox->closed_moments();
  ASSERT_EQ(closed.size(), 2u);
  EXPECT_EQ(closed[0].reason, programme::SkipReason::not_known_then);
}

TEST_F(DecideTest, NobodyIsLateForADeadlineThatWasOverWhenItWasSet) {
  auto late = rule("te-laat", "opdracht",
                   {1, programme::OffsetUnit::day, programme::Side::after, programme::Anchor::due, hours{9}});
  late.repeat = programme::Repeat{2, programme::DayUnit::days, 3};
  rules({late});
  const auto due = [&](date::year_month_day day) {
    desk.programmes[0].activities[1].when = programme::DueOn{day, {}};
    desk.publish();
    desk.settle();
  };
  desk.start();
  due(2023_y / 6 / 30);
  desk.go_to("2023-06-14 12:00");
  due(2023_y / 6 / 9);  // a slip
  desk.go_to("2023-06-24 12:00");
  EXPECT_EQ(desk.said(), Lines{});
  due(2023_y / 6 / 30);  // and put right
  desk.go_to("2023-07-01 09:00");
  EXPECT_EQ(desk.said().size(), 2u) << "on 30 June nobody was late yet";
}

TEST_F(DecideTest, ANewPersonDoesNotReachBack) {
  rules({rule("twee-weken", "sessie", days_before(14))});
  desk.start();
  desk.go_to("2023-06-06 08:00");
  desk.stop();
  desk.jump_to("2023-06-06 10:00");  // the moment passed while we were down, and now there is one more
  desk.programmes[0].people.push_back(example::person("nieuw", "a", "deelnemer"));
  desk.start();
  desk.settle();
  EXPECT_EQ(desk.said().size(), 2u);
  EXPECT_EQ(desk.reasons(), Lines{"person:nieuw twee-weken joined_later"});
}

TEST_F(DecideTest, HandedInIsSparedAndWithdrawingArmsAgain) {
  desk.programmes[0].activities[1].hand_in = programme::HandIn::person;
  auto reminder = rule("week", "opdracht", days_before(7));
  reminder.unless_handed_in = true;
  rules({reminder});
  desk.start();
  programme::HandInRecord row{"voorbeeld-2023", "opdracht", "", "an", true, {}, "link"};
  desk.participation->set_hand_in(row, desk.now);
  desk.go_to("2023-06-06 12:00");
  EXPECT_EQ(desk.said(), Lines{"bo@example.org: week opdracht 2023-06-13 0"});
  EXPECT_EQ(desk.reasons(), Lines{"person:an week handed_in"});
  row.done = false;
  desk.participation->set_hand_in(row, desk.now);
  desk.settle();
  ASSERT_EQ(desk.said().size(), 2u);
  EXPECT_EQ(desk.said()[1], "an@example.org: week opdracht 2023-06-13 0");
  EXPECT_EQ(desk.reasons(), Lines{});
}

TEST_F(DecideTest, OptedOutIsSpared) {
  rules({rule("twee-weken", "sessie", days_before(14))});
  desk.start();
  desk.participation->set_opt_out("person:an", programme::Topic::sessions, true, desk.now);
  desk.participation->set_opt_out("person:bo", programme::Topic::deadlines, true, desk.now);
  desk.go_to("2023-06-06 12:00");
  EXPECT_EQ(desk.said(), Lines{"bo@example.org: twee-weken sessie 2023-06-20 0"});
  EXPECT_EQ(desk.reasons(), Lines{"person:an twee-weken opted_out"});
}

TEST_F(DecideTest, AfterDowntimeOnlyTheLatestAboutTheSameGoes) {
  rules({rule("week", "sessie", days_before(7), hours{24 * 7}), rule("dag", "sessie", days_before(3)),
         rule("intake", "intake", days_before(3))});
  desk.start();
  desk.go_to("2023-06-01 12:00");
  desk.stop();
  desk.jump_to("2023-06-17 12:00");
  desk.start();
  desk.go_to("2023-06-17 12:05");
  EXPECT_EQ(desk.said().size(), 2u + 1u) << "an's intake in May, and one each";
  EXPECT_EQ(desk.said()[1], "an@example.org: dag sessie 2023-06-20 0");
  EXPECT_EQ(desk.reasons(), (Lines{"person:an week superseded", "person:bo week superseded"}));
}

TEST_F(DecideTest, OfTwoRulesAtTheSameMomentTheFirstInTheFileGoes) {
  rules({rule("eerst", "sessie", days_before(3)), rule("tweede", "sessie", days_before(3))});
  desk.start();
  desk.go_to("2023-06-17 12:00");
  EXPECT_EQ(desk.said(), (Lines{"an@example.org: eerst sessie 2023-06-20 0",
                                "bo@example.org: eerst sessie 2023-06-20 0"}));
}

TEST_F(DecideTest, WhatIsTooLateIsClosedWithItsReason) {
  rules({rule("week", "sessie", days_before(7), hours{2})});
  desk.start();
  desk.stop();
  desk.jump_to("2023-06-13 12:00");
  desk.start();
  desk.settle();
  const auto closed = desk.outbox->closed_moments();
  ASSERT_EQ(closed.size(), 1u);
  EXPECT_EQ(closed[0].reason, programme::SkipReason::late);
}

TEST_F(DecideTest, ABundlingProgrammeSendsOneMailPerMorning) {
  rules({rule("sessie", "sessie", days_before(7)), rule("opdracht", "opdracht", days_before(0))});
  desk.programmes[0].bundle = "bundel";
  desk.start();
  desk.go_to("2023-06-13 12:00");
  EXPECT_EQ(desk.said(),
            (Lines{"an@example.org: opdracht opdracht 2023-06-13 0; sessie sessie 2023-06-20 0",
                   "bo@example.org: opdracht opdracht 2023-06-13 0; sessie sessie 2023-06-20 0"}));
}

TEST_F(DecideTest, ACoordinatorGetsOneOverviewPerRule) {
  auto unplanned = rule("ongepland", "intake", days_before(0));
  unplanned.when = programme::LocalMinute{date::local_days{2023_y / 5 / 1} + hours{9}};
  unplanned.only_unplanned = true;
  unplanned.to = {"coordinators"};
  rules({unplanned});
  desk.programmes[0].libraries[0].dates.clear();
  desk.coordinators = {{"Co", "co@example.org", "co@example.org", programme::Language::nl}};
  desk.start();
  desk.go_to("2023-05-01 12:00");
  EXPECT_EQ(desk.said(), Lines{"co@example.org: ongepland intake - 0; ongepland intake - 0"});
}

TEST_F(DecideTest, ManyMailsOfANewRuleWait) {
  many_people();
  desk.start();
  desk.go_to("2023-06-06 08:55");
  rules({rule("twee-weken", "sessie", days_before(14))});
  desk.publish();
  desk.go_to("2023-06-06 09:30");
  EXPECT_EQ(desk.said(), Lines{});
  ASSERT_EQ(desk.errors.size(), 2u) << "and that no coordinator reads of it";
  EXPECT_NE(desk.errors[0].find("62 reminder mails"), std::string::npos) << desk.errors[0];
  EXPECT_NE(desk.errors[0].find("traject mail release"), std::string::npos);
  EXPECT_EQ(desk.outbox->release_waiting(desk.now), 62);
  desk.settle();
  EXPECT_EQ(desk.said().size(), 62u);
}

TEST_F(DecideTest, ManyMailsOfAMovedDateWait) {
  many_people();
  rules({rule("twee-weken", "sessie", days_before(14))});
  desk.start();
  desk.go_to("2023-06-01 10:00");
  move_session(desk, 2023_y / 6 / 14);  // a slip: due the day before
  desk.publish();
  desk.settle();
  EXPECT_EQ(desk.outbox->list(store::MailState::waiting, 100).size(), 62u);
  EXPECT_EQ(desk.said(), Lines{});
}

TEST_F(DecideTest, ManyMailsOfARuleThatIsDueEarlierWait) {
  many_people();
  rules({rule("vooraf", "sessie", days_before(5))});
  desk.start();
  desk.go_to("2023-06-06 12:00");
  rules({rule("vooraf", "sessie", days_before(14))});
  desk.publish();
  desk.start();  // the same holds for the next process
  desk.settle();
  EXPECT_EQ(desk.outbox->list(store::MailState::waiting, 100).size(), 62u);
  EXPECT_EQ(desk.said(), Lines{});
}

TEST_F(DecideTest, WhatComesDueByTimeGoesHoweverManyAlsoRightAfterAChange) {
  many_people();
  rules({rule("twee-weken", "sessie", days_before(14))});
  desk.start();
  desk.go_to("2023-06-06 08:55");
  desk.programmes[0].people.push_back(example::person("p61", "a", "deelnemer"));
  desk.programmes[0].reminders.push_back(rule("dag", "sessie", days_before(1)));
  desk.publish();
  desk.go_to("2023-06-06 09:30");
  EXPECT_EQ(desk.said().size(), 63u);
  EXPECT_EQ(desk.errors, Lines{});
}

TEST_F(DecideTest, WhatComesDueByTimeGoesAfterAStop) {
  many_people();
  rules({rule("twee-weken", "sessie", days_before(14))});
  desk.start();
  desk.go_to("2023-06-06 08:00");
  desk.stop();
  desk.jump_to("2023-06-06 10:00");
  desk.start();
  desk.settle();
  EXPECT_EQ(desk.said().size(), 62u);
}

TEST_F(DecideTest, OfAProgrammeThatAsksWhatFollowsFromAPublicationWaitsUnlessItIsNear) {
  rules({rule("vooraf", "sessie", days_before(14)), rule("kort", "sessie", days_before(3))});
  desk.programmes[0].ask = true;
  desk.start();
  desk.go_to("2023-06-01 10:00");
  move_session(desk, 2023_y / 6 / 14);  // due the day before
  desk.publish();
  desk.settle();
  EXPECT_EQ(desk.said(), Lines{});
  EXPECT_EQ(desk.outbox->list(store::MailState::waiting, 100).size(), 2u);
  move_session(desk, 2023_y / 6 / 3);
  desk.publish();
  desk.settle();
  EXPECT_EQ(desk.said(),
            (Lines{"an@example.org: kort sessie 2023-06-03 0", "bo@example.org: kort sessie 2023-06-03 0"}));
}

TEST_F(DecideTest, AMailThatAlsoSaysWhatComesDueByTimeGoes) {
  many_people();
  desk.programmes[0].bundle = "bundel";
  rules({rule("sessie", "sessie", days_before(7))});
  desk.start();
  desk.go_to("2023-06-13 08:55");
  rules({rule("sessie", "sessie", days_before(7)), rule("opdracht", "opdracht", days_before(0))});
  desk.publish();
  desk.go_to("2023-06-13 09:00");
  EXPECT_EQ(desk.said().size(), 62u);
  EXPECT_EQ(desk.said()[0], "an@example.org: opdracht opdracht 2023-06-13 0; sessie sessie 2023-06-20 0");
}

TEST_F(DecideTest, ManyMailsGoWhenNothingChanged) {
  for (int i = 0; i < 60; ++i)
    desk.programmes[0].people.push_back(example::person("p" + std::to_string(i), "a", "deelnemer"));
  rules({rule("twee-weken", "sessie", days_before(14))});
  desk.start();
  desk.go_to("2023-06-06 08:55");
  desk.publish();  // the same again
  desk.start();
  desk.go_to("2023-06-06 09:30");
  EXPECT_EQ(desk.said().size(), 62u);
}

TEST_F(DecideTest, ACrashAfterAnyTransactionLosesAndDoublesNothing) {
  for (int i = 0; i < 2'500; ++i)
    desk.programmes[0].people.push_back(example::person("p" + std::to_string(i), "a", "deelnemer"));
  rules({rule("twee-weken", "sessie", days_before(14))});
  desk.start();
  desk.go_to("2023-06-06 08:59");
  desk.jump_to("2023-06-06 09:00");
  for (int crash = 2; crash <= 4; ++crash) {  // the first wait of a tick is before deciding
    desk.crash_when("wait", crash);
    EXPECT_THROW(desk.worker->tick(desk.now), Crash);
    desk.start();
  }
  desk.places = 500;
  desk.start();
  desk.settle();
  EXPECT_EQ(desk.said().size(), 2'502u);
  EXPECT_EQ(desk.outbox->reminders().size(), 2'502u);
}

}  // namespace
