// SPDX-License-Identifier: Apache-2.0
//
// Invitations on their way: through the worker, to a mail server that does as it is told.
#include <gtest/gtest.h>

#include <map>
#include <utility>

#include "service/mail/announce.h"
#include "tests/mail/worker_fixture.h"

namespace {

using namespace worker_test;
using programme::Delivery;
using Lines = std::vector<std::string>;

class InvitationsTest : public testing::Test {
 protected:
  InvitationsTest() {
    desk.with_revisions = true;
    desk.programmes[0].reminders.clear();
    desk.programmes[0].people.edit()[0].delivery = Delivery::invitations;
  }

  void begin() {
    desk.start();
    desk.go_to("2023-06-01 08:15");
    ASSERT_EQ(last_sent().size(), 3U);
    forget();
  }

  programme::Activity& session() { return desk.programmes[0].activities[2]; }

  void move_session(date::year_month_day day) {
    session().when = programme::OnDay{day, {hours{10}, hours{13}}};
    desk.publish();
    desk.settle();
  }

  /// "an: Verzet: Sessie 1" of the mails that arrived since forget().
  Lines last_sent() {
    Lines lines;
    for (const auto& mail : desk.outbox->list(store::MailState::sent, 1'000))
      if (mail.id > forgotten_) lines.push_back(mail.recipient.substr(7) + ": " + mail.subject);
    std::sort(lines.begin(), lines.end());
    return lines;
  }

  void forget() {
    for (const auto& mail : desk.outbox->list(std::nullopt, 1'000))
      forgotten_ = std::max(forgotten_, mail.id);
  }

  std::size_t in(store::MailState state) { return desk.outbox->list(state, 1'000).size(); }

  int sequence(const std::string& title) {
    for (const auto& each : desk.outbox->announcements().invitations().last_sent())
      if (each.title.starts_with(title)) return each.sequence;
    return -1;
  }

  /// True when a higher SEQUENCE was told since the last call.
  bool rose(const std::string& title) {
    const int now = sequence(title);
    return now > std::exchange(seen_, now);
  }

  Desk desk{"2023-06-01 08:00"};

 private:
  int seen_ = -1;
  std::int64_t forgotten_ = 0;
};

const std::string session_title = "Sessie 1; samen, sterk";

TEST_F(InvitationsTest, GoWithTheFirstPublicationOnceItHasSettled) {
  desk.start();
  desk.go_to("2023-06-01 08:14");
  EXPECT_EQ(last_sent(), Lines{});
  desk.go_to("2023-06-01 08:15");
  EXPECT_EQ(last_sent(), (Lines{"an: Deadline: Opdracht – dinsdag 13 juni 2023",
                                "an: Uitnodiging: Lunch – dinsdag 20 juni 2023",
                                "an: Uitnodiging: " + session_title + " – dinsdag 20 juni 2023"}));
  desk.start();
  desk.go_to("2023-06-02 08:15");
  EXPECT_EQ(last_sent().size(), 3U) << "once, over a restart too";
}

TEST_F(InvitationsTest, AMoveIsToldByAnUpdateAndNotByAChangeMailToo) {
  begin();
  EXPECT_TRUE(rose("Sessie"));
  move_session(2023_y / 7 / 4);
  desk.go_to("2023-06-01 09:00");
  EXPECT_EQ(last_sent(), (Lines{"an: Verzet: Lunch – nu dinsdag 4 juli 2023",
                                "an: Verzet: Opdracht – nu dinsdag 27 juni 2023",
                                "an: Verzet: " + session_title + " – nu dinsdag 4 juli 2023",
                                "bo: Verzet: " + session_title + " – nu dinsdag 4 juli 2023"}));
  EXPECT_TRUE(rose("Sessie"));
}

TEST_F(InvitationsTest, WhatNoInvitationTellsGoesInAChangeMail) {
  begin();
  desk.programmes[0].activities[4].when = programme::Between{{2024_y / 2 / 1, 2024_y / 2 / 29}};
  desk.publish();
  desk.go_to("2023-06-01 09:00");
  EXPECT_EQ(last_sent(), (Lines{"an: Verzet: Wrap-up", "bo: Verzet: Wrap-up"}));
}

TEST_F(InvitationsTest, MovedAndBackWithinTheTimeTellsNobody) {
  begin();
  move_session(2023_y / 7 / 4);
  desk.go_to("2023-06-01 08:20");
  move_session(2023_y / 6 / 20);
  desk.go_to("2023-06-01 10:00");
  EXPECT_EQ(last_sent(), Lines{});
}

TEST_F(InvitationsTest, CancelledReinstatedAndSwitchedGoUpInSequence) {
  begin();
  session().cancelled = programme::Text{"Ziek", ""};
  desk.publish();
  desk.go_to("2023-06-01 09:00");
  EXPECT_TRUE(rose("Sessie"));
  session().cancelled.reset();
  desk.publish();
  desk.go_to("2023-06-01 10:00");
  EXPECT_TRUE(rose("Sessie"));
  desk.programmes[0].people.edit()[0].delivery = Delivery::feed;
  forget();
  desk.publish();
  desk.go_to("2023-06-01 11:00");
  EXPECT_EQ(last_sent(), (Lines{"an: Uit uw agenda: Lunch – dinsdag 20 juni 2023",
                                "an: Uit uw agenda: Opdracht – dinsdag 13 juni 2023",
                                "an: Uit uw agenda: " + session_title + " – dinsdag 20 juni 2023"}));
  EXPECT_TRUE(rose("Sessie"));
  forget();
  move_session(2023_y / 7 / 4);
  desk.go_to("2023-06-01 12:00");
  EXPECT_EQ(last_sent().size(), 2U) << "change mails to both, and no invitation";
}

TEST_F(InvitationsTest, WhoeverLeavesTheFilesIsCalledOff) {
  begin();
  auto& people = desk.programmes[0].people.edit();
  people.erase(people.begin());
  desk.publish();
  desk.go_to("2023-06-01 09:00");
  ASSERT_EQ(last_sent().size(), 3U);
  EXPECT_EQ(desk.server.arrived.back().to, "an@example.org");
}

TEST_F(InvitationsTest, ADayThatIsNearIsToldAtOnceAndMarked) {
  begin();
  desk.go_to("2023-06-18 09:00");
  forget();
  move_session(2023_y / 7 / 4);
  const auto lines = last_sent();
  EXPECT_NE(std::ranges::find(lines, "an: Dringend – Verzet: " + session_title + " – nu dinsdag 4 juli 2023"),
            lines.end());
}

TEST_F(InvitationsTest, QuietHoursHoldThem) {
  begin();
  desk.programmes[0].quiet = programme::TimeRange{hours{20}, hours{7} + minutes{30}};
  desk.go_to("2023-06-01 21:00");
  move_session(2023_y / 7 / 4);
  desk.go_to("2023-06-02 07:29");
  EXPECT_EQ(last_sent(), Lines{});
  desk.go_to("2023-06-02 07:30");
  EXPECT_EQ(last_sent().size(), 4U);
}

TEST_F(InvitationsTest, ManyRecipientsAndAProgrammeThatAsksWaitForAWord) {
  desk.programmes[0].ask = true;
  desk.start();
  desk.go_to("2023-06-01 09:00");
  EXPECT_EQ(in(store::MailState::waiting), 3U);
  EXPECT_TRUE(any(desk.errors, "1 person is to be told"));
  EXPECT_EQ(desk.outbox->announcements().release(desk.now), 3);
  desk.go_to("2023-06-01 09:01");
  EXPECT_EQ(last_sent().size(), 3U);
  forget();
  desk.programmes[0].ask = false;
  desk.options.ask_above = 1;
  desk.start();
  move_session(2023_y / 7 / 4);
  desk.go_to("2023-06-01 10:00");
  EXPECT_EQ(in(store::MailState::waiting), 4U) << "three to one person and one to another";
}

TEST_F(InvitationsTest, WhatWaitsAndIsPutBackIsNotTold) {
  begin();
  desk.programmes[0].ask = true;
  move_session(2023_y / 7 / 4);
  desk.go_to("2023-06-01 09:00");
  EXPECT_EQ(in(store::MailState::waiting), 4U);
  move_session(2023_y / 6 / 20);
  desk.go_to("2023-06-01 10:00");
  desk.outbox->announcements().release(desk.now);
  desk.go_to("2023-06-01 11:00");
  EXPECT_EQ(last_sent(), Lines{});
  EXPECT_EQ(in(store::MailState::waiting), 0U);
}

TEST_F(InvitationsTest, WhatWaitsSaysHowItIsWhenItGoes) {
  begin();
  desk.programmes[0].ask = true;
  move_session(2023_y / 7 / 4);
  desk.go_to("2023-06-01 09:00");
  move_session(2023_y / 7 / 11);
  desk.go_to("2023-06-01 10:00");
  desk.outbox->announcements().release(desk.now);
  desk.go_to("2023-06-01 11:00");
  EXPECT_EQ(last_sent().size(), 4U);
  EXPECT_NE(last_sent().front().find("11 juli"), std::string::npos) << last_sent().front();
}

TEST_F(InvitationsTest, ASilentRevisionInvitesNobodyAndTheNextOneTellsItAll) {
  begin();
  desk.silent = {2};
  move_session(2023_y / 7 / 4);
  desk.go_to("2023-06-01 09:00");
  EXPECT_EQ(last_sent(), Lines{});
  desk.programmes[0].activities[4].when = programme::OnDay{2024_y / 1 / 16, {hours{15}, hours{16}}};
  desk.publish();
  desk.go_to("2023-06-01 10:00");
  EXPECT_EQ(last_sent(), (Lines{"an: Uitnodiging: Wrap-up – dinsdag 16 januari 2024",
                                "an: Verzet: Lunch – nu dinsdag 4 juli 2023",
                                "an: Verzet: Opdracht – nu dinsdag 27 juni 2023",
                                "an: Verzet: " + session_title + " – nu dinsdag 4 juli 2023",
                                "bo: Staat vast: Wrap-up – nu dinsdag 16 januari 2024"}));
}

TEST_F(InvitationsTest, TheFirstRevisionMayBeSilentToo) {
  desk.silent = {1};
  desk.start();
  desk.go_to("2023-06-02 08:00");
  EXPECT_EQ(last_sent(), Lines{});
  EXPECT_EQ(in(store::MailState::queued), 0U);
}

TEST_F(InvitationsTest, WhatWasRefusedGoesWithTheNextPublication) {
  desk.server.fate = [](const smtp::Transfer&) { return fate::refused(); };
  desk.start();
  desk.go_to("2023-06-01 09:00");
  EXPECT_EQ(in(store::MailState::failed), 3U);
  desk.server.fate = [](const smtp::Transfer&) { return fate::sent(); };
  desk.start();
  desk.go_to("2023-06-01 10:00");
  EXPECT_EQ(last_sent(), Lines{}) << "a start is no reason to try again";
  desk.programmes[0].activities[3].description.nl = "Soep";
  desk.publish();
  desk.go_to("2023-06-01 11:00");
  EXPECT_EQ(last_sent().size(), 3U);
}

TEST_F(InvitationsTest, AnUnknownOutcomeIsSentOnceMoreWithTheSameBytes) {
  desk.server.fate = [](const smtp::Transfer&) { return fate::unknown(true); };
  desk.start();
  desk.go_to("2023-06-01 08:20");
  desk.server.fate = [](const smtp::Transfer&) { return fate::sent(); };
  desk.go_to("2023-06-01 09:00");
  ASSERT_EQ(desk.server.arrived.size(), 6U);
  for (std::size_t i = 0; i < 3; ++i) {
    const auto same = [&](const smtp::Transfer& other) {
      return other.message == desk.server.arrived[i].message;
    };
    EXPECT_EQ(std::ranges::count_if(desk.server.arrived, same), 2);
  }
}

TEST_F(InvitationsTest, BytesOfAnEarlierTryDoNotFollowWhatSaidMore) {
  desk.server.fate = [](const smtp::Transfer& transfer) {
    return transfer.message.find("Subject: Verzet") == std::string::npos ? fate::refused_after_content()
                                                                         : fate::sent();
  };
  desk.start();
  desk.go_to("2023-06-01 08:16");
  EXPECT_EQ(in(store::MailState::retry), 3U);
  move_session(2023_y / 7 / 4);
  desk.go_to("2023-06-02 08:00");
  EXPECT_EQ(last_sent().size(), 4U) << "three updates and a change mail to somebody else";
  EXPECT_EQ(in(store::MailState::skipped), 3U);
  EXPECT_TRUE(rose("Sessie"));
}

TEST_F(InvitationsTest, ACrashAtAnyStepTellsItOnceAndRemembersIt) {
  for (const char* step : {"start", "release", "released"}) {
    for (int times = 1; times <= 3; ++times) {
      Desk other{"2023-06-01 08:00"};
      other.with_revisions = true;
      other.programmes[0].reminders.clear();
      other.programmes[0].people.edit()[0].delivery = Delivery::invitations;
      other.start();
      other.crash_when(step, times);
      EXPECT_THROW(other.go_to("2023-06-01 08:15"), Crash) << step << times;
      other.now += minutes{2};
      other.start();
      other.go_to("2023-06-01 12:00");
      std::map<std::string, int> messages;
      for (const auto& transfer : other.server.arrived) ++messages[transfer.message];
      EXPECT_EQ(messages.size(), 3U) << step << times << ": the same bytes, if twice";
      EXPECT_EQ(other.outbox->announcements().invitations().last_sent().size(), 3U);
    }
  }
}

TEST_F(InvitationsTest, ARemindersSessionIsNotAttachedOnceMore) {
  std::map<std::string, bool> attached;
  desk.options.compose = [&](const letters::Letter& letter, Instant now) {
    attached[letter.recipient.person->id] = letter.items.front().event.has_value();
    return plain_message(letter, now);
  };
  desk.programmes[0].reminders = {rule("week", "sessie", days_before(7))};
  desk.start();
  desk.go_to("2023-06-13 10:00");
  EXPECT_EQ(attached, (std::map<std::string, bool>{{"an", false}, {"bo", true}}));
}

TEST_F(InvitationsTest, WithoutInviteesNothingIsKept) {
  desk.programmes[0].people.edit()[0].delivery = Delivery::feed;
  desk.start();
  desk.go_to("2023-06-01 09:00");
  EXPECT_EQ(desk.outbox->announcements().invitations().decided(), std::nullopt);
  EXPECT_EQ(desk.outbox->list(std::nullopt, 10).size(), 0U);
}

TEST_F(InvitationsTest, ARehearsalGoesToItsOneAddressAndInvitesIt) {
  desk.options.rehearsal_to = "repetitie@example.org";
  desk.start();
  desk.go_to("2023-06-01 09:00");
  ASSERT_EQ(desk.server.arrived.size(), 3U);
  for (const auto& transfer : desk.server.arrived) EXPECT_EQ(transfer.to, "repetitie@example.org");
}

}  // namespace
