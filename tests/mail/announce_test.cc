// SPDX-License-Identifier: Apache-2.0
//
// Who is told what changed, and when: through the worker, to a mail server that does as it is told.
#include "service/mail/announce.h"

#include <gtest/gtest.h>

#include "tests/mail/worker_fixture.h"

namespace {

using namespace worker_test;
using Lines = std::vector<std::string>;

class AnnounceTest : public testing::Test {
 protected:
  AnnounceTest() {
    desk.with_revisions = true;
    desk.programmes[0].reminders.clear();
    desk.start();
    desk.settle();
  }

  void move_session(date::year_month_day day) {
    desk.programmes[0].activities[2].when = programme::OnDay{day, {hours{10}, hours{13}}};
    desk.publish();
    desk.settle();
  }

  /// "an: Verzet: Sessie 1" by address, of the mails that arrived.
  Lines told() {
    Lines lines;
    for (const auto& mail : desk.outbox->list(store::MailState::sent, 1'000))
      lines.push_back(mail.recipient + ": " + mail.subject);
    std::sort(lines.begin(), lines.end());
    return lines;
  }

  std::size_t waiting() { return desk.outbox->list(store::MailState::waiting, 1'000).size(); }

  Desk desk{"2023-06-01 08:00"};
};

const std::string moved = "Verzet: Sessie 1; samen, sterk – nu dinsdag 4 juli 2023";

TEST_F(AnnounceTest, TellsEachOnceWhenItHasSettled) {
  move_session(2023_y / 7 / 4);
  desk.go_to("2023-06-01 08:14");
  EXPECT_EQ(told(), Lines{});
  desk.go_to("2023-06-01 08:15");
  EXPECT_EQ(told(), (Lines{"person:an: " + moved, "person:bo: " + moved})) << "the manager has no session";
  desk.start();
  desk.go_to("2023-06-02 08:15");
  EXPECT_EQ(told().size(), 2U);
}

TEST_F(AnnounceTest, TheFirstPublicationTellsNobody) {
  desk.go_to("2023-06-02 08:00");
  EXPECT_EQ(told(), Lines{});
  EXPECT_EQ(desk.outbox->announcements().announced(), 1);
}

TEST_F(AnnounceTest, MovedAndBackWithinTheTimeTellsNobody) {
  move_session(2023_y / 7 / 4);
  desk.go_to("2023-06-01 08:10");
  move_session(2023_y / 6 / 20);
  desk.go_to("2023-06-02 08:00");
  EXPECT_EQ(told(), Lines{});
  EXPECT_EQ(desk.outbox->announcements().announced(), 3);
}

TEST_F(AnnounceTest, EveryPublicationStartsTheTimeAnew) {
  move_session(2023_y / 7 / 4);
  desk.go_to("2023-06-01 08:10");
  move_session(2023_y / 7 / 5);
  desk.go_to("2023-06-01 08:24");
  EXPECT_EQ(told(), Lines{});
  desk.go_to("2023-06-01 08:25");
  EXPECT_EQ(told().size(), 2U);
  EXPECT_NE(told().front().find("woensdag 5 juli"), std::string::npos);
}

TEST_F(AnnounceTest, ADayThatIsNearIsToldAtOnceAndMarked) {
  desk.go_to("2023-06-18 09:00");
  move_session(2023_y / 7 / 4);
  EXPECT_EQ(told(), (Lines{"person:an: Dringend – " + moved, "person:bo: Dringend – " + moved}));
}

TEST_F(AnnounceTest, AStopBeforeTheTimeIsOverLosesNothing) {
  move_session(2023_y / 7 / 4);
  desk.stop();
  desk.jump_to("2023-06-01 11:00");
  desk.start();
  desk.settle();
  EXPECT_EQ(told().size(), 2U);
}

TEST_F(AnnounceTest, MoreThanSoManyWaitForAWord) {
  desk.options.ask_above = 1;
  desk.start();
  move_session(2023_y / 7 / 4);
  desk.go_to("2023-06-01 09:00");
  EXPECT_EQ(told(), Lines{});
  EXPECT_EQ(waiting(), 2U);
  EXPECT_TRUE(any(desk.errors, "traject announce"));
  EXPECT_EQ(desk.outbox->announcements().release(desk.now), 2);
  desk.go_to("2023-06-01 09:01");
  EXPECT_EQ(told().size(), 2U);
}

TEST_F(AnnounceTest, WhatWaitsIsToldTogetherWithWhatComesAfter) {
  desk.options.ask_above = 1;
  desk.start();
  move_session(2023_y / 7 / 4);
  desk.go_to("2023-06-01 09:00");
  desk.programmes[0].people.edit()[0].language = programme::Language::en;
  desk.programmes[0].activities[4].when = programme::OnDay{2024_y / 1 / 16, {hours{15}, hours{16}}};
  desk.publish();
  desk.go_to("2023-06-01 10:00");
  EXPECT_EQ(waiting(), 2U);
  desk.outbox->announcements().release(desk.now);
  desk.go_to("2023-06-01 10:01");
  EXPECT_EQ(told(), (Lines{"person:an: 2 changes in Example programme",
                           "person:bo: 2 wijzigingen in Werktraject voorbeeld"}));
}

TEST_F(AnnounceTest, WhatWaitsAndIsPutBackIsNotTold) {
  desk.options.ask_above = 1;
  desk.start();
  move_session(2023_y / 7 / 4);
  desk.go_to("2023-06-01 09:00");
  move_session(2023_y / 6 / 20);
  desk.go_to("2023-06-01 10:00");
  desk.outbox->announcements().release(desk.now);
  desk.go_to("2023-06-01 11:00");
  EXPECT_EQ(told(), Lines{});
  EXPECT_EQ(waiting(), 0U);
  for (const auto& mail : desk.outbox->list(std::nullopt, 10))
    EXPECT_EQ(mail.state, store::MailState::skipped) << mail.key;
}

TEST_F(AnnounceTest, AProgrammeThatWantsToBeAskedIs) {
  desk.programmes[0].ask = true;
  move_session(2023_y / 7 / 4);
  desk.go_to("2023-06-01 09:00");
  EXPECT_EQ(waiting(), 2U);
}

TEST_F(AnnounceTest, OnlyThoseOfAProgrammeThatAsksWaitAndNoneThatIsUrgent) {
  auto second = example::programme();
  second.id = "tweede-2023";
  second.ask = true;
  second.reminders.clear();
  second.people = {example::person("cas", "a", "deelnemer")};
  desk.programmes.push_back(second);
  desk.publish();
  desk.go_to("2023-06-01 09:00");
  const auto move_both = [&](date::year_month_day day) {
    desk.programmes[1].activities[2].when = programme::OnDay{day, {hours{10}, hours{13}}};
    move_session(day);
  };
  move_both(2023_y / 7 / 4);
  desk.go_to("2023-06-01 10:00");
  EXPECT_EQ(told().size(), 2U);
  EXPECT_EQ(waiting(), 1U);
  move_both(2023_y / 6 / 3);
  desk.go_to("2023-06-01 10:01");
  EXPECT_EQ(waiting(), 0U);
  EXPECT_EQ(told().size(), 5U);
}

TEST_F(AnnounceTest, WhatIsNotUrgentWaitsForTheEndOfTheQuietHours) {
  desk.programmes[0].quiet = programme::TimeRange{hours{20}, hours{7} + minutes{30}};
  desk.go_to("2023-06-01 21:00");
  move_session(2023_y / 7 / 4);
  desk.go_to("2023-06-02 07:29");
  EXPECT_EQ(told(), Lines{});
  desk.go_to("2023-06-02 07:30");
  EXPECT_EQ(told().size(), 2U);
}

TEST_F(AnnounceTest, SomebodyWhoAsksIsNotKeptWaiting) {
  desk.programmes[0].ask = true;
  move_session(2023_y / 7 / 4);
  desk.outbox->announcements().ask(2);
  desk.go_to("2023-06-01 08:02");
  EXPECT_EQ(told().size(), 2U);
}

TEST_F(AnnounceTest, ASilentRevisionTellsNobody) {
  desk.silent = {2};
  move_session(2023_y / 7 / 4);
  desk.go_to("2023-06-01 09:00");
  EXPECT_EQ(told(), Lines{});
  desk.programmes[0].activities[2].place = "Zwolle";
  desk.publish();
  desk.go_to("2023-06-01 10:00");
  EXPECT_EQ(told().size(), 2U);
  EXPECT_NE(told().front().find("Andere plaats"), std::string::npos) << told().front();
}

TEST_F(AnnounceTest, WhatIsStillToGoSaysHowItIsNow) {
  desk.server.fate = [](const smtp::Transfer&) { return fate::greylisted(); };
  move_session(2023_y / 7 / 4);
  desk.go_to("2023-06-01 08:16");
  move_session(2023_y / 7 / 5);
  desk.server.fate = [](const smtp::Transfer&) { return fate::sent(); };
  desk.go_to("2023-06-01 12:00");
  ASSERT_EQ(told().size(), 2U);
  EXPECT_NE(told().front().find("woensdag 5 juli"), std::string::npos) << told().front();
}

TEST_F(AnnounceTest, WhoeverHasLeftIsNotTold) {
  desk.server.fate = [](const smtp::Transfer&) { return fate::greylisted(); };
  move_session(2023_y / 7 / 4);
  desk.go_to("2023-06-01 08:16");
  desk.programmes[0].people.edit().erase(desk.programmes[0].people.begin());
  desk.publish();
  desk.server.fate = [](const smtp::Transfer&) { return fate::sent(); };
  desk.go_to("2023-06-01 12:00");
  EXPECT_EQ(told(), Lines{"person:bo: " + moved});
}

TEST_F(AnnounceTest, SomebodyInTwoProgrammesGetsOneMail) {
  auto second = example::programme();
  second.id = "tweede-2023";
  second.title.nl = "Tweede traject";
  desk.programmes.push_back(second);
  desk.programmes[1].reminders.clear();
  desk.publish();
  desk.go_to("2023-06-01 09:00");
  ASSERT_EQ(told(), Lines{}) << "whoever joins is welcomed elsewhere";
  desk.programmes[1].activities[2].when = programme::OnDay{2023_y / 7 / 4, {hours{14}, hours{16}}};
  move_session(2023_y / 7 / 4);
  desk.go_to("2023-06-01 10:00");
  EXPECT_EQ(told(), (Lines{"person:an: 2 wijzigingen in Tweede traject en meer",
                           "person:bo: 2 wijzigingen in Tweede traject en meer"}));
}

TEST_F(AnnounceTest, ARevisionThatCannotBeReadIsReportedAndPassedOver) {
  desk.forget_revision(1);
  desk.programmes[0].activities[2].when = programme::OnDay{2023_y / 7 / 4, {hours{10}, hours{13}}};
  desk.start();  // a process that has not published revision 1 itself
  desk.settle();
  desk.go_to("2023-06-01 09:00");
  EXPECT_EQ(told(), Lines{});
  ASSERT_EQ(desk.errors.size(), 1U);
  EXPECT_NE(desk.errors[0].find("nobody is told what changed since revision 1"), std::string::npos);
  EXPECT_EQ(desk.outbox->announcements().announced(), 2);
}

TEST_F(AnnounceTest, WhatWasTakenOutAndIsStillShownIsToldOnce) {
  const std::vector<programme::Programme> before = desk.programmes;
  desk.programmes[0].activities.pop_back();
  desk.shown = changes::with_withdrawn(
      desk.programmes, changes::withdraw({}, 1, before, desk.programmes, desk.now, date::days{30}),
      [&](int, const std::string&) { return before.data(); }, desk.now, date::days{30});
  ASSERT_EQ(desk.shown->withdrawn[0].occurrences.size(), 1U);
  desk.publish();
  desk.go_to("2023-06-01 09:00");
  ASSERT_EQ(told().size(), 2U);
  EXPECT_EQ(told().front(), "person:an: Vervalt: Wrap-up");

  desk.shown->programmes[0].activities[2].when = programme::OnDay{2023_y / 7 / 4, {hours{10}, hours{13}}};
  move_session(2023_y / 7 / 4);
  desk.go_to("2023-06-01 10:00");
  EXPECT_EQ(told().size(), 4U);
  EXPECT_EQ(std::ranges::count(told(), "person:an: " + moved), 1)
      << "the change, and not the one before it again";
}

TEST_F(AnnounceTest, SaysWhetherTheCalendarHasIt) {
  const auto fetch = [&](const char* person) {
    const store::FeedFetch fetched{"person", person, "google", desk.now, "0123"};
    store::FeedFetches{*desk.store}.write({&fetched, 1});
  };
  fetch("bo");
  desk.go_to("2023-06-01 08:05");
  move_session(2023_y / 7 / 4);
  fetch("an");
  desk.go_to("2023-06-01 09:00");
  ASSERT_EQ(desk.server.arrived.size(), 2U);
  for (const auto& mail : desk.server.arrived) {
    std::string text = mail.message;
    for (std::size_t at = 0; (at = text.find("=\r\n")) != std::string::npos;) text.erase(at, 3);
    const bool ans = mail.to.starts_with("an");
    EXPECT_EQ(text.find("al opgehaald") != std::string::npos, ans) << mail.to;
    EXPECT_EQ(text.find("nog niet opgehaald") != std::string::npos, !ans) << mail.to;
  }
}

}  // namespace
