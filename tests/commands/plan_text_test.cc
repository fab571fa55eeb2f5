// SPDX-License-Identifier: Apache-2.0
//
// What a coordinator reads before publishing: twelve changes to the sample programme, each as the edit of a
// file.
#include "service/commands/plan_text.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "service/publishing/change_plan.h"
#include "tests/support/edited_sample.h"
#include "tests/support/golden.h"

namespace commands {
namespace {

using example::Edit;
using example::Edits;

struct Change {
  const char* name;  ///< Of the goldens.
  const char* now;   ///< UTC.
  Edits first;       ///< What was published.
  Edits then;        ///< What is in the folder.
};

void PrintTo(const Change& change, std::ostream* out) { *out << change.name; }

programme::Instant instant(const char* text) {
  programme::Instant result;
  std::istringstream in(text);
  in >> date::parse("%FT%H:%MZ", result);
  return result;
}

std::shared_ptr<const feeds::Timetables> timetables(std::vector<programme::Programme> programmes) {
  return std::make_shared<const feeds::Timetables>(std::move(programmes));
}

/// Some rules of the sample are for coordinators.
const std::vector<programme::Coordinator> one_coordinator{
    {"Coördinator", "coordinator@example.org", "coordinator@example.org", programme::Language::nl}};

publishing::ChangePlan planned(const Change& change) {
  return publishing::make_plan(timetables(example::edited_sample(change.first)),
                               timetables(example::edited_sample(change.then)), instant(change.now),
                               {.coordinators = one_coordinator});
}

class PlanText : public testing::TestWithParam<Change> {};

TEST_P(PlanText, SaysWhatPublishingWouldDo) {
  const publishing::ChangePlan plan = planned(GetParam());
  const std::string name = std::string("plan/") + GetParam().name;
  expect_golden(name + ".nl.txt", plan_text(plan, programme::Language::nl, false));
  expect_golden(name + ".en.txt", plan_text(plan, programme::Language::en, false));
}

const char* const recap =
    "[[activity]]\nid = \"terugkomdag\"\nkind = \"other\"\ntitle = { nl = \"Terugkomdag\", en = \"Recap "
    "day\" }\n"
    "date = 2024-04-09\ntime = \"10:00-12:00\"\nplace = \"Amersfoort\"\nfor = [\"participants\"]\n\n"
    "[[reminder]]\nid = \"welkom\"";
const Edit with_recap{"programme.toml", "[[reminder]]\nid = \"welkom\"", recap};
const Edit cancel_session_3{
    "programme.toml", "date = 2023-11-16",
    "cancelled = { nl = \"te weinig aanmeldingen\", en = \"too few participants\" }\ndate = 2023-11-16"};
const Edit with_newcomer{"people.csv", "eemland-basis;",
                         "eemland-nieuw;Nieuwe Deelnemer, Bibliotheek "
                         "Eemland;nieuw.eemland@example.org;eemland;jeugd-educatie;;;\n"
                         "eemland-basis;"};

INSTANTIATE_TEST_SUITE_P(
    Sample, PlanText,
    testing::Values(
        Change{"move-a-session",
               "2023-09-14T08:00Z",
               {},
               {{"programme.toml", "date = 2023-09-19", "date = 2023-10-03"}}},
        Change{"move-a-session-near",
               "2023-08-23T08:00Z",
               {},
               {{"programme.toml", "date = 2023-09-19", "date = 2023-09-05"}}},
        Change{"plan-an-intake",
               "2023-05-02T08:00Z",
               {},
               {{"libraries.csv", "Lek & IJssel;;;", "Lek & IJssel;17-5-2023;10:00;"}}},
        Change{"switch-to-invitations",
               "2023-08-14T08:00Z",
               {},
               {{"people.csv", "vanaf;tot\n", "vanaf;tot;agenda\n"},
                {"people.csv", "jeugd.eemland@example.org;eemland;jeugd-educatie;;;",
                 "jeugd.eemland@example.org;eemland;jeugd-educatie;;;;uitnodigingen"}}},
        Change{"confirm-the-wrap-up",
               "2023-11-20T08:00Z",
               {},
               {{"programme.toml", "date = \"2024-01\"", "date = 2024-01-16\ntime = \"15:00-16:30\""}}},
        Change{"cancel-a-session", "2023-11-14T08:00Z", {}, {cancel_session_3}},
        Change{"reinstate-a-session", "2023-10-23T08:00Z", {cancel_session_3}, {}},
        Change{"remove-an-activity", "2023-11-20T08:00Z", {with_recap}, {}},
        Change{"rename-a-session",
               "2023-08-14T08:00Z",
               {},
               {{"programme.toml",
                 "title = { nl = \"Werksessie 2 – Externe samenwerking\", en = \"Work session 2 – Working "
                 "together with partners\" }",
                 "title = { nl = \"Werksessie 2 – Samen met partners\", en = \"Work session 2 – With your "
                 "partners\" }"}}},
        Change{"relocate-a-session",
               "2023-08-14T08:00Z",
               {},
               {{"programme.toml", "date = 2023-09-19\ntime = \"10:00-13:00\"\nplace = \"locatie volgt\"",
                 "date = 2023-09-19\ntime = \"10:00-13:00\"\nplace = \"Bibliotheek Utrecht, Neude 11\""}}},
        Change{"shorten-a-session",
               "2023-08-14T08:00Z",
               {},
               {{"programme.toml", "date = 2023-09-19\ntime = \"10:00-13:00\"",
                 "date = 2023-09-19\ntime = \"10:00-12:30\""}}},
        Change{"add-a-person", "2023-08-14T08:00Z", {}, {with_newcomer}},
        Change{"a-person-leaves",
               "2023-08-14T08:00Z",
               {},
               {{"people.csv", "jeugd.idea@example.org;idea;jeugd-educatie;;;",
                 "jeugd.idea@example.org;idea;jeugd-educatie;;;1-9-2023"}}},
        Change{"a-person-changes-role",
               "2023-08-14T08:00Z",
               {},
               {{"people.csv", "basis.avv@example.org;avv;basisvaardigheden-taalhuis",
                 "basis.avv@example.org;avv;manager"}}},
        Change{"a-person-changes-language",
               "2023-08-14T08:00Z",
               {},
               {{"people.csv", "basis.avv@example.org;avv;basisvaardigheden-taalhuis;;",
                 "basis.avv@example.org;avv;basisvaardigheden-taalhuis;en;"}}},
        Change{"the-programme-is-renamed",
               "2023-08-14T08:00Z",
               {},
               {{"programme.toml", "title = { nl = \"Werktraject gezinsaanpak\"",
                 "title = { nl = \"Werktraject samen lezen\""}}},
        Change{"a-library-is-renamed",
               "2023-04-24T08:00Z",
               {},
               {{"libraries.csv", "Bibliotheek Idea", "Bibliotheek Idea Zeist"}}},
        Change{"a-library-withdraws",
               "2023-05-02T08:00Z",
               {},
               {{"libraries.csv", "idea;Bibliotheek Idea;11-5-2023;09:30;\n", ""},
                {"people.csv",
                 "idea-jeugd;Deelnemer Jeugd & Educatie, Bibliotheek "
                 "Idea;jeugd.idea@example.org;idea;jeugd-educatie;;;\n",
                 ""},
                {"people.csv",
                 "idea-basis;Deelnemer Basisvaardigheden, Bibliotheek "
                 "Idea;basis.idea@example.org;idea;basisvaardigheden-taalhuis;;;\n",
                 ""},
                {"people.csv",
                 "idea-manager;Manager Educatie, Bibliotheek Idea;manager.idea@example.org;idea;manager;;;\n",
                 ""}}}),
    [](const auto& change) {
      std::string name = change.param.name;
      std::replace(name.begin(), name.end(), '-', '_');
      return name;
    });

const Change move_session_2{
    "", "2023-09-14T08:00Z", {}, {{"programme.toml", "date = 2023-09-19", "date = 2023-10-03"}}};

TEST(Plan, IsJsonToo) {
  const publishing::ChangePlan plan = planned(move_session_2);
  expect_golden("plan/move-a-session.json", publishing::plan_json(plan));
  EXPECT_EQ(nlohmann::json::parse(publishing::difference_json(plan)),
            nlohmann::json::parse(publishing::plan_json(plan)).at("programmes"));
}

TEST(Plan, HasColourOnlyWhenAsked) {
  const publishing::ChangePlan plan = planned(move_session_2);
  const std::string plain = plan_text(plan, programme::Language::nl, false);
  std::string coloured = plan_text(plan, programme::Language::nl, true);
  EXPECT_EQ(plain.find('\033'), std::string::npos);
  EXPECT_NE(coloured.find("\033[33mWerksessie 2"), std::string::npos);
  for (auto at = coloured.find('\033'); at != std::string::npos; at = coloured.find('\033'))
    coloured.erase(at, coloured.find('m', at) - at + 1);
  EXPECT_EQ(coloured, plain);
}

TEST(Plan, OfNothingSaysSo) {
  const publishing::ChangePlan plan =
      planned({"", "2023-09-14T08:00Z", {}, {{"programme.toml", "hours = 2.25 ", "hours = 2.25 # "}}});
  EXPECT_TRUE(plan.empty());
  EXPECT_EQ(plan_text(plan, programme::Language::nl, false), "Er verandert niets.\n");
  EXPECT_EQ(plan_text(plan, programme::Language::en, false), "Nothing changes.\n");
}

TEST(Plan, OfANewProgrammeIsOneBlock) {
  const auto sample = example::edited_sample({});
  const publishing::ChangePlan plan = publishing::make_plan(
      timetables({}), timetables(sample), instant("2023-03-01T08:00Z"), {.coordinators = one_coordinator});
  expect_golden("plan/a-new-programme.nl.txt", plan_text(plan, programme::Language::nl, false));
  const publishing::ChangePlan back =
      publishing::make_plan(timetables(sample), timetables({}), instant("2023-03-01T08:00Z"));
  EXPECT_EQ(back.feeds.size(), 25U);
  EXPECT_EQ(back.feeds.front().effect, feeds::FeedEffect::ended);
}

TEST(Plan, NamesRulesThatReachNobody) {
  const auto sample = example::edited_sample({});
  const publishing::ChangePlan plan =
      publishing::make_plan(timetables({}), timetables(sample), instant("2023-03-01T08:00Z"));
  const std::string reason = "niemand heeft een rol uit \"to\" en doet mee";
  EXPECT_NE(plan_text(plan, programme::Language::nl, false)
                .find("  Bereikt niemand:\n    intake-nog-niet-gepland: 0 ontvangers; " + reason),
            std::string::npos);
  EXPECT_NE(publishing::plan_json(plan).find("\"reason\": \"nobody\""), std::string::npos);
}

TEST(Plan, OwnsWhatItPointsInto) {
  publishing::ChangePlan copy;
  {
    const publishing::ChangePlan plan = planned(move_session_2);
    copy = plan;
  }
  EXPECT_EQ(publishing::plan_json(copy), publishing::plan_json(planned(move_session_2)));
}

}  // namespace
}  // namespace commands
