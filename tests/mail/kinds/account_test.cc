// SPDX-License-Identifier: Apache-2.0
//
// Coordinators and the operator hear of every mail that did not go.
#include "service/mail/kinds/account.h"

#include <gtest/gtest.h>

#include "tests/mail/account_fixture.h"

namespace {

using namespace worker_test;
using letters::AccountCause;

class AccountTest : public testing::Test {
 protected:
  AccountTest() {
    desk.programmes[0].people = {example::person("an", "a", "deelnemer"),
                                 example::person("bo", "a", "deelnemer")};
    desk.programmes[0].reminders = {rule("twee-weken", "sessie", days_before(14))};
    desk.coordinators = {{"Coördinator Eén", "een@example.org", "een@example.org", programme::Language::nl},
                         {"Coordinator Two", "two@example.org", "two@example.org", programme::Language::en}};
    desk.options.system_operator = {"", "beheer@example.org", "beheer@example.org", programme::Language::nl};
  }

  /// What the server says to mail for this address; the others are accepted.
  void refuse(const std::string& address, const Fate& fate) {
    desk.server.fate = [=](const smtp::Transfer& transfer) {
      return transfer.to == address ? fate : fate::sent();
    };
  }

  static std::vector<std::string> readers(const std::vector<Account>& accounts) {
    std::vector<std::string> to;
    for (const auto& account : accounts) to.push_back(account.to);
    std::ranges::sort(to);
    return to;
  }

  /// The one to that reader.
  static const Account& to(const std::vector<Account>& accounts, const std::string& reader) {
    return *std::ranges::find(accounts, reader, &Account::to);
  }

  std::size_t accounts_in(store::MailState state) {
    const auto mails = desk.outbox->list(state, 1'000);
    return static_cast<std::size_t>(std::ranges::count_if(mails, is_account));
  }

  AccountDesk desk{"2023-06-06 08:00"};
};

const std::vector<std::string> everybody{"beheer@example.org", "een@example.org", "two@example.org"};

TEST_F(AccountTest, AMailThatFailedIsReportedOnceToEveryReader) {
  refuse("an@example.org", fate::refused());
  desk.start();
  desk.go_to("2023-06-06 09:14");
  EXPECT_TRUE(desk.read().empty());
  desk.go_to("2023-06-06 09:15");
  const auto accounts = desk.read();
  ASSERT_EQ(readers(accounts), everybody);
  EXPECT_EQ(to(accounts, "een@example.org").subject, "Eén mail die niet gegaan is");
  EXPECT_NE(to(accounts, "een@example.org").text.find("- Deelnemer an: twee-weken: Sessie 1"),
            std::string::npos)
      << to(accounts, "een@example.org").text;
  EXPECT_NE(to(accounts, "een@example.org").text.find("traject mail retry 1."), std::string::npos)
      << to(accounts, "een@example.org").text;
  EXPECT_NE(to(accounts, "een@example.org").text.find("550 no"), std::string::npos)
      << to(accounts, "een@example.org").text;
  EXPECT_EQ(to(accounts, "two@example.org").subject, "One mail that did not go");
  desk.go_to("2023-06-19 09:00");
  EXPECT_TRUE(desk.read().empty()) << "it ended, and was said";
}

TEST_F(AccountTest, NothingIsReportedWhenEverythingWent) {
  desk.start();
  desk.go_to("2023-06-10 09:00");
  EXPECT_TRUE(desk.read().empty());
  EXPECT_EQ(desk.states(), (std::vector<std::string>{"person:an sent", "person:bo sent"}));
}

TEST_F(AccountTest, AnOperatorWhoCoordinatesHearsOnce) {
  desk.options.system_operator = desk.coordinators[1];
  refuse("an@example.org", fate::refused());
  desk.start();
  desk.go_to("2023-06-07 09:00");
  EXPECT_EQ(readers(desk.read()), (std::vector<std::string>{"een@example.org", "two@example.org"}));
}

TEST_F(AccountTest, HeldMailIsReportedWhileItIsHeld) {
  desk.start();
  desk.outbox->set_hold(std::string{"somebody looks at it first"} + store::until_release, desk.now);
  desk.go_to("2023-06-06 08:15");
  auto accounts = desk.read();
  ASSERT_EQ(readers(accounts), everybody) << "the hold itself";
  EXPECT_EQ(to(accounts, "een@example.org").subject, "Er gaat geen mail");
  EXPECT_NE(to(accounts, "een@example.org").text.find("somebody looks at it first. traject mail release"),
            std::string::npos)
      << to(accounts, "een@example.org").text;
  desk.go_to("2023-06-07 08:00");
  accounts = desk.read();
  ASSERT_EQ(readers(accounts), everybody) << "what was due at 09:00";
  EXPECT_EQ(to(accounts, "een@example.org").mails,
            (std::map<std::int64_t, AccountCause>{{4, AccountCause::held}, {5, AccountCause::held}}));
  EXPECT_EQ(desk.server.begun.size(), 6u) << "no other mail goes";
  desk.outbox->release_hold(desk.now);
  desk.go_to("2023-06-08 12:00");
  EXPECT_TRUE(desk.read().empty());
}

TEST_F(AccountTest, WhatStillWaitsIsReportedAgainAfterAWeek) {
  desk.programmes[0].reminders[0].late = hours{24 * 30};
  desk.start();
  desk.go_to("2023-06-06 08:01");
  desk.outbox->set_hold("for a test", desk.now);
  desk.go_to("2023-06-07 08:00");
  EXPECT_EQ(desk.read().size(), 6u);
  desk.go_to("2023-06-13 08:10");
  EXPECT_TRUE(desk.read().empty());
  desk.go_to("2023-06-14 09:00");
  const auto accounts = desk.read();
  ASSERT_EQ(accounts.size(), 3u) << "the hold and the mails in one";
  EXPECT_EQ(to(accounts, "een@example.org").mails.size(), 2u);
}

TEST_F(AccountTest, AnAccountThatFailsIsNotAccountedForAndTriedTheNextDay) {
  desk.server.fate = [](const smtp::Transfer& transfer) {
    const bool refused = transfer.to == "an@example.org" || transfer.to == "een@example.org";
    return refused ? fate::refused() : fate::sent();
  };
  desk.start();
  desk.go_to("2023-06-06 12:00");
  EXPECT_EQ(accounts_in(store::MailState::failed), 1u);
  EXPECT_EQ(readers(desk.read()), (std::vector<std::string>{"beheer@example.org", "two@example.org"}));
  desk.server.fate = [](const auto&) { return fate::sent(); };
  desk.go_to("2023-06-07 07:14");
  EXPECT_TRUE(desk.read().empty());
  desk.go_to("2023-06-07 07:15");
  const auto accounts = desk.read();
  ASSERT_EQ(readers(accounts), std::vector<std::string>{"een@example.org"});
  EXPECT_EQ(to(accounts, "een@example.org").mails,
            (std::map<std::int64_t, AccountCause>{{1, AccountCause::refused}}));
}

TEST_F(AccountTest, WithTheServerDownItGoesOnceThatWorksAgain) {
  desk.programmes[0].reminders[0].late = hours{3};
  desk.server.fate = [](const auto&) { return fate::unreachable(); };
  desk.start();
  desk.go_to("2023-06-07 09:00");
  EXPECT_TRUE(desk.read().empty());
  desk.server.fate = [](const auto&) { return fate::sent(); };
  desk.go_to("2023-06-07 09:20");
  const auto accounts = desk.read();
  ASSERT_EQ(accounts.size(), 3u);
  EXPECT_EQ(to(accounts, "een@example.org").mails,
            (std::map<std::int64_t, AccountCause>{{1, AccountCause::late}, {2, AccountCause::late}}));
  EXPECT_NE(to(accounts, "een@example.org").text.find("de mail stond stil tot zijn tijd om was"),
            std::string::npos)
      << to(accounts, "een@example.org").text;
}

TEST_F(AccountTest, AMailThatWaitsForAnotherAddressIsReportedWithIt) {
  refuse("an@example.org", fate::bad_address());
  desk.start();
  desk.go_to("2023-06-06 09:15");
  const auto accounts = desk.read();
  ASSERT_EQ(readers(accounts), everybody);
  EXPECT_EQ(to(accounts, "een@example.org").mails,
            (std::map<std::int64_t, AccountCause>{{1, AccountCause::address}}));
  EXPECT_NE(to(accounts, "een@example.org").text.find("geweigerd door onze mailserver op 6 juni 2023"),
            std::string::npos)
      << to(accounts, "een@example.org").text;
}

TEST_F(AccountTest, AReminderThatItsMailWentWithoutIsReported) {
  desk.programmes[0].bundle = "samen";
  desk.programmes[0].people.pop_back();
  desk.programmes[0].reminders = {rule("kort", "sessie", days_before(14), hours{3}),
                                  rule("lang", "lunch", days_before(14), hours{48})};
  desk.server.fate = [](const auto&) { return fate::unreachable(); };
  desk.start();
  desk.go_to("2023-06-06 13:00");
  desk.server.fate = [](const auto&) { return fate::sent(); };
  desk.go_to("2023-06-07 09:00");
  EXPECT_EQ(desk.reasons(), std::vector<std::string>{"person:an kort late"});
  const auto accounts = desk.read();
  ASSERT_EQ(readers(accounts), everybody);
  ASSERT_EQ(to(accounts, "een@example.org").lines.size(), 1u);
  EXPECT_EQ(to(accounts, "een@example.org").lines[0].cause, AccountCause::late);
  EXPECT_EQ(to(accounts, "een@example.org").lines[0].subject.nl, "kort: Sessie 1; samen, sterk");
  EXPECT_NE(to(accounts, "een@example.org").text.find("zijn tijd was om toen de mail kon gaan"),
            std::string::npos)
      << to(accounts, "een@example.org").text;
}

TEST_F(AccountTest, MomentsThatPassedWhileTheServiceStoodStillAreReported) {
  desk.programmes[0].reminders[0].late = hours{3};
  desk.start();
  desk.settle();
  desk.stop();
  desk.jump_to("2023-06-12 08:00");
  desk.start();
  desk.go_to("2023-06-12 08:16");
  const auto accounts = desk.read();
  ASSERT_EQ(readers(accounts), everybody);
  ASSERT_EQ(to(accounts, "een@example.org").lines.size(), 1u);
  EXPECT_EQ(to(accounts, "een@example.org").lines[0].cause, AccountCause::missed);
  EXPECT_NE(to(accounts, "een@example.org")
                .text.find("2 mensen (Deelnemer an, Deelnemer bo): twee-weken: Sessie 1"),
            std::string::npos)
      << to(accounts, "een@example.org").text;
  EXPECT_NE(to(accounts, "een@example.org").text.find("last used 144 hours ago"), std::string::npos)
      << to(accounts, "een@example.org").text;
}

TEST_F(AccountTest, ADateThatWasSetAfterItsMomentMissedNothing) {
  desk.programmes[0].reminders[0].late = hours{3};
  desk.start();
  desk.go_to("2023-06-08 08:00");
  desk.programmes[0].activities[2].when = programme::OnDay{2023_y / 6 / 21, {hours{10}, hours{13}}};
  desk.publish();
  desk.go_to("2023-06-10 08:00");
  EXPECT_EQ(desk.outbox->closed_too_late({}).size(), 1u);
  EXPECT_TRUE(desk.read().empty());
}

TEST_F(AccountTest, OfManyMailsFiftyAreNamedAndTheOthersCounted) {
  desk.programmes[0].people.clear();
  for (int i = 0; i < 57; ++i)
    desk.programmes[0].people.push_back(example::person("p" + std::to_string(i), "a", "deelnemer"));
  desk.start();
  desk.outbox->set_hold("for a test", desk.now);
  desk.go_to("2023-06-07 08:00");
  const auto accounts = desk.read();
  ASSERT_EQ(accounts.size(), 6u);
  const std::vector<Account> second(accounts.begin() + 3, accounts.end());
  const std::string& text = to(second, "een@example.org").text;
  std::size_t named = 0;
  for (auto at = text.find("- Deelnemer"); at != std::string::npos; at = text.find("- Deelnemer", at + 1))
    ++named;
  EXPECT_EQ(named, 50u);
  EXPECT_NE(text.find("- en nog 7\n"), std::string::npos) << text;
  EXPECT_NE(text.find("- Wacht: alle mail wordt vastgehouden: 57\n"), std::string::npos) << text;
  EXPECT_EQ(second[0].mails.size(), 57u);
}

TEST_F(AccountTest, ASmallGroupIsNotCrowdedOutByALargeOne) {
  letters::AccountLetter letter;
  auto programme = example::programme();
  letter.reader = &desk.coordinators[0];
  letter.programme = &programme;
  for (int i = 0; i < 200; ++i) {
    letter.lines.emplace_back();
    letter.lines.back().cause = i < 198 ? AccountCause::late : AccountCause::asked;
    letter.lines.back().who = "Deelnemer";
    letter.lines.back().mail = i + 1;
  }
  const auto text = letters::account_text(letter, desk.now, programme::Language::nl);
  EXPECT_NE(text.find("mail 199, "), std::string::npos);
  EXPECT_NE(text.find("mail 200, "), std::string::npos);
  EXPECT_NE(text.find("- en nog 150\n"), std::string::npos) << text;
}

TEST_F(AccountTest, ABrokenTemplateIsReportedTheSameDayAndTheGoodRuleGoes) {
  desk.options.compose = {};
  desk.programmes[0].people.pop_back();
  desk.programmes[0].reminders[0].template_name = "stuk";
  desk.programmes[0].reminders.push_back(rule("ook-dan", "sessie", days_before(14)));
  desk.templates = {{"nl/tekst.md", "Onderwerp: {{titel}}\n\nTot dan.\n"},
                    {"nl/stuk.md", "Onderwerp: {{titel}}\n\n{{bestaat_niet}}\n"}};
  desk.start();
  desk.go_to("2023-06-06 23:59");
  const auto accounts = desk.read();
  ASSERT_EQ(readers(accounts), everybody);
  EXPECT_NE(to(accounts, "een@example.org").text.find("Mislukt: het sjabloon klopt niet"), std::string::npos)
      << to(accounts, "een@example.org").text;
  EXPECT_NE(to(accounts, "een@example.org").text.find("templates/nl/stuk.md:3:"), std::string::npos)
      << to(accounts, "een@example.org").text;
  EXPECT_NE(to(accounts, "een@example.org").text.find("{{bestaat_niet}} bestaat niet"), std::string::npos)
      << to(accounts, "een@example.org").text;
  EXPECT_EQ(desk.server.arrived.size(), 4u) << "the good one went";
  EXPECT_EQ(desk.reasons(), std::vector<std::string>{});
}

TEST_F(AccountTest, ChangesThatNobodyWasToldOfAreReported) {
  desk.with_revisions = true;
  desk.start();
  desk.settle();
  desk.forget_revision(1);
  desk.programmes[0].activities[2].when = programme::OnDay{2023_y / 7 / 4, {hours{10}, hours{13}}};
  desk.start();  // a process that has not published revision 1 itself
  desk.go_to("2023-06-06 09:00");
  const auto accounts = desk.read();
  ASSERT_EQ(readers(accounts), everybody);
  EXPECT_EQ(to(accounts, "een@example.org").subject, "Niemand hoorde wat er gewijzigd is");
  EXPECT_NE(to(accounts, "two@example.org").text.find("what changed since revision 1"), std::string::npos)
      << to(accounts, "two@example.org").text;
  desk.go_to("2023-06-08 09:00");
  EXPECT_TRUE(desk.read().empty());
}

TEST_F(AccountTest, WithoutReadersTheLogSaysSo) {
  desk.options.system_operator.reset();
  desk.coordinators.clear();
  refuse("an@example.org", fate::refused());
  desk.start();
  desk.go_to("2023-06-06 12:00");
  EXPECT_TRUE(std::ranges::any_of(desk.errors, [](const auto& line) {
    return line.starts_with("1 mail did not go, and nobody reads of it: ");
  }));
}

TEST_F(AccountTest, WhatFailedBeforeAnythingWasAccountedForIsNotReported) {
  desk.programmes[0].reminders.clear();
  desk.start();
  const Instant before = at("2023-06-01 09:00");
  store::Decision decision;
  decision.reminder = {{"voorbeeld-2023", "weg", "", "", "-", 0}, "person:an", before, 0, {}};
  decision.mail_key = "single/weg";
  decision.address = "an@example.org";
  decision.not_after = before + hours{24 * 30};
  desk.outbox->decide({&decision, 1}, before);
  const auto mails = desk.outbox->claim(1, "an earlier version", before);
  ASSERT_EQ(mails.size(), 1u);
  const store::Result failed{mails[0].id, mails[0].epoch, store::MailState::failed, {}, false, "550 no"};
  desk.outbox->record({&failed, 1}, {}, before);
  desk.go_to("2023-06-08 08:00");
  EXPECT_TRUE(desk.read().empty());
}

TEST_F(AccountTest, ACrashLosesNoReport) {
  refuse("an@example.org", fate::refused());
  desk.start();
  desk.go_to("2023-06-06 09:10");
  for (const char* step : {"start", "release", "released"}) {
    desk.crash_when(step);
    EXPECT_THROW(desk.go_to("2023-06-06 20:00"), Crash) << step;
    desk.start();
  }
  desk.go_to("2023-06-07 09:00");
  std::set<std::string> heard;
  for (const auto& account : desk.read()) heard.insert(account.to);
  EXPECT_EQ(heard, (std::set<std::string>{"een@example.org", "two@example.org", "beheer@example.org"}));
}

}  // namespace
