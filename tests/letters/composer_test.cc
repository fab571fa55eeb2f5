// SPDX-License-Identifier: Apache-2.0
#include "service/letters/composer.h"

#include <gtest/gtest.h>

#include <atomic>
#include <thread>

#include "tests/letters/sample_letters.h"
#include "tests/support/golden.h"

namespace letters {
namespace {

using programme::Language;
using sample_letters::Sample;
using sample_letters::Samples;

const std::string config = std::string{SOURCE_DIR} + "/config";

const Samples& samples(Language language) {
  static const Samples dutch{config, Language::nl};
  static const Samples english{config, Language::en};
  return language == Language::en ? english : dutch;
}

Composer composer() { return {sample_letters::templates(config), "afzender@example.org"}; }

/// The lines of the head, unfolded, that begin with a name.
std::vector<std::string> headers(const std::string& bytes, const std::string& name) {
  std::string head = bytes.substr(0, bytes.find("\r\n\r\n") + 2);
  for (auto at = head.find("\r\n "); at != std::string::npos; at = head.find("\r\n ")) head.erase(at, 2);
  for (auto at = head.find("\r\n\t"); at != std::string::npos; at = head.find("\r\n\t")) head.erase(at, 2);
  std::vector<std::string> found;
  for (std::size_t start = 0; start < head.size();) {
    const auto end = head.find("\r\n", start);
    const std::string line = head.substr(start, end - start);
    if (line.starts_with(name + ":")) found.push_back(line.substr(name.size() + 1));
    start = end + 2;
  }
  return found;
}

/// Every octet that may not be in a mail, and every line that is too long.
void expect_well_formed(const std::string& bytes) {
  std::size_t start = 0;
  while (start < bytes.size()) {
    const auto end = bytes.find("\r\n", start);
    ASSERT_NE(end, std::string::npos) << "the last line does not end";
    const std::string line = bytes.substr(start, end - start);
    EXPECT_LE(line.size(), 998U);
    for (const char c : line)
      EXPECT_TRUE((c >= ' ' && c < 0x7F) || c == '\t') << static_cast<int>(c) << " in " << line;
    start = end + 2;
  }
}

class EverySample : public testing::TestWithParam<Language> {};

TEST_P(EverySample, IsWellFormedAndAlwaysTheSame) {
  const Composer once = composer();
  const Composer again = composer();
  for (const Sample& sample : samples(GetParam()).all()) {
    SCOPED_TRACE(sample.name);
    const Message message = once.compose(sample.letter, sample.now);
    expect_well_formed(message.bytes);
    EXPECT_EQ(message.bytes, again.compose(sample.letter, sample.now).bytes);
    EXPECT_EQ(message.from, "afzender@example.org");
    EXPECT_EQ(message.bytes.find("{{"), std::string::npos);
  }
}

TEST_P(EverySample, LooksAsRead) {
  const std::string folder = GetParam() == Language::en ? "mail/en/" : "mail/nl/";
  for (const char* name : {"welkom", "werksessie-over-twee-weken", "werksessie-morgen",
                           "opdracht-over-een-week", "intake-nog-niet-gepland", "niet-ingeleverd", "samen"}) {
    const Sample& sample = samples(GetParam()).find(name);
    expect_golden(folder + name + ".eml", composer().compose(sample.letter, sample.now).bytes);
  }
}

INSTANTIATE_TEST_SUITE_P(Languages, EverySample, testing::Values(Language::nl, Language::en),
                         [](const auto& each) { return each.param == Language::en ? "en" : "nl"; });

class Composing : public testing::Test {
 protected:
  Message compose() const { return composer_.compose(letter_, sample_.now); }

  /// The letter to somebody who differs from the sample's recipient.
  void to(const programme::Person& person) {
    person_ = person;
    letter_.recipient.person = &person_;
  }

  const Sample& sample_ = samples(Language::nl).find("werksessie-morgen");
  const Composer composer_ = composer();
  Letter letter_ = sample_.letter;
  programme::Person person_ = *sample_.letter.recipient.person;
  programme::Programme programme_ = *sample_.letter.programme;
};

TEST_F(Composing, Headers) {
  const std::string bytes = compose().bytes;
  const auto header = [&](const char* name) {
    const auto found = headers(bytes, name);
    return found.size() == 1 ? found[0] : std::to_string(found.size()) + " times";
  };
  EXPECT_EQ(header("Date"), " Mon, 19 Jun 2023 09:00:00 +0200");
  EXPECT_EQ(header("Message-ID"), " <werksessie-morgen.2023@werktraject.invalid>");
  EXPECT_EQ(header("From"), " BiSC <afzender@example.org>");
  EXPECT_EQ(header("To"), " \"Deelnemer Taalhuis, Bibliotheek AVV\" <basis.avv@example.org>");
  EXPECT_EQ(header("Reply-To"), " BiSC <werktraject@example.org>");
  EXPECT_EQ(header("MIME-Version"), " 1.0");
  EXPECT_EQ(header("Auto-Submitted"), " auto-generated");
  EXPECT_EQ(header("X-Auto-Response-Suppress"), " OOF, AutoReply");
  EXPECT_EQ(header("List-Id"), " Werktraject gezinsaanpak <gezinsaanpak-2023.list.example.org>");
  EXPECT_EQ(header("List-Unsubscribe"), " <" + letter_.stop_link + ">");
  EXPECT_EQ(header("List-Unsubscribe-Post"), " List-Unsubscribe=One-Click");
  EXPECT_EQ(header("Precedence"), "0 times");
}

TEST_F(Composing, WinterHasItsOwnOffset) {
  EXPECT_EQ(headers(composer_.compose(letter_, date::sys_days{date::year{2024} / 1 / 9}).bytes, "Date").at(0),
            " Tue, 09 Jan 2024 01:00:00 +0100");
}

TEST_F(Composing, OneClickNeedsHttps) {
  letter_.stop_link = "http://127.0.0.1:8080/p/x/stop/sessions";
  const std::string bytes = compose().bytes;
  EXPECT_EQ(headers(bytes, "List-Unsubscribe").size(), 1U);
  EXPECT_TRUE(headers(bytes, "List-Unsubscribe-Post").empty());
}

TEST_F(Composing, NoStopLinkNoListUnsubscribe) {
  letter_.stop_link.clear();
  EXPECT_TRUE(headers(compose().bytes, "List-Unsubscribe").empty());
}

TEST_F(Composing, WithoutSenderFromTheContact) {
  const Composer plain{sample_letters::templates(config), ""};
  EXPECT_EQ(plain.compose(letter_, sample_.now).from, "werktraject@example.org");
}

TEST_F(Composing, RehearsalGoesToOneAddressAndSaysSo) {
  letter_.rehearsal_to = "repetitie@example.org";
  const Message message = compose();
  EXPECT_EQ(message.to, "repetitie@example.org");
  EXPECT_EQ(headers(message.bytes, "To").at(0), " repetitie@example.org");
  EXPECT_TRUE(message.subject.starts_with("[REPETITIE voor basis.avv@example.org] Werksessie 1"))
      << message.subject;
  EXPECT_NE(message.bytes.find("Dit is een repetitie. Deze mail is bedoeld voor basis.avv@example.org."),
            std::string::npos);
  EXPECT_TRUE(headers(message.bytes, "List-Unsubscribe").empty());
}

TEST_F(Composing, EnglishFallsBackOnDutch) {
  auto texts = sample_letters::templates(config);
  texts.erase("en/werksessie.md");
  person_.language = Language::en;
  to(person_);
  const Message message = Composer{texts, ""}.compose(letter_, sample_.now);
  EXPECT_TRUE(message.subject.ends_with("morgen, dinsdag 20 juni 2023")) << message.subject;
  EXPECT_NE(message.bytes.find("lang=3D\"nl\""), std::string::npos);
}

TEST_F(Composing, ValuesAddNoHeader) {
  person_.name = "Kwaad\r\nBcc: een@example.com\r\n\r\ntekst";
  to(person_);
  programme_.organiser = "BiSC\nX-Kwaad: ja";
  programme_.title = {"Traject\r\nX-Kwaad: ja", ""};
  letter_.programme = &programme_;
  const std::string bytes = compose().bytes;
  expect_well_formed(bytes);
  EXPECT_TRUE(headers(bytes, "Bcc").empty());
  EXPECT_TRUE(headers(bytes, "X-Kwaad").empty());
  EXPECT_EQ(headers(bytes, "To").at(0), " \"Kwaad Bcc: een@example.com tekst\" <basis.avv@example.org>");
}

TEST_F(Composing, EncodedWordsInValuesStayText) {
  person_.name = "=?utf-8?q?Kwaad=0ABcc=3A_een=40example.com?=";
  to(person_);
  programme_.title = {"=?utf-8?b?S3dhYWQ=?=", ""};
  letter_.programme = &programme_;
  const std::string bytes = compose().bytes;
  expect_well_formed(bytes);
  for (const char* name : {"To", "List-Id", "Subject"})
    EXPECT_EQ(headers(bytes, name).at(0).find("=?utf-8?"), std::string::npos) << headers(bytes, name).at(0);
}

TEST_F(Composing, InvisibleCharactersGo) {
  person_.name = "A\u202Enn\u0000a";
  person_.name += std::string{"\0\x1B[31m\xFF", 7};
  to(person_);
  const std::string bytes = compose().bytes;
  expect_well_formed(bytes);
  EXPECT_EQ(headers(bytes, "To").at(0).find("=?"), std::string::npos) << headers(bytes, "To").at(0);
}

TEST_F(Composing, AddressesThatCannotStandInAMailAreRefused) {
  for (const std::string& address :
       {std::string{"a@example.org\r\nRCPT TO:<b@example.org>"}, std::string{"a b@example.org"},
        std::string{"a"}, std::string{"a@example.org,b@example.org"}, std::string{"<a@example.org>"},
        std::string{"a@ex\0ample.org", 14}, std::string{"\"a\"@example.org"}}) {
    person_.email = address;
    to(person_);
    EXPECT_THROW(compose(), std::invalid_argument) << address;
  }
}

TEST_F(Composing, OtherAddressesAreCheckedToo) {
  programme_.contact = "x@example.org\nBcc: y@example.org";
  letter_.programme = &programme_;
  EXPECT_THROW(compose(), std::invalid_argument);
  letter_ = sample_.letter;
  letter_.rehearsal_to = "x@example.org>\r\nDATA";
  EXPECT_THROW(compose(), std::invalid_argument);
  letter_ = sample_.letter;
  EXPECT_THROW((Composer{sample_letters::templates(config), "a@b\n"}.compose(letter_, sample_.now)),
               std::invalid_argument);
  letter_.message_id = "a@b>\r\nBcc: c@d";
  EXPECT_THROW(compose(), std::invalid_argument);
}

TEST_F(Composing, LinksAreWebAddressesOrRefused) {
  for (const std::string bad :
       {"javascript:alert(1)", "https://example.org/a b", "https://example.org/\r\nX: y",
        "https://example.org/>", "ftp://example.org/"}) {
    letter_ = sample_.letter;
    letter_.stop_link = bad;
    EXPECT_THROW(compose(), std::invalid_argument) << bad;
    letter_ = sample_.letter;
    letter_.items[0].hand_in_link = bad;
    EXPECT_THROW(compose(), std::invalid_argument) << bad;
  }
}

TEST_F(Composing, ValuesAreNoMarkdown) {
  person_.name = "*a* <b>x</b> [x](https://example.com) `c` &amp; # - 1. ![p](https://example.com/p.png) _d_";
  to(person_);
  Composer composer{
      {{"nl/werksessie.md", "Onderwerp: Voor {{naam}}\n\n{{naam}}\n\n- {{naam}}\n\n# {{naam}}\n"}}, ""};
  const Message message = composer.compose(letter_, sample_.now);
  EXPECT_EQ(message.subject, "Voor " + person_.name);
  const std::string html = message.bytes.substr(message.bytes.find("text/html"));
  EXPECT_NE(html.find("*a* &lt;b&gt;x&lt;/b&gt;"), std::string::npos) << html;
  for (const char* harm : {"<em>", "<b>", "href=3D\"https://example.com", "<code>", "<img"})
    EXPECT_EQ(html.find(harm), std::string::npos) << harm;
}

TEST_F(Composing, MissingAndBrokenTemplatesFailTheirOwnMails) {
  const Composer broken{{{"nl/werksessie.md", "Onderwerp: x\n\n{{titl}}\n"}}, ""};
  try {
    broken.compose(letter_, sample_.now);
    FAIL() << "it was composed";
  } catch (const TemplateError& error) {
    EXPECT_EQ(error.problem().file, "templates/nl/werksessie.md");
    EXPECT_EQ(error.problem().line, 3);
    EXPECT_EQ(error.problem().what.nl, "{{titl}} bestaat niet; bedoelt u {{titel}}?");
  }
  EXPECT_THROW((Composer{{}, ""}.compose(letter_, sample_.now)), TemplateError);
}

TEST_F(Composing, EveryThreadMayCompose) {
  const std::string expected = compose().bytes;
  std::vector<std::thread> threads;
  std::atomic<int> different = 0;
  for (int i = 0; i < 4; ++i)
    threads.emplace_back([&] {
      for (int j = 0; j < 25; ++j)
        if (compose().bytes != expected) ++different;
    });
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(different, 0);
}

TEST_F(Composing, TrialMail) {
  const Message message = composer_.compose_test("beheer@example.org", "proef@werktraject.invalid",
                                                 *letter_.programme, Language::nl, sample_.now);
  expect_well_formed(message.bytes);
  EXPECT_EQ(message.to, "beheer@example.org");
  EXPECT_EQ(message.subject, "Proefmail van BiSC");
  EXPECT_THROW(composer_.compose_test("a@b\r\n", "proef@werktraject.invalid", *letter_.programme,
                                      Language::nl, sample_.now),
               std::invalid_argument);
}

TEST(ComposerProblems, SampleHasNone) {
  const std::vector<programme::Programme> programmes{*samples(Language::nl).find("welkom").letter.programme};
  for (const TemplateProblem& problem : composer().problems(programmes))
    ADD_FAILURE() << problem.file << ":" << problem.line << ": " << problem.what.nl;
}

TEST(ComposerProblems, AllAtOnceByPlace) {
  const std::vector<programme::Programme> programmes{*samples(Language::nl).find("welkom").letter.programme};
  auto texts = sample_letters::templates(config);
  texts.erase("nl/welkom.md");
  texts.erase("en/werksessie.md");
  texts["nl/wellkom.md"] = "Onderwerp: x\n\nx\n";
  texts["en/intake.md"] = "Subject: {{titel}\n\nx\n";
  std::vector<std::string> found;
  for (const auto& problem : Composer{texts, ""}.problems(programmes))
    found.push_back(problem.file + ":" + std::to_string(problem.line) + ":" + std::to_string(problem.column) +
                    ": " + problem.what.en);
  EXPECT_EQ(
      found,
      (std::vector<std::string>{
          "templates/en/intake.md:1:10: {{ is not closed; put }} behind the name",
          "templates/nl/welkom.md:1:1: there is no such text, but gezinsaanpak-2023/programme.toml names "
          "it; write this file or put \"wellkom\" there"}));
}

}  // namespace
}  // namespace letters
