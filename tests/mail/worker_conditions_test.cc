// SPDX-License-Identifier: Apache-2.0
//
// A mail is checked again before its content leaves: dates that moved, slips put right, bundles, hand-ins.
#include <gtest/gtest.h>

#include "tests/mail/worker_fixture.h"

namespace {

using namespace worker_test;

TEST_F(WorkerTest, ConditionsAreLookedAtAgainBeforeTheContentGoes) {
  desk.start();
  desk.go_to("2023-06-06 08:59");
  desk.jump_to("2023-06-06 09:00");
  desk.worker->tick(desk.now);  // under way, not asked yet
  ASSERT_EQ(desk.server.begun.size(), 1u);
  desk.participation->set_opt_out("person:an", programme::Topic::sessions, true, desk.now);
  desk.go_to("2023-06-06 12:00");
  EXPECT_EQ(desk.server.let_go.size(), 0u);
  EXPECT_EQ(only_mail().state, store::MailState::skipped);
  EXPECT_EQ(desk.reasons(), Lines{"person:an twee-weken opted_out"});
}

TEST_F(WorkerTest, WhatWasComposedBeforeAChangeIsComposedAgain) {
  desk.options.compose = [](const letters::Letter& letter, Instant now) {
    letters::Message message = plain_message(letter, now);
    message.bytes += letter.items.front().moment.occurrence->place() + "\r\n";
    return message;
  };
  desk.start();
  desk.go_to("2023-06-06 08:59");
  desk.jump_to("2023-06-06 09:00");
  desk.worker->tick(desk.now);  // under way, not asked yet
  desk.programmes[0].activities[2].place = "Zwolle";
  desk.publish();
  desk.settle();
  EXPECT_EQ(desk.said(), Lines{"an@example.org: twee-weken sessie 2023-06-20 0; Zwolle"});
}

TEST_F(WorkerTest, AMovedDateOvertakesAMailThatWaits) {
  fates({fate::greylisted(), fate::sent()});
  desk.start();
  desk.go_to("2023-06-06 09:00");
  desk.programmes[0].activities[2].when = programme::OnDay{2023_y / 7 / 4, {hours{10}, hours{13}}};
  desk.publish();
  desk.go_to("2023-06-20 12:00");
  EXPECT_EQ(desk.said(), Lines{"an@example.org: twee-weken sessie 2023-07-04 0"});
  EXPECT_EQ(desk.reasons(), Lines{"person:an twee-weken moved"});
}

struct Slip {
  const char* name;
  void (*make)(programme::Programme&);
  const char* reason;
};

class SlipTest : public WorkerTest, public testing::WithParamInterface<Slip> {};

// The mail waits for its second try while the files are wrong; they are put right an hour later, before its
// time is over.
TEST_P(SlipTest, WhatIsPutRightInTimeGoesAfterAll) {
  fates({fate::greylisted(), fate::sent()});
  desk.start();
  desk.go_to("2023-06-06 09:00");
  const auto files = desk.programmes;
  GetParam().make(desk.programmes[0]);
  desk.publish();
  desk.go_to("2023-06-06 10:00");
  EXPECT_EQ(desk.said(), Lines{});
  EXPECT_EQ(desk.reasons(), Lines{std::string{"person:an twee-weken "} + GetParam().reason});
  desk.programmes = files;
  desk.publish();
  desk.go_to("2023-06-06 12:00");
  EXPECT_EQ(desk.said(), Lines{"an@example.org: twee-weken sessie 2023-06-20 0"});
  EXPECT_EQ(desk.reasons(), Lines{});
}

INSTANTIATE_TEST_SUITE_P(
    Slips, SlipTest,
    testing::Values(
        Slip{"moved",
             [](auto& files) {
               files.activities[2].when = programme::OnDay{2023_y / 7 / 4, {hours{10}, hours{13}}};
             },
             "moved"},
        Slip{"cancelled",
             [](auto& files) {
               files.activities[2].cancelled = {"", ""};
             },
             "cancelled"},
        Slip{"unconfirmed",
             [](auto& files) {
               files.activities[2].when = programme::Between{2023_y / 6 / 20, 2023_y / 6 / 20};
             },
             "unconfirmed"},
        Slip{"rule", [](auto& files) { files.reminders.clear(); }, "no_rule"},
        Slip{"person", [](auto& files) { files.people.clear(); }, "left"}),
    [](const auto& slip) { return std::string{slip.param.name}; });

TEST_F(WorkerTest, WhatIsPutRightTooLateStaysOut) {
  fates({fate::greylisted(), fate::sent()});
  desk.start();
  desk.go_to("2023-06-06 09:00");
  const auto files = desk.programmes;
  desk.programmes[0].reminders.clear();
  desk.publish();
  desk.go_to("2023-06-08 09:01");
  desk.programmes = files;
  desk.publish();
  desk.go_to("2023-06-20 12:00");
  EXPECT_EQ(desk.said(), Lines{});
  EXPECT_EQ(desk.reasons(), Lines{"person:an twee-weken no_rule"});
}

TEST_F(WorkerTest, WhoOptsInAgainInTimeGetsItAfterAll) {
  fates({fate::greylisted(), fate::sent()});
  desk.start();
  desk.go_to("2023-06-06 09:00");
  desk.participation->set_opt_out("person:an", programme::Topic::sessions, true, desk.now);
  desk.go_to("2023-06-06 10:00");
  EXPECT_EQ(desk.reasons(), Lines{"person:an twee-weken opted_out"});
  desk.participation->set_opt_out("person:an", programme::Topic::sessions, false, desk.now);
  desk.go_to("2023-06-06 12:00");
  EXPECT_EQ(desk.said(), Lines{"an@example.org: twee-weken sessie 2023-06-20 0"});
}

TEST_F(WorkerTest, PuttingRightSaysNothingTwice) {
  desk.programmes[0].bundle = "bundel";
  desk.programmes[0].reminders = {rule("sessie", "sessie", days_before(7)),
                                  rule("opdracht", "opdracht", days_before(0))};
  fates({fate::greylisted(), fate::sent()});
  desk.start();
  desk.go_to("2023-06-13 09:00");
  const auto files = desk.programmes;
  desk.programmes[0].activities[2].cancelled = {"", ""};
  desk.publish();
  desk.go_to("2023-06-13 12:00");
  EXPECT_EQ(desk.said(), Lines{"an@example.org: opdracht opdracht 2023-06-13 0"});
  desk.programmes = files;
  desk.publish();
  desk.publish();
  desk.go_to("2023-06-20 12:00");
  EXPECT_EQ(desk.said().size(), 1u) << "it was tried twice, so its bytes may have been there before the slip";
}

TEST_F(WorkerTest, AfterAHoldOnlyTheLatestAboutTheSameGoes) {
  desk.programmes[0].reminders.push_back(rule("week", "sessie", days_before(13)));
  desk.programmes[0].reminders.push_back(rule("lunch", "lunch", days_before(13)));
  desk.start();
  desk.go_to("2023-06-06 08:00");
  desk.outbox->set_hold("somebody looks at it first", desk.now);
  desk.go_to("2023-06-07 10:00");
  EXPECT_EQ(desk.outbox->list(store::MailState::queued, 10).size(), 3u);
  desk.outbox->release_hold(desk.now);
  desk.go_to("2023-06-07 12:00");
  EXPECT_EQ(desk.said(),
            (Lines{"an@example.org: lunch lunch 2023-06-20 0", "an@example.org: week sessie 2023-06-20 0"}));
  EXPECT_EQ(desk.reasons(), Lines{"person:an twee-weken superseded"});
}

TEST_F(WorkerTest, NothingIsSaidAfterWhatCameLater) {
  desk.programmes[0].reminders.push_back(rule("week", "sessie", days_before(13)));
  fates({fate::greylisted(), fate::sent()});
  desk.start();
  desk.go_to("2023-06-06 09:00");
  desk.outbox->set_hold("somebody looks at it first", desk.now);
  desk.go_to("2023-06-07 09:00");
  const auto first = desk.outbox->list(store::MailState::retry, 10);
  ASSERT_EQ(first.size(), 1u);
  desk.outbox->drop(first[0].id, desk.now);
  desk.outbox->release_hold(desk.now);
  desk.settle();
  desk.outbox->retry(first[0].id, desk.now);
  desk.go_to("2023-06-07 12:00");
  EXPECT_EQ(desk.said(), Lines{"an@example.org: week sessie 2023-06-20 0"});
  EXPECT_EQ(desk.reasons(), Lines{"person:an twee-weken superseded"});
}

TEST_F(WorkerTest, ARuleOrPersonThatIsGoneSendsNothing) {
  people(2);
  fates({fate::greylisted(), fate::greylisted(), fate::sent()});
  desk.start();
  desk.go_to("2023-06-06 09:00");
  desk.programmes[0].people.pop_back();
  desk.publish();
  desk.settle();
  desk.now += minutes{1};
  desk.programmes[0].reminders[0].id = "anders";
  desk.publish();
  desk.go_to("2023-06-06 12:00");
  EXPECT_EQ(desk.said(), Lines{});
  EXPECT_EQ(desk.reasons(), (Lines{"person:p0 twee-weken no_rule", "person:p1 twee-weken no_rule"}));
}

TEST_F(WorkerTest, OfABundleOnlyWhatIsLeftIsSaid) {
  auto hand_in = rule("opdracht", "opdracht", days_before(0));
  hand_in.unless_handed_in = true;
  desk.programmes[0].activities[1].hand_in = programme::HandIn::person;
  desk.programmes[0].reminders = {rule("sessie", "sessie", days_before(7)), hand_in};
  desk.programmes[0].bundle = "bundel";
  fates({fate::greylisted(), fate::sent()});
  desk.start();
  desk.go_to("2023-06-13 09:00");
  desk.participation->set_hand_in({"voorbeeld-2023", "opdracht", "", "an", true, {}, "link"}, desk.now);
  desk.go_to("2023-06-13 12:00");
  EXPECT_EQ(desk.said(), Lines{"an@example.org: sessie sessie 2023-06-20 0"});
  EXPECT_EQ(desk.reasons(), Lines{"person:an opdracht handed_in"});
}

TEST_F(WorkerTest, EveryMailToOnePersonOnADayGoes) {
  desk.programmes[0].reminders.clear();
  for (const char* id : {"a", "b", "c", "d", "e"}) {
    desk.programmes[0].reminders.push_back(rule(id, "", days_before(0)));
    desk.programmes[0].reminders.back().when =
        programme::LocalMinute{date::local_days{2023_y / 6 / 20} + hours{9}};
  }
  desk.start();
  desk.go_to("2023-06-20 10:00");
  EXPECT_EQ(desk.said().size(), 5u);
}

// --- Words

}  // namespace
