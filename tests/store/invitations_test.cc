// SPDX-License-Identifier: Apache-2.0
#include "service/store/invitations.h"

#include "tests/store/outbox_fixture.h"

namespace store {
namespace {

Invitation told_session() {
  return {.recipient = "person:an",
          .uid = "a1@werktraject.invalid",
          .programme = "gezinsaanpak-2023",
          .mail = 7,
          .sequence = 2,
          .cancelled = false,
          .when = programme::Session{date::local_days{2023_y / 6 / 20} + hours{10},
                                     date::local_days{2023_y / 6 / 20} + hours{13}},
          .zone = "Europe/Amsterdam",
          .title = "Werksessie – „één”",
          .place = "Zwolle",
          .created = nine,
          .organizer = "werktraject@example.org",
          .name = "An",
          .email = "An@example.org",
          .address = "an@example.org",
          .language = programme::Language::en};
}

struct StoredInvitations : OutboxTest {
  void note(const Invitation& invitation) { invitations.note(invitation); }

  void announce(int revision, const std::vector<InvitationMail>& mails) {
    outbox.announcements().announce(revision, {}, mails, nine, nine + hours{24});
  }

  static InvitationMail mail(const std::string& recipient, const std::string& uid) {
    return {.recipient = recipient,
            .uid = uid,
            .address = "an@example.org",
            .programme = "gezinsaanpak-2023",
            .due = nine,
            .not_after = nine + hours{24}};
  }

  bool let_go(const Mail& mail, const Invitation& tells) {
    const std::string message = "Subject: x\r\n\r\n" + mail.key + "\r\n";
    const std::string subject = "Werksessie";
    const Outbox::Mark mark{mail.id, mail.epoch, &message, &subject, &tells};
    return outbox.record({}, std::vector{mark}, nine).at(0);
  }

  std::size_t in(MailState state) { return outbox.list(state, 100).size(); }

  Invitations invitations{store};
};

bool same(const Invitation& a, const Invitation& b) {
  return a.recipient == b.recipient && a.uid == b.uid && a.programme == b.programme && a.mail == b.mail &&
         a.sequence == b.sequence && a.cancelled == b.cancelled && a.when == b.when && a.zone == b.zone &&
         a.title == b.title && a.place == b.place && a.created == b.created && a.organizer == b.organizer &&
         a.name == b.name && a.email == b.email && a.address == b.address && a.language == b.language;
}

TEST_F(StoredInvitations, ComeBackAsTheyWere) {
  EXPECT_TRUE(invitations.none_sent());
  Invitation session = told_session();
  Invitation day = told_session();
  day.uid = "b2@werktraject.invalid";
  day.when = programme::Deadline{2023_y / 6 / 13, std::nullopt};
  day.cancelled = true;
  day.language = programme::Language::nl;
  Invitation moment = day;
  moment.recipient = "person:bo";
  moment.when = programme::Deadline{2023_y / 6 / 13, hours{17}};
  for (const auto& each : {moment, session, day}) note(each);
  EXPECT_FALSE(invitations.none_sent());
  Store again{folder.path()};
  const auto last_sent = Invitations{again}.last_sent();
  ASSERT_EQ(last_sent.size(), 3U);
  EXPECT_TRUE(same(last_sent[0], session));
  EXPECT_TRUE(same(last_sent[1], day));
  EXPECT_TRUE(same(last_sent[2], moment));
  EXPECT_TRUE(same(Invitations{again}.last_sent("person:bo", moment.uid).value(), moment));
  EXPECT_FALSE(invitations.last_sent("person:cas", moment.uid));
}

TEST_F(StoredInvitations, TheLastOneCounts) {
  note(told_session());
  Invitation later = told_session();
  later.sequence = 3;
  EXPECT_FALSE(invitations.is_news(later)) << "made before anything was told";
  later.after = 2;
  EXPECT_TRUE(invitations.is_news(later));
  note(later);
  EXPECT_EQ(invitations.last_sent().size(), 1U);
  EXPECT_EQ(invitations.last_sent()[0].sequence, 3);
  EXPECT_FALSE(invitations.is_news(later)) << "made of the state before";
}

TEST_F(StoredInvitations, AreRememberedWithTheBytesAndOnlyThen) {
  announce(1, {mail("person:an", "a1@werktraject.invalid")});
  EXPECT_EQ(invitations.decided(), 1);
  const Mail claimed = claim_one();
  EXPECT_EQ(claimed.kind, MailKind::invitation);
  EXPECT_EQ(invitations.uid_of(claimed.id), "a1@werktraject.invalid");
  EXPECT_EQ(invitations.uid_of(claimed.id + 1), "");
  EXPECT_TRUE(invitations.none_sent());
  Mail stale = claimed;
  --stale.epoch;
  EXPECT_FALSE(let_go(stale, told_session()));
  EXPECT_TRUE(invitations.none_sent());
  EXPECT_TRUE(let_go(claimed, told_session()));
  EXPECT_EQ(invitations.last_sent().size(), 1U);
}

TEST_F(StoredInvitations, TwoMailsOfTheSameStateDoNotBothGo) {
  announce(1, {mail("person:an", "a1@werktraject.invalid")});
  const Mail first = claim_one();
  announce(2, {mail("person:an", "a1@werktraject.invalid")});
  const Mail second = claim_one();
  EXPECT_TRUE(let_go(second, told_session()));
  Invitation later = told_session();
  ++later.sequence;  // a second later
  EXPECT_FALSE(let_go(first, later));
  EXPECT_EQ(state_of(first.id), MailState::leased) << "it is composed anew when its lease runs out";
}

TEST_F(StoredInvitations, WhatHasNoBytesGivesWayToTheNext) {
  announce(1, {mail("person:an", "a1@werktraject.invalid"), mail("person:an", "b2@werktraject.invalid"),
               mail("person:bo", "a1@werktraject.invalid")});
  EXPECT_EQ(in(MailState::queued), 3U);
  announce(2, {mail("person:an", "a1@werktraject.invalid")});
  EXPECT_EQ(in(MailState::queued), 3U);
  EXPECT_EQ(in(MailState::skipped), 1U);
}

}  // namespace
}  // namespace store
