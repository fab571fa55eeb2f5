// SPDX-License-Identifier: Apache-2.0
//
// From the outbox to the mail server: outcomes, crashes at every step, rates and rehearsals.
#include "service/mail/worker.h"

#include <gtest/gtest.h>

#include "tests/mail/worker_fixture.h"

namespace {

using namespace worker_test;

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
  fates({fate::refused()});
  desk.start();
  desk.go_to("2023-06-06 12:00");
  EXPECT_EQ(only_mail().state, store::MailState::failed);
  EXPECT_EQ(desk.server.begun.size(), 1u);
  EXPECT_TRUE(any(desk.errors, "to person:an is refused: 550 no"));
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
    desk.worker->return_leases(desk.now);
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
  desk.worker->return_leases(desk.now);
  EXPECT_EQ(only_mail().state, store::MailState::data) << "it may have arrived";
}

// --- What changes between deciding and sending

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
