// SPDX-License-Identifier: Apache-2.0
//
// From the outbox to the mail server: outcomes, crashes at every step, and the guards.
#include "service/mail/worker.h"

#include <gtest/gtest.h>

#include "tests/mail/worker_fixture.h"

namespace {

using namespace worker_test;
using Lines = std::vector<std::string>;

class WorkerTest : public testing::Test {
 protected:
  WorkerTest() {
    desk.programmes[0].people = {example::person("an", "a", "deelnemer")};
    desk.programmes[0].reminders = {rule("twee-weken", "sessie", days_before(14))};
  }

  /// A server that deals these fates one after the other, then goes on with the last.
  void fates(std::vector<Fate> fates) {
    desk.server.fate = [fates, count = std::size_t{0}](const smtp::Transfer&) mutable {
      return fates[std::min(count++, fates.size() - 1)];
    };
  }

  void people(int count) {
    desk.programmes[0].people.clear();
    for (int i = 0; i < count; ++i)
      desk.programmes[0].people.push_back(example::person("p" + std::to_string(i), "a", "deelnemer"));
  }

  static bool any(const Lines& lines, const std::string& part) {
    return std::any_of(lines.begin(), lines.end(),
                       [&](const auto& line) { return line.find(part) != std::string::npos; });
  }

  store::Mail only_mail() {
    const auto mails = desk.outbox->list(std::nullopt, 10);
    EXPECT_EQ(mails.size(), 1u);
    return mails.empty() ? store::Mail{} : *desk.outbox->find(mails[0].id);
  }

  Desk desk{"2023-06-06 08:00"};
};

TEST_F(WorkerTest, ASentMailIsSentOnce) {
  desk.start();
  desk.go_to("2023-06-06 12:00");
  EXPECT_EQ(desk.server.begun.size(), 1u);
  EXPECT_EQ(only_mail().state, store::MailState::sent);
  EXPECT_EQ(only_mail().subject, "twee-weken");
}

TEST_F(WorkerTest, MessageIdFollowsFromWhatTheMailIsAbout) {
  Desk other{"2023-06-06 08:00"};
  other.programmes = desk.programmes;
  for (Desk* each : {&desk, &other}) {
    each->start();
    each->go_to("2023-06-06 09:00");
  }
  const std::string message = desk.server.arrived.at(0).message;
  EXPECT_EQ(message, other.server.arrived.at(0).message);
  EXPECT_NE(message.find("@werktraject.invalid>"), std::string::npos) << message;
}

TEST_F(WorkerTest, TriesAgainBySchedule) {
  fates({fate::greylisted(), fate::refused_after_content(), fate::sent()});
  desk.start();
  desk.go_to("2023-06-06 09:00");
  EXPECT_EQ(only_mail().state, store::MailState::retry);
  EXPECT_EQ(only_mail().next_try, at("2023-06-06 09:01"));
  desk.go_to("2023-06-06 09:01");
  EXPECT_EQ(only_mail().next_try, at("2023-06-06 09:03"));
  EXPECT_EQ(only_mail().detail, "451 not now");
  desk.go_to("2023-06-06 09:03");
  EXPECT_EQ(only_mail().state, store::MailState::sent);
  ASSERT_EQ(desk.server.let_go.size(), 2u);
  EXPECT_EQ(desk.server.let_go[0].message, desk.server.let_go[1].message);
}

TEST_F(WorkerTest, ExpiresWhenThereIsNoTimeLeft) {
  desk.programmes[0].reminders = {rule("twee-weken", "sessie", days_before(14), minutes{30})};
  fates({fate::greylisted()});
  desk.start();
  desk.go_to("2023-06-06 12:00");
  EXPECT_EQ(only_mail().state, store::MailState::expired);
  EXPECT_GT(desk.server.begun.size(), 4u);
}

TEST_F(WorkerTest, ARefusalIsReportedAndFinal) {
  fates({fate::bad_address()});
  desk.start();
  desk.go_to("2023-06-06 12:00");
  EXPECT_EQ(only_mail().state, store::MailState::failed);
  EXPECT_EQ(desk.server.begun.size(), 1u);
  EXPECT_TRUE(any(desk.errors, "person:an: the address does not exist"));
}

TEST_F(WorkerTest, AnUnknownOutcomeIsSentOnceMoreWithTheSameBytes) {
  fates({fate::unknown(true)});
  desk.start();
  desk.go_to("2023-06-06 09:14");
  EXPECT_EQ(desk.server.arrived.size(), 1u);
  desk.go_to("2023-06-08 09:00");
  ASSERT_EQ(desk.server.arrived.size(), 2u);
  EXPECT_EQ(desk.server.arrived[0].message, desk.server.arrived[1].message);
  EXPECT_EQ(only_mail().state, store::MailState::unknown);
}

TEST_F(WorkerTest, AnUnknownOutcomeStaysWhenTheOrganiserWantsThat) {
  desk.options.resend_unknown = false;
  fates({fate::unknown(false)});
  desk.start();
  desk.go_to("2023-06-08 09:00");
  EXPECT_EQ(desk.server.begun.size(), 1u);
  EXPECT_EQ(only_mail().state, store::MailState::unknown);
  EXPECT_TRUE(any(desk.errors, "may or may not have arrived"));
}

// --- Crashes

TEST_F(WorkerTest, ACrashBeforeTheContentLosesAndDoublesNothing) {
  for (const char* step : {"start", "release"}) {
    Desk one{"2023-06-06 08:00"};
    one.programmes = desk.programmes;
    one.start();
    one.go_to("2023-06-06 08:59");
    one.jump_to("2023-06-06 09:00");
    one.crash_when(step);
    EXPECT_THROW(one.settle(), Crash) << step;
    EXPECT_EQ(one.server.let_go.size(), 0u);
    one.start();
    one.go_to("2023-06-06 10:00");
    EXPECT_EQ(one.server.arrived.size(), 1u) << step;
  }
}

TEST_F(WorkerTest, ACrashWithTheContentUnderWayIsUnknown) {
  desk.start();
  desk.go_to("2023-06-06 08:59");
  desk.jump_to("2023-06-06 09:00");
  desk.crash_when("released");
  EXPECT_THROW(desk.settle(), Crash);
  desk.start();
  desk.go_to("2023-06-06 09:19");
  EXPECT_EQ(only_mail().state, store::MailState::data) << "not taken over before twenty minutes";
  desk.go_to("2023-06-06 09:20");
  EXPECT_EQ(only_mail().state, store::MailState::unknown);
  desk.go_to("2023-06-06 12:00");
  EXPECT_EQ(only_mail().state, store::MailState::sent);
  ASSERT_EQ(desk.server.arrived.size(), 2u);
  EXPECT_EQ(desk.server.arrived[0].message, desk.server.arrived[1].message);
}

TEST_F(WorkerTest, AMailThatStopsTheServiceThriceIsParkedAndTheOthersGo) {
  people(3);
  bool armed = true;
  desk.options.compose = [&](const letters::Letter& letter, Instant now) {
    if (armed && letter.recipient.person->id == "p1") throw Crash{};
    return plain_message(letter, now);
  };
  desk.start();
  for (int i = 0; i < 8; ++i) {
    try {
      desk.go_to(desk.now + hours{1});
    } catch (const Crash&) {
      desk.start();
    }
  }
  EXPECT_EQ(desk.said().size(), 2u);
  const auto poison = desk.outbox->list(store::MailState::poison, 10);
  ASSERT_EQ(poison.size(), 1u);
  EXPECT_EQ(poison[0].recipient, "person:p1");
}

TEST_F(WorkerTest, AnOrderlyStopIsNoCrashHoweverOften) {
  Fate mute;
  mute.waits = 1'000'000;
  fates({mute, mute, mute, mute, mute, fate::sent()});
  for (const char* when :
       {"2023-06-06 09:00", "2023-06-06 09:10", "2023-06-06 09:20", "2023-06-06 09:30", "2023-06-06 09:40"}) {
    desk.start();
    desk.go_to(when);
    ASSERT_EQ(desk.worker->under_way(), 1u) << when;
    desk.worker->give_back(desk.now);
    EXPECT_EQ(desk.worker->under_way(), 0u);
    EXPECT_EQ(only_mail().unfinished, 0);
  }
  desk.start();
  desk.go_to("2023-06-06 11:00");
  EXPECT_EQ(only_mail().state, store::MailState::sent);
  EXPECT_EQ(desk.server.arrived.size(), 1u);
}

TEST_F(WorkerTest, AnOrderlyStopKeepsWhatItLetGo) {
  fates({fate::silent(true)});
  desk.start();
  desk.go_to("2023-06-06 09:00");
  desk.worker->give_back(desk.now);
  EXPECT_EQ(only_mail().state, store::MailState::data) << "it may have arrived";
}

// --- What changes between deciding and sending

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

TEST_F(WorkerTest, ABrokenTemplateFailsItsOwnMailsAndIsReportedOnce) {
  people(3);
  desk.options.compose = [](const letters::Letter& letter, Instant now) {
    if (letter.recipient.person->id != "p1")
      throw letters::TemplateError{{"templates/nl/tekst.md", 3, 7, {"hoort niet", "does not belong"}}};
    return plain_message(letter, now);
  };
  desk.start();
  desk.go_to("2023-06-06 12:00");
  EXPECT_EQ(desk.said().size(), 1u);
  const auto failed = desk.outbox->list(store::MailState::failed, 10);
  ASSERT_EQ(failed.size(), 2u);
  EXPECT_EQ(failed[0].detail, "templates/nl/tekst.md:3:7: does not belong");
  EXPECT_EQ(std::count_if(desk.errors.begin(), desk.errors.end(),
                          [](const auto& line) { return line.find("tekst.md:3:7") != std::string::npos; }),
            1);
}

TEST_F(WorkerTest, AnAddressThatIsNoneNeverReachesTheCourier) {
  desk.options.compose = [](const letters::Letter& letter, Instant now) {
    letters::Message message = plain_message(letter, now);
    message.to = "an@example.org\r\nDATA";
    return message;
  };
  desk.start();
  desk.go_to("2023-06-06 12:00");
  EXPECT_EQ(desk.server.begun.size(), 0u);
  EXPECT_EQ(only_mail().state, store::MailState::failed);
}

// --- The mail server and the rate

TEST_F(WorkerTest, AServerThatIsDownIsTriedOnceAMinute) {
  people(40);
  bool up = false;
  desk.server.fate = [&up](const auto&) { return up ? fate::sent() : fate::unreachable(); };
  desk.start();
  desk.go_to("2023-06-06 09:00");
  const auto first = desk.server.begun.size();
  EXPECT_LE(first, 8u);
  desk.go_to("2023-06-06 10:00");
  EXPECT_EQ(desk.server.begun.size(), first + 60);
  EXPECT_EQ(desk.errors.size(), 1u);
  up = true;
  desk.go_to("2023-06-06 10:02");
  EXPECT_EQ(desk.said().size(), 40u);
  EXPECT_EQ(desk.infos, Lines{"the mail server can be reached again"});
}

TEST_F(WorkerTest, KeepsToTheRate) {
  people(25);
  desk.options.per_minute = 10;
  desk.start();
  desk.go_to("2023-06-06 09:00");
  EXPECT_EQ(desk.said().size(), 10u);
  desk.go_to("2023-06-06 09:01");
  EXPECT_EQ(desk.said().size(), 20u);
  desk.go_to("2023-06-06 09:02");
  EXPECT_EQ(desk.said().size(), 25u);
}

TEST_F(WorkerTest, ASlowServerIsNoCrash) {
  fates({fate::silent(true)});
  desk.start();
  desk.go_to("2023-06-06 09:00");
  EXPECT_EQ(desk.worker->under_way(), 1u);
  desk.go_to("2023-06-06 09:19");
  EXPECT_EQ(desk.server.begun.size(), 1u);
}

// --- Clock and hold

TEST_F(WorkerTest, AStoreFromAnotherMachineIsHeld) {
  desk.start();
  desk.go_to("2023-06-06 08:30");
  desk.options.host = "two";
  desk.start();
  desk.go_to("2023-06-06 09:30");
  EXPECT_EQ(desk.said(), Lines{});
  EXPECT_EQ(desk.states(), Lines{"person:an queued"}) << "decided all the same";
  EXPECT_TRUE(any(desk.errors, "traject mail release"));
  desk.outbox->release_hold(desk.now);
  desk.settle();
  EXPECT_EQ(desk.said().size(), 1u);
  desk.start();
  desk.settle();
  EXPECT_EQ(desk.outbox->hold(), "");
}

TEST_F(WorkerTest, ALongPauseIsHeldAndAShortOneNot) {
  desk.start();
  desk.settle();
  desk.stop();
  desk.jump_to("2023-06-06 13:00");
  desk.start();
  desk.settle();
  EXPECT_EQ(desk.said().size(), 1u);
  desk.stop();
  desk.jump_to("2023-06-06 19:01");
  desk.start();
  desk.settle();
  EXPECT_NE(desk.outbox->hold().find("last used 6 hours ago, at 2023-06-06 11:00 UTC"), std::string::npos)
      << desk.outbox->hold();
}

TEST_F(WorkerTest, AForwardJumpLeavesOneTickOut) {
  desk.start();
  desk.settle();
  desk.jump_to("2023-06-06 09:00");
  EXPECT_EQ(desk.worker->tick(desk.now), desk.now + seconds{1});
  EXPECT_EQ(desk.states(), Lines{});
  desk.now += seconds{1};
  desk.settle();
  EXPECT_EQ(desk.said().size(), 1u);
}

TEST_F(WorkerTest, AFarForwardJumpIsHeld) {
  desk.start();
  desk.settle();
  desk.jump_to("2023-06-07 09:00");
  desk.worker->tick(desk.now);
  desk.now += seconds{1};
  desk.settle();
  EXPECT_EQ(desk.said(), Lines{});
  EXPECT_NE(desk.outbox->hold().find("jumped forward by 25 hours"), std::string::npos) << desk.outbox->hold();
}

TEST_F(WorkerTest, AClockThatGoesBackDecidesNothingUntilItHasCaughtUp) {
  desk.start();
  desk.go_to("2023-06-06 09:00");
  desk.programmes[0].reminders.push_back(rule("ochtend", "sessie", days_before(14, hours{8} + minutes{30})));
  desk.jump_to("2023-06-06 08:20");
  desk.settle();
  desk.publish();
  desk.go_to("2023-06-06 08:54");
  EXPECT_EQ(desk.said().size(), 1u);
  EXPECT_EQ(desk.errors.size(), 1u);
  EXPECT_TRUE(any(desk.errors, "40 minutes behind"));
  desk.go_to("2023-06-06 09:30");
  EXPECT_EQ(desk.said().size(), 2u);
}

TEST_F(WorkerTest, AClockThatWasFarAheadIsAcceptedByAPerson) {
  desk.start();
  desk.settle();
  desk.jump_to("2033-01-01 00:00");
  desk.settle();
  desk.now += seconds{1};
  desk.settle();
  ASSERT_NE(desk.outbox->hold(), "");
  desk.outbox->release_hold(desk.now);
  desk.jump_to("2023-06-06 08:10");
  desk.settle();
  ASSERT_NE(desk.outbox->hold(), "");
  desk.outbox->release_hold(desk.now);
  desk.settle();
  EXPECT_EQ(desk.outbox->last_tick().time, desk.now);
}

TEST_F(WorkerTest, SimulatedTimeStepsFreely) {
  desk.options.steps_freely = true;
  desk.start();
  desk.jump_to("2023-06-06 09:00");
  desk.settle();
  EXPECT_EQ(desk.said().size(), 1u);
  desk.jump_to("2023-09-06 09:00");
  desk.settle();
  EXPECT_EQ(desk.outbox->hold(), "");
}

// --- Besides

TEST_F(WorkerTest, ARehearsalGoesToOneAddress) {
  desk.options.rehearsal_to = "co@example.org";
  desk.start();
  desk.go_to("2023-06-06 12:00");
  EXPECT_EQ(desk.said(), Lines{"co@example.org: twee-weken sessie 2023-06-20 0"});
}

TEST_F(WorkerTest, FinishBeginsNothing) {
  desk.start();
  desk.go_to("2023-06-06 08:59");
  desk.jump_to("2023-06-06 09:00");
  desk.worker->tick(desk.now);
  ASSERT_EQ(desk.worker->under_way(), 1u);
  for (int i = 0; i < 3; ++i) desk.worker->finish(desk.now);
  EXPECT_EQ(desk.worker->under_way(), 0u);
  EXPECT_EQ(only_mail().state, store::MailState::sent);
  desk.worker->finish(at("2023-06-07 09:00"));
  EXPECT_EQ(desk.server.begun.size(), 1u);
}

TEST_F(WorkerTest, ATestMailGoesBeforeAllOthers) {
  people(9);
  desk.places = 1;
  desk.templates = {};
  desk.start();
  desk.go_to("2023-06-06 08:59");
  desk.outbox->add_test("co@example.org", "test/1", desk.now);
  desk.jump_to("2023-06-06 09:00");
  desk.settle();
  ASSERT_EQ(desk.server.arrived.size(), 10u);
  EXPECT_EQ(desk.server.arrived[0].to, "co@example.org");
}

TEST_F(WorkerTest, SaysWhenItHasNextSomethingToDo) {
  desk.start();
  EXPECT_EQ(desk.worker->tick(at("2023-06-06 08:00")), at("2023-06-06 09:00"));
  EXPECT_EQ(desk.worker->tick(at("2023-06-06 08:04")), at("2023-06-06 09:00"));
  desk.jump_to("2023-06-06 09:00");
  desk.settle();
  desk.settle();
  EXPECT_EQ(desk.next, at("2023-06-06 10:00") + seconds{0});
}

}  // namespace
