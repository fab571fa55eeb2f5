// SPDX-License-Identifier: Apache-2.0
#include "service/letters/account_letter.h"

#include <gtest/gtest.h>

#include "service/letters/composer.h"
#include "tests/support/example.h"
#include "tests/support/golden.h"

namespace {

using letters::AccountCause;
using letters::AccountLetter;
using letters::AccountLine;
using programme::Instant;
using programme::Language;

const Instant nine = date::sys_days{date::year{2023} / 6 / 6} + std::chrono::hours{7};

AccountLine line(AccountCause cause, std::int64_t mail, const std::string& who, programme::Text why = {}) {
  AccountLine line;
  line.cause = cause;
  line.mail = mail;
  line.who = who;
  line.subject = {"Sessie 1; samen, sterk", "Session 1"};
  line.due = nine;
  line.why = std::move(why);
  return line;
}

/// One line of every kind.
AccountLetter full_letter(const programme::Programme& programme, const programme::Coordinator& reader) {
  AccountLetter letter;
  letter.message_id = "x@example.org";
  letter.reader = &reader;
  letter.programme = &programme;
  letter.lines = {
      line(AccountCause::tried, 19, "Nora", {"451 4.7.1 greylisted", "451 4.7.1 greylisted"}),
      line(AccountCause::template_unusable, 11, "Anna de Vries",
           {"templates/nl/stuk.md:3:3: {{bestaat_niet}} is hier niet bekend",
            "templates/nl/stuk.md:3:3: {{bestaat_niet}} is not known here"}),
      line(AccountCause::refused, 12, "Bea *Bos*", {"550 5.1.1 who?", "550 5.1.1 who?"}),
      line(AccountCause::not_composed, 13, "Cas", {"kan niet gemaakt worden: x", "cannot be composed: x"}),
      line(AccountCause::unknown, 14, "Daan", {"no answer after the content", "no answer after the content"}),
      line(AccountCause::interrupted, 15, "Eva"),
      line(AccountCause::late, 16, "Fatima",
           {"hij ging niet weg voordat zijn tijd om was", "it did not go before its time was over"}),
      line(AccountCause::missed, 0, "Gijs, Hanna"),
      line(AccountCause::address, 17, "Ine"),
      line(AccountCause::held, 18, "Jan"),
      line(AccountCause::asked, 20, "Kim"),
      line(AccountCause::refused, 21, "Lea", {"550 5.1.1 who?", "550 5.1.1 who?"}),
  };
  letter.lines[7].people = 2;
  letter.lines[7].subject = {"week-ervoor: Sessie 1", "week-ervoor: Session 1"};
  letter.lines[11].can_go = false;
  letter.known = 3;
  letter.stops = {
      {nine, {"this store was last used 63 hours ago", "this store was last used 63 hours ago"}, true},
      {nine, {"connection refused", "connection refused"}, false}};
  return letter;
}

TEST(AccountLetter, GivesTotalsThenEveryMailByReasonWithTheOneThingToDo) {
  const auto programme = example::programme();
  programme::Coordinator reader{"Coördinator", "coordinator@example.org", "coordinator@example.org", {}};
  const letters::Composer composer{{}, "werktraject@example.org"};
  for (const auto language : {Language::nl, Language::en}) {
    reader.language = language;
    const auto message =
        composer.compose_account(full_letter(programme, reader), nine + std::chrono::hours{1});
    EXPECT_EQ(message.to, "coordinator@example.org");
    expect_golden(language == Language::nl ? "mail/nl/niet-gegaan.txt" : "mail/en/niet-gegaan.txt",
                  message.subject + "\n\n" + message.text);
  }
}

TEST(AccountLetter, ToTheOperatorSaysWhyTheyGetIt) {
  const auto programme = example::programme();
  const programme::Coordinator reader{"", "beheer@example.org", "beheer@example.org", Language::nl};
  AccountLetter letter = full_letter(programme, reader);
  letter.to_operator = true;
  letter.lines.clear();
  letter.known = 0;
  const auto message = letters::Composer{{}, ""}.compose_account(letter, nine);
  EXPECT_EQ(message.subject, "Er gaat geen mail");
  EXPECT_TRUE(message.text.starts_with("Beste beheerder,\n")) << message.text;
  EXPECT_NE(message.text.find("als beheerder van de dienst"), std::string::npos) << message.text;
}

TEST(AccountLetter, InARehearsalGoesToTheOneAddress) {
  const auto programme = example::programme();
  const programme::Coordinator reader{"Co", "co@example.org", "co@example.org", Language::en};
  AccountLetter letter = full_letter(programme, reader);
  letter.rehearsal_to = "me@example.org";
  const auto message = letters::Composer{{}, ""}.compose_account(letter, nine);
  EXPECT_EQ(message.to, "me@example.org");
  EXPECT_EQ(message.subject, "[REHEARSAL for co@example.org] 12 mails that did not go");
}

}  // namespace
