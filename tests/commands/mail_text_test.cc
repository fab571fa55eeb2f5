// SPDX-License-Identifier: Apache-2.0
#include "service/commands/mail_text.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

namespace commands {
namespace {

using namespace date::literals;
using std::chrono::hours;
using store::Mail;
using store::MailState;

const store::Instant nine = date::sys_days{2023_y / 6 / 6} + hours{7};

Mail mail() {
  Mail mail;
  mail.id = 12;
  mail.key = "week-before/an";
  mail.kind = store::MailKind::reminder;
  mail.programme = "gezinsaanpak-2023";
  mail.recipient = "person:an";
  mail.address = "an@example.org";
  mail.state = MailState::retry;
  mail.due = mail.changed = nine;
  mail.not_after = nine + hours{24};
  mail.next_try = nine + hours{1};
  mail.attempts = 2;
  mail.subject = "Opdracht 1 – nog een week";
  mail.detail = "451 later";
  return mail;
}

TEST(MailText, OneLineAMail) {
  EXPECT_EQ(mail_line(mail()),
            "12     retry    2023-06-06 09:00  an@example.org  Opdracht 1 – nog een week  [451 later]");
  Mail test = mail();
  test.kind = store::MailKind::trial;
  test.subject = test.detail = "";
  EXPECT_EQ(mail_line(test), "12     retry    2023-06-06 09:00  an@example.org  (test) week-before/an");
}

TEST(MailText, EverythingAboutOne) {
  Mail with_message = mail();
  with_message.message = "Subject: x\r\n\r\nTot dinsdag.\r\n";
  store::Reminder goes, stays;
  goes.key = {"gezinsaanpak-2023", "week-before", "opdracht-1", "", "2023-06-13", 0};
  stays.key = {"gezinsaanpak-2023", "after", "intake", "eemland", "2023-05-09", 2};
  stays.reason = programme::SkipReason::handed_in;
  EXPECT_EQ(
      mail_in_full(with_message, std::vector{goes, stays}),
      "mail:        12\n"
      "about:       week-before/an\n"
      "purpose:     reminder\n"
      "programme:   gezinsaanpak-2023\n"
      "recipient:   person:an\n"
      "address:     an@example.org\n"
      "state:       retry since 2023-06-06 09:00\n"
      "last said:   451 later\n"
      "due:         2023-06-06 09:00\n"
      "not after:   2023-06-07 09:00\n"
      "next try:    2023-06-06 10:00\n"
      "attempts:    2\n"
      "subject:     Opdracht 1 – nog een week\n"
      "reminders:\n"
      "  gezinsaanpak-2023/week-before about opdracht-1 on 2023-06-13\n"
      "  gezinsaanpak-2023/after about intake of eemland on 2023-05-09, round 2: does not go: handed_in\n"
      "\n"
      "Subject: x\n\nTot dinsdag.\n");
}

TEST(MailText, SaysWhichAddressAMailWaitsFor) {
  Mail waiting = mail();
  waiting.state = MailState::waiting;
  waiting.waits_for = "an@example.org";
  EXPECT_NE(mail_in_full(waiting, {}).find("waits for:   another address than an@example.org\n"),
            std::string::npos);
  EXPECT_EQ(nlohmann::json::parse(mails_as_json(std::vector{waiting}))[0]["waits_for"], "an@example.org");
  EXPECT_EQ(why_not_again(waiting, nine),
            "it waits for another address; `traject mail accept an@example.org` sends it to this one");
}

TEST(MailText, AsJson) {
  const auto list = nlohmann::json::parse(mails_as_json(std::vector{mail()}));
  ASSERT_EQ(list.size(), 1U);
  EXPECT_EQ(list[0]["id"], 12);
  EXPECT_EQ(list[0]["state"], "retry");
  EXPECT_EQ(list[0]["due"], "2023-06-06T07:00:00Z");
  EXPECT_EQ(list[0]["subject"], "Opdracht 1 – nog een week");
  EXPECT_FALSE(list[0].contains("message")) << "it holds secret links";
  EXPECT_EQ(mails_as_json({}), "[]");
}

TEST(MailText, OneAsJsonHasItsRemindersAndMessage) {
  Mail one = mail();
  store::Reminder reminder;
  reminder.key = {"gezinsaanpak-2023", "after", "intake", "eemland", "2023-05-09", 2};
  reminder.reason = programme::SkipReason::handed_in;
  const auto before = nlohmann::json::parse(mail_as_json(one, std::vector{reminder}));
  EXPECT_EQ(before["address"], "an@example.org");
  EXPECT_TRUE(before["message"].is_null()) << "its content was never let go";
  EXPECT_EQ(before["reminders"], nlohmann::json::parse(R"([{"programme": "gezinsaanpak-2023", "rule": "after",
            "activity": "intake", "library": "eemland", "day": "2023-05-09", "round": 2,
            "reason": "handed_in"}])"));
  one.message = "Subject: x\r\n\r\nTot dinsdag.\r\n";
  reminder.reason.reset();
  const auto after = nlohmann::json::parse(mail_as_json(one, std::vector{reminder}));
  EXPECT_EQ(after["message"], one.message);
  EXPECT_TRUE(after["reminders"][0]["reason"].is_null());
}

TEST(MailText, StatusOfAStoreThatWasNeverUsed) {
  EXPECT_EQ(status_text({}),
            "held:        no\n"
            "last active: never\n"
            "published:   nothing yet\n"
            "announced:   nothing yet\n");
  const auto json = nlohmann::json::parse(status_as_json({}));
  EXPECT_EQ(json["held"], false);
  EXPECT_TRUE(json["last_active"].is_null());
  EXPECT_TRUE(json["invitations"].is_null());
  EXPECT_EQ(json["mails"].size(), 12U);
  EXPECT_EQ(json["mails"]["poison"], 0);
}

TEST(MailText, StatusWithAHold) {
  const MailStatus status{.hold = "the clock jumped",
                          .last_tick = {"agenda", nine},
                          .published = 3,
                          .announced = 2,
                          .invited = 1,
                          .counts = {{MailState::sent, 30}, {MailState::waiting, 12}}};
  EXPECT_EQ(status_text(status),
            "held:        the clock jumped\n"
            "last active: 2023-06-06 09:00 on agenda\n"
            "published:   revision 3\n"
            "announced:   revision 2\n"
            "invitations: revision 1\n"
            "sent:        30\n"
            "waiting:     12\n");
  const auto json = nlohmann::json::parse(status_as_json(status));
  EXPECT_EQ(json["held"], true);
  EXPECT_EQ(json["why"], "the clock jumped");
  EXPECT_EQ(json["last_active"], "2023-06-06T07:00:00Z");
  EXPECT_EQ(json["host"], "agenda");
  EXPECT_EQ(json["published"], 3);
  EXPECT_EQ(json["announced"], 2);
  EXPECT_EQ(json["invitations"], 1);
  EXPECT_EQ(json["mails"]["waiting"], 12);
  EXPECT_EQ(json["mails"]["queued"], 0);
}

TEST(MailText, StatusWithAPause) {
  MailStatus status;
  status.pause = {.reason = store::MailPause::Reason::login, .since = nine, .detail = "535 5.7.8 no"};
  status.refused = 2;
  EXPECT_EQ(
      status_text(status),
      "held:        no\n"
      "paused:      since 2023-06-06 09:00: the mail server does not accept the user name and password: "
      "535 5.7.8 no\n"
      "what helps:  look at user and password_file under [mail] in service.toml, and ask who runs the mail "
      "server whether this user may send mail; then `traject mail test`\n"
      "last active: never\n"
      "published:   nothing yet\n"
      "announced:   nothing yet\n"
      "addresses:   2 refused\n");
  const auto json = nlohmann::json::parse(status_as_json(status));
  EXPECT_EQ(json["held"], false);
  EXPECT_EQ(json["paused"]["reason"], "login");
  EXPECT_EQ(json["paused"]["since"], "2023-06-06T07:00:00Z");
  EXPECT_EQ(json["paused"]["detail"], "535 5.7.8 no");
  EXPECT_EQ(json["refused_addresses"], 2);
  EXPECT_TRUE(nlohmann::json::parse(status_as_json({}))["paused"].is_null());
}

TEST(MailText, SaysWhyOneCannotGoAgain) {
  Mail sent = mail();
  sent.state = MailState::sent;
  EXPECT_EQ(why_not_again(sent, nine), "it was sent");
  sent.state = MailState::data;
  EXPECT_EQ(why_not_again(sent, nine), "it is on its way");
  EXPECT_EQ(why_not_again(sent, nine + hours{24}), "it may not go after 2023-06-07 09:00");
  sent.state = MailState::failed;
  EXPECT_EQ(why_not_again(sent, nine), "");
}

TEST(MailText, NamesEveryState) {
  EXPECT_EQ(mail_states(),
            "queued, retry, waiting, leased, data, sent, failed, expired, unknown, poison, skipped, dropped");
}

TEST(MailText, StatesHaveWords) {
  EXPECT_EQ(state_in_words(store::MailState::sent, programme::Language::nl), "verstuurd");
  EXPECT_EQ(state_in_words(store::MailState::unknown, programme::Language::en), "unknown whether it arrived");
}

}  // namespace
}  // namespace commands
