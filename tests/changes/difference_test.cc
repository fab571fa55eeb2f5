// SPDX-License-Identifier: Apache-2.0
#include "service/changes/difference.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "tests/changes/difference_sample.h"

namespace changes {
namespace difference_test {

using namespace sample;

struct Case {
  const char* what;
  Edits first;  ///< Before the change.
  Edits then;   ///< After it.
  Lines expected;
};

void PrintTo(const Case& one, std::ostream* out) { *out << one.what; }

class EveryKind : public testing::TestWithParam<Case> {};

TEST_P(EveryKind, IsNamed) {
  const Versions versions(GetParam().first, GetParam().then);
  EXPECT_EQ(written(versions.difference), GetParam().expected);
}

std::string name_of(const testing::TestParamInfo<Case>& info) {
  std::string name = info.param.what;
  std::replace_if(
      name.begin(), name.end(), [](char c) { return (c < 'a' || c > 'z') && (c < '0' || c > '9'); }, '_');
  return name;
}

const char* const session_2 =
    "title = { nl = \"Werksessie 2 – Externe samenwerking\", en = \"Work session 2 – Working together with "
    "partners\" }";
const char* const wrap_up_day = "date = \"2024-01\"";
const char* const session_3_day = "date = 2023-11-16";
const char* const feedback =
    "[[activity]]\nid = \"terugkomdag\"\nkind = \"other\"\ntitle = \"Terugkomdag\"\ndate = 2024-04-09\n"
    "time = \"10:00-12:00\"\nfor = [\"participants\"]\n\n[[reminder]]\nid = \"welkom\"";

INSTANTIATE_TEST_SUITE_P(
    Difference, EveryKind,
    testing::Values(
        Case{"nothing", {}, {}, {}},
        Case{"only the planned hours", {}, {toml("hours = 2.25 ", "hours = 3 ")}, {}},
        Case{"a session moves and everything on it follows",
             {},
             {move_session_2()},
             {"voorbereiding-2: moved due 2023-09-12 → due 2023-09-19 (with werksessie-2)",
              "werksessie-2: moved 2023-09-19 10:00-13:00 → 2023-09-26 10:00-13:00",
              "lunch-2: moved 2023-09-19 13:00-13:45 → 2023-09-26 13:00-13:45 (with werksessie-2)",
              "tussenopdracht-2: moved due 2023-10-18 → due 2023-10-25 (with werksessie-2)"}},
        Case{"a session moves and its deadline is given a date of its own",
             {},
             {move_session_2(), toml("due = \"7 days before werksessie-2\"", "due = 2023-09-13")},
             {"voorbereiding-2: moved due 2023-09-12 → due 2023-09-13",
              "werksessie-2: moved 2023-09-19 10:00-13:00 → 2023-09-26 10:00-13:00",
              "lunch-2: moved 2023-09-19 13:00-13:45 → 2023-09-26 13:00-13:45 (with werksessie-2)",
              "tussenopdracht-2: moved due 2023-10-18 → due 2023-10-25 (with werksessie-2)"}},
        Case{"the time of a session moves within its day",
             {},
             {toml("date = 2023-05-23\ntime = \"15:00-16:30\"", "date = 2023-05-23\ntime = \"09:00-10:30\"")},
             {"kick-off: moved 2023-05-23 15:00-16:30 → 2023-05-23 09:00-10:30"}},
        Case{"a session is shortened and lunch is earlier",
             {},
             {toml("date = 2023-09-19\ntime = \"10:00-13:00\"", "date = 2023-09-19\ntime = \"10:00-12:30\"")},
             {"werksessie-2: shortened 2023-09-19 10:00-13:00 → 2023-09-19 10:00-12:30",
              "lunch-2: moved 2023-09-19 13:00-13:45 → 2023-09-19 12:30-13:15 (with werksessie-2)"}},
        Case{"a session is lengthened and starts earlier",
             {},
             {toml("date = 2023-05-23\ntime = \"15:00-16:30\"", "date = 2023-05-23\ntime = \"14:30-16:30\"")},
             {"kick-off: moved, lengthened 2023-05-23 15:00-16:30 → 2023-05-23 14:30-16:30"}},
        Case{"an intake is planned",
             {},
             {plan_intake()},
             {"intake@lek-ijssel: planned unplanned → 2023-05-17 10:00-10:45"}},
        Case{"an intake is planned somewhere in a month",
             {},
             {libraries("lek-ijssel;Bibliotheek Lek & IJssel;;;",
                        "lek-ijssel;Bibliotheek Lek & IJssel;2023-06;;")},
             {"intake@lek-ijssel: planned unplanned → somewhere in 2023-06-01/2023-06-30"}},
        Case{"a planned intake has no date any more",
             {plan_intake()},
             {},
             {"intake@lek-ijssel: unplanned 2023-05-17 10:00-10:45 → unplanned"}},
        Case{"one library moves its intake",
             {},
             {libraries("utrecht;Bibliotheek Utrecht;10-5-2023;14:00;",
                        "utrecht;Bibliotheek Utrecht;12-5-2023;14:00;")},
             {"intake@utrecht: moved 2023-05-10 14:00-14:45 → 2023-05-12 14:00-14:45"}},
        Case{"the wrap-up is confirmed",
             {},
             {confirm_wrap_up()},
             {"wrap-up: confirmed somewhere in 2024-01-01/2024-01-31 → 2024-01-16 15:00-16:30"}},
        Case{"the wrap-up is uncertain again",
             {confirm_wrap_up()},
             {},
             {"wrap-up: unconfirmed 2024-01-16 15:00-16:30 → somewhere in 2024-01-01/2024-01-31"}},
        Case{"what is to be confirmed moves to another month",
             {},
             {toml(wrap_up_day, "date = \"2024-02\"")},
             {"wrap-up: moved somewhere in 2024-01-01/2024-01-31 → somewhere in 2024-02-01/2024-02-29"}},
        Case{"a session is cancelled and its lunch with it",
             {},
             {cancel_session_3()},
             {"werksessie-3: cancelled", "lunch-3: cancelled (with werksessie-3)"}},
        Case{"a session is reinstated and its lunch with it",
             {cancel_session_3()},
             {},
             {"werksessie-3: reinstated", "lunch-3: reinstated (with werksessie-3)"}},
        Case{"another reason why it is off",
             {cancel_session_3()},
             {toml(session_3_day, "cancelled = \"ziekte\"\ndate = 2023-11-16")},
             {"werksessie-3: described", "lunch-3: described"}},
        Case{"an activity is added",
             {},
             {toml("[[reminder]]\nid = \"welkom\"", feedback)},
             {"terugkomdag: added 2024-04-09 10:00-12:00"}},
        Case{"an activity is removed",
             {toml("[[reminder]]\nid = \"welkom\"", feedback)},
             {},
             {"terugkomdag: removed 2024-04-09 10:00-12:00"}},
        Case{"a session is renamed",
             {},
             {toml(session_2, "title = \"Werksessie 2 – Samen met partners\"")},
             {"werksessie-2: renamed"}},
        Case{"only the english title is another",
             {},
             {toml("en = \"Wrap-up\"", "en = \"Closing session\"")},
             {"wrap-up: renamed"}},
        Case{"a session has a place",
             {},
             {toml("date = 2023-09-19", "online = \"https://example.org/sessie\"\ndate = 2023-09-19")},
             {"werksessie-2: relocated"}},
        Case{"one library has its own place",
             {},
             {libraries("eemland;Bibliotheek Eemland;9-5-2023;10:00;",
                        "eemland;Bibliotheek Eemland;9-5-2023;10:00;Eemplein")},
             {"intake@eemland: relocated"}},
        Case{"for managers as well",
             {},
             {toml(
                 "date = \"2024-01\"\nplace = \"online, link volgt\"\nfor = [\"participants\"]\nhours = 1.5 ",
                 "date = \"2024-01\"\nplace = \"online, link volgt\"\nfor = [\"everyone\"]\nhours = 1.5 ")},
             {"wrap-up: readdressed"}},
        Case{"a description",
             {},
             {toml("Digitale afsluiting van het werktraject.", "Digitale afsluiting, met taart.")},
             {"wrap-up: described"}},
        Case{"several things at once",
             {},
             {confirm_wrap_up(), toml("en = \"Wrap-up\"", "en = \"Closing session\"")},
             {"wrap-up: confirmed, renamed somewhere in 2024-01-01/2024-01-31 → 2024-01-16 15:00-16:30"}}),
    name_of);

INSTANTIATE_TEST_SUITE_P(
    PeopleAndLibraries, EveryKind,
    testing::Values(
        Case{"a person joins",
             {},
             {people("eemland-basis;",
                     "eemland-nieuw;Nieuwe "
                     "Deelnemer;nieuw@example.org;eemland;jeugd-educatie;;;\neemland-basis;")},
             {"person eemland-nieuw: joined"}},
        Case{"a person is taken off the list",
             {people("eemland-basis;",
                     "eemland-nieuw;Nieuwe "
                     "Deelnemer;nieuw@example.org;eemland;jeugd-educatie;;;\neemland-basis;")},
             {},
             {"person eemland-nieuw: left"}},
        Case{"a person has a last day",
             {},
             {people("jeugd.idea@example.org;idea;jeugd-educatie;;;",
                     "jeugd.idea@example.org;idea;jeugd-educatie;;;1-9-2023")},
             {"person idea-jeugd: left"}},
        Case{"a person comes back",
             {people("jeugd.idea@example.org;idea;jeugd-educatie;;;",
                     "jeugd.idea@example.org;idea;jeugd-educatie;;;1-9-2023")},
             {},
             {"person idea-jeugd: joined"}},
        Case{"a person leaves later than was thought",
             {people("jeugd.idea@example.org;idea;jeugd-educatie;;;",
                     "jeugd.idea@example.org;idea;jeugd-educatie;;;1-9-2023")},
             {people("jeugd.idea@example.org;idea;jeugd-educatie;;;",
                     "jeugd.idea@example.org;idea;jeugd-educatie;;;1-10-2023")},
             {"person idea-jeugd: period"}},
        Case{"a person has another role language and address",
             {},
             {people("jeugd.idea@example.org;idea;jeugd-educatie;;;",
                     "jongeren.idea@example.org;idea;manager;en;;")},
             {"person idea-jeugd: role, language, address"}},
        Case{"a person goes to another library under another name",
             {},
             {people("Deelnemer Jeugd & Educatie, Bibliotheek Idea;jeugd.idea@example.org;idea;",
                     "Deelnemer Jeugd;jeugd.idea@example.org;avv;")},
             {"person idea-jeugd: library, name"}},
        Case{
            "a library withdraws with its people",
            {},
            {libraries("idea;Bibliotheek Idea;11-5-2023;09:30;\n", ""),
             people("idea-jeugd;Deelnemer Jeugd & Educatie, Bibliotheek "
                    "Idea;jeugd.idea@example.org;idea;jeugd-educatie;;;\n",
                    ""),
             people("idea-basis;Deelnemer Basisvaardigheden, Bibliotheek "
                    "Idea;basis.idea@example.org;idea;basisvaardigheden-taalhuis;;;\n",
                    ""),
             people(
                 "idea-manager;Manager Educatie, Bibliotheek Idea;manager.idea@example.org;idea;manager;;;\n",
                 "")},
            {"library idea: withdrew", "intake@idea: removed 2023-05-11 09:30-10:15 (with its library)",
             "person idea-basis: left", "person idea-jeugd: left", "person idea-manager: left"}},
        Case{"a library joins",
             {},
             {libraries("avv;Bibliotheek AVV;",
                        "angstel;Bibliotheek Angstel;22-5-2023;10:00;\navv;Bibliotheek AVV;")},
             {"library angstel: added", "intake@angstel: added 2023-05-22 10:00-10:45 (with its library)"}},
        Case{"a library is renamed",
             {},
             {libraries("avv;Bibliotheek AVV;", "avv;Bibliotheek Angstel, Vecht en Venen;")},
             {"library avv: renamed"}}),
    name_of);

INSTANTIATE_TEST_SUITE_P(
    Programme, EveryKind,
    testing::Values(
        Case{"title contact and organiser",
             {},
             {toml("nl = \"Werktraject gezinsaanpak\"", "nl = \"Werktraject gezinsaanpak geletterdheid\""),
              toml("organiser = \"BiSC\"", "organiser = \"BiSC Utrecht\""),
              toml("contact = \"werktraject@example.org\"", "contact = \"gezinsaanpak@example.org\"")},
             {"programme: title, organiser, contact"}},
        Case{"a closed day that nothing hangs on",
             {},
             {toml("closed = [\"2023-12-27/2023-12-29\"]", "closed = [\"2023-12-25/2023-12-29\"]")},
             {"programme: closed"}},
        Case{"the words of a role",
             {},
             {toml("nl = \"Deelnemer Jeugd & Educatie\"", "nl = \"Deelnemer Jeugd\"")},
             {"programme: roles"}},
        Case{"reminder rules",
             {},
             {toml("when = \"14 days before at 09:00\"\nto = [\"participants\"]\nlate = \"2 days\"\ntemplate "
                   "= \"werksessie\"",
                   "when = \"10 days before at 09:00\"\nto = [\"participants\"]\nlate = \"2 days\"\ntemplate "
                   "= \"werksessie\""),
              toml("[[reminder]]\nid = \"welkom\"", "[[reminder]]\nid = \"vooraf\"")},
             {"rule vooraf: added", "rule welkom: removed", "rule werksessie-over-twee-weken: changed"}}),
    name_of);

TEST(Difference, FollowsAChainToEachNextLink) {
  const auto year = [](const char* session) {
    return sample::programme({activity("verslag", due("2 days after lunch")),
                              activity("lunch", programme::Follows{"sessie", programme::minutes{45}}),
                              activity("sessie", on_day(session))});
  };
  const Versions versions(year("2023-06-20 10:00-13:00"), year("2023-06-22 10:00-13:00"));
  EXPECT_EQ(written(versions.difference),
            (Lines{"sessie: moved 2023-06-20 10:00-13:00 → 2023-06-22 10:00-13:00",
                   "lunch: moved 2023-06-20 13:00-13:45 → 2023-06-22 13:00-13:45 (with sessie)",
                   "verslag: moved due 2023-06-22 → due 2023-06-24 (with lunch)"}));
}

TEST(Difference, FollowsEachLibraryOnItsOwn) {
  const auto year = [](const char* intake) {
    return sample::programme({activity("intake", programme::PerLibrary{programme::minutes{45}}),
                              activity("scan", due("7 days before intake"))},
                             {library("eemland", {{"intake", {on_day(intake), ""}}}),
                              library("utrecht", {{"intake", {on_day("2023-05-10 10:00-10:45"), ""}}})});
  };
  const Versions versions(year("2023-05-09 10:00-10:45"), year("2023-05-16 10:00-10:45"));
  EXPECT_EQ(written(versions.difference),
            (Lines{"scan@eemland: moved due 2023-05-02 → due 2023-05-09 (with intake)",
                   "intake@eemland: moved 2023-05-09 10:00-10:45 → 2023-05-16 10:00-10:45"}));
}

TEST(Difference, LetsALunchGoWhereItsSessionGoes) {
  const auto year = [](const char* place) {
    programme::Activity session = activity("sessie", on_day("2023-06-20 10:00-13:00"));
    session.place = place;
    return sample::programme(
        {session, activity("lunch", programme::Follows{"sessie", programme::minutes{45}})});
  };
  const Versions versions(year("Amersfoort"), year("Zeist"));
  EXPECT_EQ(written(versions.difference), (Lines{"sessie: relocated", "lunch: relocated (with sessie)"}));
}

TEST(Difference, OfANewProgrammeIsEverythingInIt) {
  const Versions versions(programme::Programme{}, example::edited_sample({}).at(0));
  EXPECT_EQ(versions.difference.programme, "gezinsaanpak-2023");
  EXPECT_EQ(joined(versions.difference.settings), "programme_added");
  EXPECT_EQ(versions.difference.occurrences.size(), versions.schedule_after.occurrences.size());
  EXPECT_EQ(versions.difference.people.size(), 18U);
  const Versions back(example::edited_sample({}).at(0), programme::Programme{});
  EXPECT_EQ(back.difference.programme, "gezinsaanpak-2023");
  EXPECT_EQ(joined(back.difference.settings), "programme_removed");
}

}  // namespace difference_test
}  // namespace changes
