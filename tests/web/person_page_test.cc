// SPDX-License-Identifier: Apache-2.0
#include "service/web/person_page.h"

#include <gtest/gtest.h>

#include <regex>
#include <set>

#include "tests/support/example_pages.h"
#include "tests/support/golden.h"

namespace web {
namespace person_page_test {

using namespace date::literals;
using programme::Instant;
using programme::Language;
using programme::Topic;
using std::chrono::hours;

constexpr Instant in_may = date::sys_days{2023_y / 5 / 2} + hours{8};
const std::string token = "lp_abcdefghijklmnopqrstuvwxyz7";

class PersonPageTest : public testing::Test {
 protected:
  Visitor visitor(const std::string& id, Language language = Language::nl) const {
    return {.id = id,
            .token = token,
            .memberships = people_->find(id),
            .language = language,
            .subscribe_path = "/f/lf_x/"};
  }
  static PersonFrame frame(Language language = Language::nl) {
    return {.language = language,
            .overview_path = feeds::overview_path(token),
            .reminders_path = feeds::reminders_path(token)};
  }
  OverviewPage overview(const std::string& id, Instant now, Language language = Language::nl) const {
    const Visitor who = visitor(id, language);
    return {.frame = frame(language),
            .name = who.memberships.front().person->name,
            .programmes = programmes_of(who, done_, now),
            .subscribe_path = who.subscribe_path};
  }
  DeadlineView deadline(const std::string& id, const std::string& activity, Instant now,
                        Language language = Language::nl) const {
    return deadline_at({"voorbeeld-2023", activity, ""}, visitor(id, language), done_, now).value().view;
  }
  void hand_in(const std::string& activity, const std::string& subject, Instant at) {
    done_.handed_in[programme::hand_in_key("voorbeeld-2023", activity, "", subject)] = at;
  }

  std::shared_ptr<const feeds::People> people_ =
      example::snapshot({example::programme_with_hand_ins()})->people;
  Participated done_;
};

bool has(const std::string& html, const std::string& text) { return html.find(text) != std::string::npos; }

std::vector<std::string> titles(const auto& views) {
  std::vector<std::string> titles;
  for (const auto& view : views) titles.push_back(view.title);
  return titles;
}

using Titles = std::vector<std::string>;

TEST_F(PersonPageTest, ShowsWhatIsToCome) {
  const auto before = programmes_of(visitor("an"), done_, in_may);
  ASSERT_EQ(before.size(), 1U);
  EXPECT_EQ(before[0].library, "Bibliotheek A");
  EXPECT_EQ(titles(before[0].sessions), (Titles{"Intake", "Sessie 1; samen, sterk", "Lunch", "Wrap-up"}));
  EXPECT_EQ(before[0].sessions[0].when, "dinsdag 9 mei 2023, 10.00–10.45 uur");
  EXPECT_EQ(before[0].sessions[1].place, "locatie volgt");
  EXPECT_EQ(before[0].sessions[1].online, "https://example.org/meet");
  EXPECT_TRUE(before[0].sessions[3].to_be_confirmed);
  EXPECT_EQ(before[0].sessions[3].when, "januari 2024");

  const Instant end = date::sys_days{2023_y / 6 / 20} + hours{11};  // 13:00 in Amsterdam
  EXPECT_EQ(titles(programmes_of(visitor("an"), done_, end - std::chrono::seconds{1})[0].sessions).front(),
            "Sessie 1; samen, sterk");
  EXPECT_EQ(titles(programmes_of(visitor("an"), done_, end)[0].sessions).front(), "Lunch");
  EXPECT_EQ(titles(programmes_of(visitor("an"), done_, date::sys_days{2024_y / 2 / 1})[0].sessions),
            Titles{});
}

TEST_F(PersonPageTest, WhatHasNoDateYetComesLast) {
  const auto sessions = programmes_of(visitor("bo"), done_, in_may)[0].sessions;  // library b has no intake
  EXPECT_EQ(titles(sessions), (Titles{"Sessie 1; samen, sterk", "Lunch", "Wrap-up", "Intake"}));
  EXPECT_TRUE(sessions[3].to_be_confirmed);
  EXPECT_EQ(sessions[3].when, "");
}

TEST_F(PersonPageTest, ShowsDeadlinesUntilTheyCountNoMore) {
  const auto may = programmes_of(visitor("an"), done_, in_may)[0].deadlines;
  EXPECT_EQ(titles(may), (Titles{"Scan <van> \"A & B\"", "Opdracht", "Lezen", "Verslag"}));
  EXPECT_EQ(may[0].due, "vrijdag 21 april 2023, 17.00 uur");
  EXPECT_EQ(may[0].library, "Bibliotheek A");
  EXPECT_TRUE(may[0].past);
  EXPECT_EQ(may[1].due, "dinsdag 13 juni 2023");
  EXPECT_EQ(may[1].library, "");
  EXPECT_FALSE(may[1].past);
  EXPECT_EQ(may[2].path, "");
  EXPECT_TRUE(may[3].cancelled);
  EXPECT_EQ(may[3].path, "");
  // What was only to be read, or is cancelled, goes when its day has passed; what is missing stays.
  EXPECT_EQ(titles(programmes_of(visitor("an"), done_, date::sys_days{2023_y / 10 / 1})[0].deadlines),
            (Titles{"Scan <van> \"A & B\"", "Opdracht"}));
}

TEST_F(PersonPageTest, ADayIsPastWhenItsLastMinuteIs) {
  const Instant midnight = date::sys_days{2023_y / 6 / 13} + hours{22};  // in Amsterdam
  EXPECT_FALSE(deadline("an", "opdracht", midnight - std::chrono::seconds{1}).past);
  EXPECT_TRUE(deadline("an", "opdracht", midnight).past);
  const Instant five = date::sys_days{2023_y / 4 / 21} + hours{15};
  EXPECT_FALSE(deadline("an", "scan", five - std::chrono::seconds{1}).past);
  EXPECT_TRUE(deadline("an", "scan", five).past);
}

TEST_F(PersonPageTest, AHandInIsThePersonsOrTheLibrarys) {
  hand_in("opdracht", "an", date::sys_days{2023_y / 6 / 1} + hours{22});
  hand_in("scan", "a", date::sys_days{2023_y / 4 / 20});
  EXPECT_EQ(deadline("an", "opdracht", in_may).done_since, "vrijdag 2 juni 2023");  // local
  EXPECT_EQ(deadline("bo", "opdracht", in_may).done_since, "");
  EXPECT_EQ(deadline("an", "scan", in_may).done_since, "donderdag 20 april 2023");
  EXPECT_EQ(deadline("mo", "scan", in_may, Language::en).done_since, "Thursday 20 April 2023");
  EXPECT_EQ(deadline("bo", "scan", in_may).done_since, "");
}

TEST_F(PersonPageTest, NamesOnlyWhatTheVisitorHandsIn) {
  const auto at = [&](const std::string& id, const DeadlineName& name) {
    return deadline_at(name, visitor(id), done_, in_may);
  };
  const auto scan = at("mo", {"voorbeeld-2023", "scan", ""});
  ASSERT_TRUE(scan);
  EXPECT_EQ(scan->hand_in, (programme::HandInRecord{"voorbeeld-2023", "scan", "", "a"}));
  EXPECT_EQ(at("an", {"voorbeeld-2023", "opdracht", ""})->hand_in,
            (programme::HandInRecord{"voorbeeld-2023", "opdracht", "", "an"}));
  EXPECT_FALSE(at("mo", {"voorbeeld-2023", "opdracht", ""}));  // not for managers
  for (const char* activity : {"lezen", "sessie", "intake", "niets"})
    EXPECT_FALSE(at("an", {"voorbeeld-2023", activity, ""})) << activity;
  EXPECT_FALSE(at("an", {"voorbeeld-2022", "opdracht", ""}));
  EXPECT_FALSE(at("an", {"voorbeeld-2023", "opdracht", "a"}));
}

TEST_F(PersonPageTest, ADeadlineOfALibraryHasItInItsAddress) {
  auto programme = example::programme_with_hand_ins();
  auto report = example::activity(
      "na-intake", programme::ActivityKind::assignment, "Na de intake",
      programme::DueRelative{3, programme::DayUnit::days, programme::Side::after, "intake", {}});
  report.hand_in = programme::HandIn::person;
  programme.activities.push_back(report);
  people_ = example::snapshot({programme})->people;
  const auto at = [&](const std::string& library) {
    return deadline_at({"voorbeeld-2023", "na-intake", library}, visitor("an"), done_, in_may);
  };
  ASSERT_TRUE(at("a"));
  EXPECT_EQ(at("a")->hand_in, (programme::HandInRecord{"voorbeeld-2023", "na-intake", "a", "an"}));
  EXPECT_EQ(at("a")->view.path, feeds::hand_in_path(token, "voorbeeld-2023", "na-intake", "a"));
  EXPECT_EQ(at("a")->view.due, "vrijdag 12 mei 2023");
  EXPECT_FALSE(at("b")) << "another library's";
  EXPECT_FALSE(at(""));
  const auto all = hand_ins_of(visitor("an"));
  EXPECT_NE(std::find(all.begin(), all.end(), at("a")->hand_in), all.end());
}

TEST_F(PersonPageTest, APersonInTwoProgrammesSeesBoth) {
  auto other = example::programme_with_hand_ins();
  other.id = "ander-2023";
  other.title = {"Ander traject", "Another programme"};
  people_ = example::snapshot({example::programme_with_hand_ins(), other})->people;
  const std::string html = render(overview("an", in_may));
  EXPECT_TRUE(has(html, "<h2>Werktraject voorbeeld</h2>"));
  EXPECT_TRUE(has(html, "<h2>Ander traject</h2>"));
  EXPECT_TRUE(has(html, "action=\"/p/" + token + "/klaar/ander-2023/opdracht\""));
}

TEST_F(PersonPageTest, IsWholeInBothLanguages) {
  hand_in("scan", "a", date::sys_days{2023_y / 4 / 20});
  expect_golden("web/my_page_nl.html", render(overview("an", in_may)));
  expect_golden("web/my_page_en.html", render(overview("an", in_may, Language::en)));
}

TEST_F(PersonPageTest, AsksWhetherItIsDone) {
  const std::string open = render(HandInPage{frame(), deadline("an", "opdracht", in_may)});
  EXPECT_TRUE(has(open, "<h1>Klaar met Opdracht?</h1>"));
  EXPECT_TRUE(has(open, "Uiterlijk dinsdag 13 juni 2023"));
  EXPECT_TRUE(has(open, "Nog niet ingeleverd"));
  EXPECT_TRUE(has(open, "value=\"ingeleverd\"><button>Klaar</button>"));
  EXPECT_FALSE(has(open, "Toch niet klaar"));
  EXPECT_FALSE(has(open, "uw bibliotheek"));

  const Instant later = date::sys_days{2023_y / 6 / 15};
  EXPECT_TRUE(
      has(render(HandInPage{frame(), deadline("an", "opdracht", later)}), "Te laat: nog niet ingeleverd"));

  hand_in("opdracht", "an", in_may);
  const std::string done = render(HandInPage{frame(), deadline("an", "opdracht", later)});
  EXPECT_TRUE(has(done, "<h1>Ingeleverd: Opdracht</h1>"));
  EXPECT_TRUE(has(done, "✓ Ingeleverd op dinsdag 2 mei 2023"));
  EXPECT_TRUE(has(done, "value=\"open\"><button class=\"quiet\">Toch niet klaar</button>"));
  EXPECT_FALSE(has(done, "Te laat"));
}

TEST_F(PersonPageTest, SaysForWhomALibraryHandsIn) {
  const std::string html = render(HandInPage{frame(), deadline("bo", "scan", in_may)});
  EXPECT_TRUE(has(html, "Voor uw bibliotheek: Bibliotheek B"));
  EXPECT_TRUE(has(html, "dan geldt het voor iedereen van Bibliotheek B."));
}

TEST_F(PersonPageTest, EscapesWhatPeopleWrote) {
  for (const std::string& html :
       {render(overview("an", in_may)), render(HandInPage{frame(), deadline("an", "scan", in_may)})}) {
    EXPECT_FALSE(has(html, "<van>"));
    EXPECT_TRUE(has(html, "Scan &lt;van&gt; &quot;A &amp; B&quot;"));
  }
}

TEST_F(PersonPageTest, ShowsWhichRemindersAreWanted) {
  const std::string html =
      render(RemindersPage{.frame = frame(), .wanted = {true, false, true}, .saved = true});
  EXPECT_TRUE(has(html, "value=\"sessions\" checked> bijeenkomsten"));
  EXPECT_TRUE(has(html, "value=\"deadlines\"> opdrachten en deadlines"));
  EXPECT_TRUE(has(html, "value=\"general\" checked>"));
  EXPECT_TRUE(has(html, "✓ Uw keuze is bewaard."));
  EXPECT_FALSE(has(render(RemindersPage{.frame = frame()}), "bewaard"));
}

TEST_F(PersonPageTest, StopsOneTopic) {
  StopPage page{
      .frame = frame(), .topic = Topic::deadlines, .path = feeds::stop_path(token, Topic::deadlines)};
  EXPECT_TRUE(has(render(page), "<h1>Geen herinneringen meer over opdrachten en deadlines?</h1>"));
  EXPECT_TRUE(has(render(page), "action=\"/p/" + token + "/stop/deadlines\""));
  page.stopped = true;
  EXPECT_TRUE(has(render(page), "U krijgt geen herinneringen meer over opdrachten en deadlines."));
  EXPECT_FALSE(has(render(page), "<form"));
  EXPECT_EQ(stopped_in_words(Topic::sessions, Language::en),
            "You will get no more reminders about sessions.");
}

TEST_F(PersonPageTest, NeedsNoScriptAndNoInlineStyle) {
  const std::string pages[] = {
      render(overview("an", in_may)), render(HandInPage{frame(), deadline("an", "scan", in_may)}),
      render(RemindersPage{.frame = frame()}), render(StopPage{.frame = frame(), .path = "/"}),
      render(ObstaclePage{frame(), Obstacle::no_page})};
  for (const std::string& html : pages) {
    for (const char* forbidden : {"<script", "style=", "onclick", "http-equiv", "{{", "}}", "<img"})
      EXPECT_FALSE(has(html, forbidden)) << forbidden;
    EXPECT_TRUE(has(html, "<html lang=\"nl\">"));
  }
}

TEST_F(PersonPageTest, EveryObstacleHasItsSentence) {
  std::set<std::string> pages;
  for (const Obstacle obstacle : {Obstacle::no_page, Obstacle::not_yours, Obstacle::cancelled,
                                  Obstacle::not_understood, Obstacle::from_elsewhere, Obstacle::too_often}) {
    pages.insert(render(ObstaclePage{frame(), obstacle}));
    EXPECT_TRUE(has(render(ObstaclePage{frame(Language::en), obstacle}), "To my page</a>"));
  }
  EXPECT_EQ(pages.size(), 6U);
}

TEST(PersonWords, AreThereOnceInBothLanguages) {
  std::set<std::string> keys;
  for (const PageWord& word : person_words()) {
    EXPECT_TRUE(keys.insert(word.key).second) << word.key;
    EXPECT_NE(word.text.nl, "") << word.key;
    EXPECT_NE(word.text.en, "") << word.key;
  }
}

TEST(PersonWords, HaveWhatTheTemplatesName) {
  std::set<std::string> keys;
  for (const PageWord& word : person_words()) keys.insert(word.key);
  std::set<std::string> named;
  static const std::regex name(R"(\{\{t\.(\w+)\}\})");
  for (const std::string_view part : {pages::head, pages::to_overview, pages::overview, pages::facts,
                                      pages::hand_in, pages::reminders, pages::stop, pages::obstacle}) {
    const std::string text{part};
    for (std::sregex_iterator match(text.begin(), text.end(), name), end; match != end; ++match)
      named.insert((*match)[1]);
  }
  EXPECT_EQ(named, keys);
}

}  // namespace person_page_test
}  // namespace web
