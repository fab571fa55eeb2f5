// SPDX-License-Identifier: Apache-2.0
//
// Whole invitation mails, octet for octet. tests/scenarios/invitations_test.py has other people's software
// read them.
#include "service/letters/invitation_letter.h"

#include <gtest/gtest.h>

#include <functional>

#include "service/letters/composer.h"
#include "service/mail/invitees.h"
#include "service/mail/kinds/invitation.h"
#include "tests/mail/worker_fixture.h"
#include "tests/support/example_feeds.h"
#include "tests/support/golden.h"

namespace {

using namespace worker_test;
using programme::Delivery;
using programme::Language;
using programme::Programme;

struct Case {
  const char* name;                        ///< Of the goldens.
  const char* activity;                    ///< That the mail is about.
  std::function<void(Programme&)> change;  ///< After everything was told; empty: the first mail.
  const char* now = "2023-05-30 09:00";
};

void PrintTo(const Case& each, std::ostream* out) { *out << each.name; }

Programme sample(Language language) {
  Programme programme = example::programme();
  programme.people.edit()[0].delivery = Delivery::invitations;
  programme.people.edit()[0].language = language;
  programme.people.edit()[0].name = "An \"de\" Vries, Zoë";
  return programme;
}

class Mails {
 public:
  explicit Mails(Language language) : programme{sample(language)} {}

  /// The mail about that activity, of all that are lacking, which all count as sent.
  letters::Message send(const std::string& activity, Instant now) {
    mail::Edition edition{snapshot_of({programme}, {at("2023-04-03 12:00"), now}),
                          {},
                          letters::Composer{{}, "afzender@example.org"}};
    edition.links = [](const auto&, const auto&, auto, const auto*) {
      return mail::PersonLinks{.feed = "https://agenda.example.org/f/abc/werktraject.ics",
                               .subscribe = "https://agenda.example.org/f/abc/",
                               .page = "https://agenda.example.org/p/def/",
                               .stop = {},
                               .hand_in = {}};
    };
    letters::Message wanted;
    std::vector<store::Invitation> after;
    for (const auto& step : mail::Invitees{edition.timetable}.steps(told_, now)) {
      auto letter = mail::make_invitation_letter(step, edition, now).value();
      letter.message_id = "0123456789abcdef@agenda.example.org";
      letter.rehearsal_to = rehearsal_to;
      const letters::Message message = edition.composer.compose_invitation(letter, now);
      const bool meant = step.entry
                             ? edition.timetable.entries()[*step.entry].occurrence->activity->id == activity
                             : step.last_sent->title.starts_with(activity);
      if (meant) wanted = message;
      after.push_back(mail::record_of(letter, step, 1, message.from));
    }
    told_ = std::move(after);
    return wanted;
  }

  Programme programme;
  std::string rehearsal_to;

 private:
  std::vector<store::Invitation> told_;
};

class InvitationMails : public testing::TestWithParam<Case> {};

TEST_P(InvitationMails, SayWhatIsToBeInTheCalendar) {
  for (const Language language : {Language::nl, Language::en}) {
    Mails mails{language};
    letters::Message message = mails.send(GetParam().activity, at("2023-05-01 09:00"));
    if (GetParam().change) {
      GetParam().change(mails.programme);
      message = mails.send(GetParam().activity, at(GetParam().now));
    }
    EXPECT_EQ(message.to, "an@example.org");
    EXPECT_EQ(message.from, "afzender@example.org");
    expect_golden(
        std::string{"invitations/"} + GetParam().name + (language == Language::nl ? ".nl" : ".en") + ".eml",
        message.bytes);
  }
}

INSTANTIATE_TEST_SUITE_P(
    Mails, InvitationMails,
    testing::Values(
        Case{"invite", "sessie", {}}, Case{"invite-to-an-intake", "intake", {}},
        Case{"invite-to-a-deadline", "opdracht", {}},
        Case{"move", "sessie",
             [](Programme& p) {
               p.activities[2].when = programme::OnDay{2023_y / 7 / 4, {hours{14}, hours{16}}};
             }},
        Case{"move-a-deadline", "opdracht",
             [](Programme& p) {
               p.activities[1].when = programme::DueOn{2023_y / 6 / 15, hours{17}};
             }},
        Case{"move-at-the-last-moment", "sessie",
             [](Programme& p) {
               p.activities[2].when = programme::OnDay{2023_y / 7 / 4, {hours{14}, hours{16}}};
             },
             "2023-06-19 09:00"},
        Case{"relocate", "sessie", [](Programme& p) { p.activities[2].place = "Zwolle, zaal 3"; }},
        Case{"cancel", "sessie",
             [](Programme& p) {
               p.activities[2].cancelled = programme::Text{"De trainer is ziek", "The trainer is ill"};
             }},
        Case{"unconfirm", "sessie",
             [](Programme& p) {
               p.activities[2].when = programme::Between{{2023_y / 9 / 1, 2023_y / 9 / 30}};
             }},
        Case{"remove", "Lunch", [](Programme& p) { p.activities.erase(p.activities.begin() + 3); }},
        Case{"other-role", "sessie", [](Programme& p) { p.people.edit()[0].roles = {"manager"}; }},
        Case{"leave", "sessie", [](Programme& p) { p.people.edit()[0].left = 2023_y / 6 / 1; }},
        Case{"leave-the-files", "sessie",
             [](Programme& p) { p.people.edit().erase(p.people.edit().begin()); }},
        Case{"switch-to-a-feed", "sessie",
             [](Programme& p) { p.people.edit()[0].delivery = Delivery::feed; }}),
    [](const auto& each) {
      std::string name = each.param.name;
      std::replace(name.begin(), name.end(), '-', '_');
      return name;
    });

TEST(InvitationMail, IsMarkedInARehearsalAndInvitesWhomItIsTo) {
  Mails mails{Language::nl};
  mails.rehearsal_to = "repetitie@example.org";
  const auto message = mails.send("sessie", at("2023-05-01 09:00"));
  EXPECT_EQ(message.to, "repetitie@example.org");
  EXPECT_TRUE(message.subject.starts_with("[REPETITIE voor an@example.org] Uitnodiging: "));
  expect_golden("invitations/rehearsal.nl.eml", message.bytes);
}

TEST(InvitationMail, IsTheSameForTheSameLetter) {
  Mails one{Language::nl}, two{Language::nl};
  EXPECT_EQ(one.send("sessie", at("2023-05-01 09:00")).bytes,
            two.send("sessie", at("2023-05-01 09:00")).bytes);
  one.programme.activities[2].place = "Zwolle";
  one.send("sessie", at("2023-05-02 09:00"));
}

TEST(InvitationMail, HasTheSecondsOfNowAsSequenceOrOneMoreThanWasTold) {
  Programme programme = sample(Language::nl);
  const auto now = at("2023-06-19 09:00");
  const mail::Edition edition{snapshot_of({programme}, {}), {}, letters::Composer{{}, ""}};
  const mail::Invitees invitees{edition.timetable};
  const auto first = invitees.steps({}, now).front();
  const auto letter = mail::make_invitation_letter(first, edition, now).value();
  EXPECT_EQ(letter.event.sequence, programme::sequence_of(now));
  auto last_sent = mail::record_of(letter, first, 1, "afzender@example.org");
  EXPECT_EQ(last_sent.after, std::nullopt);

  last_sent.place = "Elders";
  last_sent.sequence = programme::sequence_of(now) + 900;  // told while the clock was ahead
  const auto update = invitees.step(last_sent.recipient, last_sent.uid, last_sent, now).value();
  ASSERT_EQ(update.kind, letters::InvitationKind::update);
  const auto second = mail::make_invitation_letter(update, edition, now).value();
  EXPECT_EQ(second.event.sequence, last_sent.sequence + 1);
  EXPECT_EQ(mail::record_of(second, update, 2, "").after, last_sent.sequence);

  programme.activities.clear();
  const mail::Edition without{snapshot_of({programme}, {}), {}, letters::Composer{{}, ""}};
  const auto cancel =
      mail::Invitees{without.timetable}.step(last_sent.recipient, last_sent.uid, last_sent, now).value();
  ASSERT_EQ(cancel.kind, letters::InvitationKind::cancel);
  EXPECT_EQ(mail::make_invitation_letter(cancel, without, now)->event.sequence, last_sent.sequence + 1);
}

}  // namespace
