// SPDX-License-Identifier: Apache-2.0
#include "service/changes/change_warnings.h"

#include <gtest/gtest.h>

#include "tests/changes/difference_sample.h"

namespace changes {
namespace change_warnings_test {

using namespace sample;

programme::Instant at(const char* local) {
  return programme::to_instant(moment(local), *programme::find_zone("Europe/Amsterdam"));
}

/// "werksessie-2: short_notice 3 days"
std::string text_of(const ChangeWarning& warning) {
  if (warning.person != nullptr)
    return warning.former->id + ": " + std::string{to_string(warning.kind)} + " " + warning.person->id;
  std::string text = warning.activity + (warning.library.empty() ? "" : "@" + warning.library) + ": ";
  text += to_string(warning.kind);
  if (warning.holiday) text += " " + warning.holiday->nl;
  if (warning.other != nullptr) text += " " + warning.other->activity->id;
  if (!warning.other_programme.empty()) text += " of " + warning.other_programme;
  if (warning.people > 0) text += " " + std::to_string(warning.people) + " people";
  if (warning.kind == ChangeWarningKind::short_notice) text += " " + std::to_string(warning.days) + " days";
  return text;
}

Lines warnings_of(const std::vector<Difference>& differences, const char* now) {
  Lines lines;
  for (const ChangeWarning& warning : change_warnings(differences, at(now), 7))
    lines.push_back(text_of(warning));
  return lines;
}

struct Case {
  const char* what;
  const char* now;
  Edits edits;
  Lines expected;
};

void PrintTo(const Case& one, std::ostream* out) { *out << one.what; }

class ChangeWarnings : public testing::TestWithParam<Case> {};

TEST_P(ChangeWarnings, Are) {
  const Versions versions(GetParam().edits);
  EXPECT_EQ(warnings_of({versions.difference}, GetParam().now), GetParam().expected);
}

Edit session_3_on(const char* day) { return toml("date = 2023-11-16", std::string("date = ") + day); }

INSTANTIATE_TEST_SUITE_P(
    Plan, ChangeWarnings,
    testing::Values(Case{"nothing special", "2023-05-01 12:00", {move_session_2()}, {}},
                    Case{"on a holiday",
                         "2023-05-01 12:00",
                         {session_3_on("2023-12-26")},
                         {"werksessie-3: public_holiday Tweede Kerstdag"}},
                    Case{"on a saturday with a deadline that follows",
                         "2023-05-01 12:00",
                         {session_3_on("2023-11-18")},
                         {"voorbereiding-3: weekend", "werksessie-3: weekend"}},
                    Case{"on a closed day",
                         "2023-05-01 12:00",
                         {session_3_on("2023-12-28")},
                         {"werksessie-3: closed_day"}},
                    Case{"moved away the day before",
                         "2023-11-15 12:00",
                         {session_3_on("2023-12-14")},
                         {"werksessie-3: short_notice 1 days"}},
                    Case{"cancelled today",
                         "2023-11-16 08:00",
                         {cancel_session_3()},
                         {"werksessie-3: short_notice 0 days"}},
                    Case{"a week is notice enough", "2023-11-09 12:00", {cancel_session_3()}, {}},
                    Case{"moved into the past",
                         "2023-10-01 12:00",
                         {session_3_on("2023-09-28")},
                         {"voorbereiding-3: past", "werksessie-3: past"}},
                    Case{"a deadline moved into the past",
                         "2023-10-01 12:00",
                         {toml("due = \"7 days before werksessie-3\"", "due = 2023-09-28")},
                         {"voorbereiding-3: past"}},
                    Case{"a description the day before",
                         "2024-01-30 12:00",
                         {toml("Digitale afsluiting van het werktraject.", "Met taart.")},
                         {}}));

TEST(ChangeWarnings, SomebodyWhoIsThereUnderAnotherId) {
  const Versions other({people("idea-jeugd;", ";")});
  EXPECT_EQ(warnings_of({other.difference}, "2023-05-01 12:00"),
            Lines{"idea-jeugd: other_person_id jeugd.idea@example.org"});
  const Versions successor(
      {people("idea-jeugd;Deelnemer Jeugd & Educatie, Bibliotheek Idea;jeugd.idea@example.org",
              "idea-nieuw;Deelnemer Jeugd & Educatie, Bibliotheek Idea;nieuw.idea@example.org")});
  EXPECT_EQ(warnings_of({successor.difference}, "2023-05-01 12:00"), Lines{});
}

TEST(ChangeWarnings, AWholeProgrammeTakenAwayOfWhichSomethingIsToCome) {
  const programme::Programme sample = example::edited_sample({}).at(0);
  const Versions away(sample, programme::Programme{});
  EXPECT_EQ(warnings_of({away.difference}, "2023-11-17 12:00"), Lines{"wrap-up: removed 12 people"});
  EXPECT_EQ(warnings_of({away.difference}, "2024-02-01 12:00"), Lines{}) << "it is over";
}

TEST(ChangeWarnings, AnActivityTakenAwayThatPeopleHaveInTheirCalendars) {
  const std::string extra =
      "[[activity]]\nid = \"terugkomdag\"\nkind = \"other\"\ntitle = \"Terugkomdag\"\ndate = 2024-04-09\n"
      "time = \"10:00-12:00\"\nfor = [\"participants\"]\n\n[[reminder]]\nid = \"welkom\"";
  const Edit with = toml("[[reminder]]\nid = \"welkom\"", extra);
  const Versions away({with}, {});
  EXPECT_EQ(warnings_of({away.difference}, "2024-01-01 12:00"), Lines{"terugkomdag: removed 12 people"});
  EXPECT_EQ(warnings_of({away.difference}, "2024-04-10 12:00"), Lines{}) << "it is over";

  Edit renamed = with;
  renamed.to.replace(renamed.to.find("terugkomdag"), 11, "terugkomst");
  const Versions other({with}, {renamed});
  EXPECT_EQ(warnings_of({other.difference}, "2024-01-01 12:00"),
            Lines{"terugkomdag: other_id terugkomst 12 people"});
}

TEST(ChangeWarnings, PeopleWithTwoRolesOrTwoProgrammesAtTheSameTime) {
  const auto year = [](const std::string& id, const char* session) {
    programme::Programme of =
        sample::programme({activity("sessie", on_day(session)),
                           activity("lunch", programme::Follows{"sessie", programme::minutes{45}}),
                           activity("overleg", on_day("2023-06-22 12:00-14:00"), {"manager"})},
                          {library("a")});
    of.id = id;
    of.people = {person("an", "a", {"jeugd", "manager"}), person("bo", "a"), person("cas", "a", {"manager"})};
    return of;
  };
  const Versions one(year("een", "2023-06-20 10:00-12:30"), year("een", "2023-06-22 10:00-12:30"));
  EXPECT_EQ(warnings_of({one.difference}, "2023-05-01 12:00"),
            (Lines{"sessie: clash overleg of een 1 people", "lunch: clash overleg of een 1 people"}));

  const programme::Programme still = year("twee", "2023-06-22 09:00-10:30");
  const Versions other(still, still);
  EXPECT_EQ(warnings_of({one.difference, other.difference}, "2023-05-01 12:00"),
            (Lines{"sessie: clash sessie of twee 2 people", "sessie: clash lunch of twee 2 people",
                   "sessie: clash overleg of een 1 people", "sessie: clash overleg of twee 1 people",
                   "lunch: clash overleg of een 1 people", "lunch: clash overleg of twee 1 people"}));
}

}  // namespace change_warnings_test
}  // namespace changes
