// SPDX-License-Identifier: Apache-2.0
//
// What somebody reads after a change to the sample programme: each as the edit of a file, for one person, in
// both languages.
#include "service/letters/change_letter.h"

#include <gtest/gtest.h>

#include "service/letters/composer.h"
#include "tests/changes/difference_sample.h"
#include "tests/support/golden.h"

namespace letters {
namespace {

using changes::sample::Edit;
using changes::sample::Edits;
using changes::sample::Versions;
using programme::Language;
using namespace date::literals;

struct Change {
  const char* name;  ///< Of the goldens.
  const char* person;
  date::year_month_day today;
  Edits first;  ///< What they know.
  Edits then;   ///< What is published.
};

void PrintTo(const Change& change, std::ostream* out) { *out << change.name; }

/// The letter to that person, with everything that it points into.
class Letters {
 public:
  explicit Letters(const Change& change)
      : versions_{change.first, change.then}, concerns_{changes::affected_people(versions_.difference)} {
    for (const auto& concern : concerns_) {
      if (concern.latest().id != change.person) continue;
      news_ = news_of(versions_.difference, concern, change.today);
      if (!news_) continue;
      person_ = *concern.after;
      urgent_ = is_urgent(*news_, change.today);
    }
  }

  bool any() const { return news_.has_value(); }

  ChangeLetter letter(Language language) {
    person_.language = language;
    ChangeLetter letter;
    letter.message_id = "0123456789abcdef@agenda.example.org";
    letter.person = &person_;
    letter.news = {*news_};
    letter.urgent = urgent_;
    letter.feed_link = "https://agenda.example.org/f/abc.ics";
    letter.subscribe_link = "https://agenda.example.org/s/abc";
    letter.page_link = "https://agenda.example.org/p/def";
    return letter;
  }

 private:
  Versions versions_;
  std::vector<changes::Affected> concerns_;
  std::optional<ChangeNews> news_;
  programme::Person person_;
  bool urgent_ = false;
};

class ChangeMails : public testing::TestWithParam<Change> {};

TEST_P(ChangeMails, SayWhatWasAndWhatIs) {
  Letters letters{GetParam()};
  ASSERT_TRUE(letters.any());
  const Composer composer{{}, "werktraject@example.org"};
  const programme::Instant now = date::sys_days{GetParam().today} + std::chrono::hours{8};
  for (const Language language : {Language::nl, Language::en}) {
    const Message message = composer.compose_change(letters.letter(language), now);
    EXPECT_EQ(message.to, std::string{letters.letter(language).person->address});
    expect_golden(
        std::string{"change_mails/"} + GetParam().name + (language == Language::nl ? ".nl" : ".en") + ".txt",
        message.subject + "\n\n" + message.text);
  }
}

const Edit cancel{"programme.toml", "date = 2023-11-16",
                  "cancelled = { nl = \"te weinig *aanmeldingen*\", en = \"too few participants\" }\ndate = "
                  "2023-11-16"};
const Edit move{"programme.toml", "date = 2023-09-19", "date = 2023-10-03"};
const Edit rename{"programme.toml",
                  "title = { nl = \"Werksessie 2 – Externe samenwerking\", en = \"Work session 2 – Working "
                  "together with partners\" }",
                  "title = { nl = \"Werksessie 2 – Samen met partners\", en = \"Work session 2 – With your "
                  "partners\" }"};

INSTANTIATE_TEST_SUITE_P(
    Sample, ChangeMails,
    testing::Values(
        Change{"move-a-session", "eemland-jeugd", 2023_y / 8 / 14, {}, {move}},
        Change{"move-a-session-that-is-near", "eemland-jeugd", 2023_y / 9 / 18, {}, {move}},
        Change{"plan-an-intake",
               "lek-ijssel-jeugd",
               2023_y / 5 / 2,
               {},
               {{"libraries.csv", "Lek & IJssel;;;", "Lek & IJssel;17-5-2023;10:00;"}}},
        Change{"confirm-the-wrap-up",
               "eemland-jeugd",
               2023_y / 11 / 20,
               {},
               {{"programme.toml", "date = \"2024-01\"", "date = 2024-01-16\ntime = \"15:00-16:30\""}}},
        Change{"cancel-a-session", "eemland-basis", 2023_y / 11 / 1, {}, {cancel}},
        Change{"reinstate-a-session", "eemland-basis", 2023_y / 10 / 23, {cancel}, {}},
        Change{"rename-a-session", "eemland-basis", 2023_y / 8 / 14, {}, {rename}},
        Change{"relocate-a-session",
               "eemland-basis",
               2023_y / 8 / 14,
               {},
               {{"programme.toml", "date = 2023-09-19\ntime = \"10:00-13:00\"\nplace = \"locatie volgt\"",
                 "date = 2023-09-19\ntime = \"10:00-13:00\"\nplace = \"Bibliotheek Utrecht, Neude 11\""}}},
        Change{"shorten-a-session",
               "eemland-basis",
               2023_y / 8 / 14,
               {},
               {{"programme.toml", "date = 2023-09-19\ntime = \"10:00-13:00\"",
                 "date = 2023-09-19\ntime = \"10:00-12:30\""}}},
        Change{"change-role",
               "avv-basis",
               2023_y / 8 / 14,
               {},
               {{"people.csv", "basis.avv@example.org;avv;basisvaardigheden-taalhuis",
                 "basis.avv@example.org;avv;manager"}}},
        Change{"last-day-comes-near",
               "idea-jeugd",
               2023_y / 9 / 18,
               {},
               {{"people.csv", "jeugd.idea@example.org;idea;jeugd-educatie;;;",
                 "jeugd.idea@example.org;idea;jeugd-educatie;;;19-9-2023"}}},
        Change{"several-at-once", "eemland-jeugd", 2023_y / 8 / 14, {}, {move, rename, cancel}}),
    [](const auto& change) {
      std::string name = change.param.name;
      std::replace(name.begin(), name.end(), '-', '_');
      return name;
    });

TEST(ChangeMailsFor, NobodyWhenItIsMinorOrOver) {
  const Edit typo{"programme.toml", "Werksessie 2 – Externe samenwerking",
                  "Werksessie 2 – Externe samenwerkingen"};
  EXPECT_FALSE(Letters({"", "eemland-jeugd", 2023_y / 8 / 14, {}, {typo}}).any());
  EXPECT_FALSE(Letters({"", "eemland-jeugd", 2024_y / 8 / 14, {}, {move}}).any());
}

TEST(ChangeMailsFor, AReaderOfAnotherLanguageAreNotAboutATitleTheyDoNotRead) {
  const Edits dutch{
      {"programme.toml", "Werksessie 2 – Externe samenwerking", "Werksessie 2 – Samen met partners"}};
  EXPECT_TRUE(Letters({"", "utrecht-jeugd", 2023_y / 8 / 14, {}, dutch}).any());
  EXPECT_FALSE(Letters({"", "utrecht-basis", 2023_y / 8 / 14, {}, dutch}).any());
}

TEST(ChangeMailsFor, OthersAreNotAboutSomebodyElsesIntake) {
  const Edits planned{{"libraries.csv", "Lek & IJssel;;;", "Lek & IJssel;17-5-2023;10:00;"}};
  EXPECT_FALSE(Letters({"", "eemland-jeugd", 2023_y / 5 / 2, {}, planned}).any());
}

TEST(ChangeMailsFor, ACalendarThatHasItOrNotAreToldSo) {
  Letters letters{{"", "eemland-jeugd", 2023_y / 8 / 14, {}, {move}}};
  ChangeLetter letter = letters.letter(Language::nl);
  EXPECT_NE(change_text(letter, Language::nl).find("agenda-abonnement"), std::string::npos);
  letter.fetched = false;
  EXPECT_NE(change_text(letter, Language::nl).find("nog niet opgehaald"), std::string::npos);
  letter.fetched = true;
  EXPECT_NE(change_text(letter, Language::nl).find("al opgehaald"), std::string::npos);
}

TEST(ChangeMailsFor, ARehearsalGoToOneAddressAndSaySo) {
  Letters letters{{"", "eemland-jeugd", 2023_y / 8 / 14, {}, {move}}};
  ChangeLetter letter = letters.letter(Language::nl);
  letter.rehearsal_to = "coordinator@example.org";
  const Message message = Composer{{}, ""}.compose_change(letter, date::sys_days{2023_y / 8 / 14});
  EXPECT_EQ(message.to, "coordinator@example.org");
  EXPECT_EQ(message.subject.rfind("[REPETITIE voor jeugd.eemland@example.org] ", 0), 0U) << message.subject;
}

}  // namespace
}  // namespace letters
