// SPDX-License-Identifier: Apache-2.0
#include "service/changes/affected.h"

#include <gtest/gtest.h>

#include "tests/changes/difference_sample.h"

namespace changes {
namespace {

using namespace sample;

/// "utrecht-basis: werksessie-2, lunch-2"; with what comes and goes through the person's own change.
Lines concerns_of(const Difference& difference) {
  Lines lines;
  for (const Affected& concern : affected_people(difference)) {
    std::string text = concern.latest().id + ":";
    for (const auto index : concern.changes) text += " " + difference.occurrences[index].activity;
    for (const programme::Occurrence* occurrence : concern.gained) text += " +" + occurrence->activity->id;
    for (const programme::Occurrence* occurrence : concern.lost) text += " -" + occurrence->activity->id;
    lines.push_back(text);
  }
  return lines;
}

Lines mailed(const Difference& difference, const char* today) {
  Lines ids;
  for (const Affected& concern : affected_people(difference))
    if (gets_mail(concern, difference, day(today))) ids.push_back(concern.latest().id);
  return ids;
}

TEST(Concerned, OneLibraryForItsIntake) {
  const Versions versions({plan_intake()});
  EXPECT_EQ(concerns_of(versions.difference),
            (Lines{"lek-ijssel-basis: intake", "lek-ijssel-jeugd: intake", "lek-ijssel-manager: intake"}));
  EXPECT_EQ(mailed(versions.difference, "2023-05-01"),
            (Lines{"lek-ijssel-basis", "lek-ijssel-jeugd", "lek-ijssel-manager"}));
}

TEST(Concerned, ParticipantsAndNoManagersForASession) {
  const Versions versions({move_session_2()});
  const Lines found = concerns_of(versions.difference);
  ASSERT_EQ(found.size(), 12U);
  EXPECT_EQ(found.front(), "avv-basis: voorbereiding-2 werksessie-2 lunch-2 tussenopdracht-2");
}

TEST(Concerned, WhoeverGetsSomethingAndWhoeverLosesIt) {
  const std::string january = "date = \"2024-01\"\nplace = \"online, link volgt\"\n";
  const Versions versions({toml(january + "for = [\"participants\"]\nhours = 1.5 ",
                                january + "for = [\"managers\"]\nhours = 1.5 ")});
  EXPECT_EQ(affected_people(versions.difference).size(), 18U);
}

TEST(Concerned, APersonWithAnotherRoleByWhatComesAndGoes) {
  const Edit to_manager =
      people("jeugd.idea@example.org;idea;jeugd-educatie;;;", "jeugd.idea@example.org;idea;manager;;;");
  const Versions versions({to_manager});
  EXPECT_EQ(concerns_of(versions.difference),
            (Lines{"idea-jeugd: -kick-off -lunch-1 -lunch-2 -lunch-3 -tussenopdracht-1 -tussenopdracht-2 "
                   "-voorbereiding-1 "
                   "-voorbereiding-2 -voorbereiding-3 -werksessie-1 -werksessie-2 -werksessie-3 -wrap-up"}));
  EXPECT_EQ(mailed(versions.difference, "2023-05-01"), Lines{"idea-jeugd"});
}

TEST(Concerned, NobodyIsMailedAboutJoiningLeavingOrANewAddress) {
  const Versions versions(
      {people("jeugd.idea@example.org;idea;jeugd-educatie;;;",
              "jongeren.idea@example.org;idea;jeugd-educatie;;;"),
       people("eemland-basis;",
              "eemland-nieuw;Nieuw;nieuw@example.org;eemland;jeugd-educatie;;;\neemland-basis;"),
       people("avv-jeugd;Deelnemer Jeugd & Educatie, Bibliotheek "
              "AVV;jeugd.avv@example.org;avv;jeugd-educatie;;;\n",
              "")});
  EXPECT_EQ(affected_people(versions.difference).size(), 3U);
  EXPECT_EQ(mailed(versions.difference, "2023-05-01"), Lines{});
}

TEST(Concerned, NobodyIsMailedTwiceThatSomethingIsOff) {
  const Edit off = toml("date = 2023-05-23\n", "cancelled = \"ziek\"\ndate = 2023-05-23\n");
  programme::Programme before = example::edited_sample({off}).at(0);
  programme::Programme after = before;
  std::erase_if(after.activities,
                [](const programme::Activity& activity) { return activity.id == "kick-off"; });
  const Versions taken_out(before, after);
  ASSERT_EQ(taken_out.difference.occurrences.size(), 1U);
  EXPECT_TRUE(is_minor(taken_out.difference.occurrences[0]));
  EXPECT_EQ(mailed(taken_out.difference, "2023-05-01"), Lines{});
  EXPECT_EQ(mailed(Versions({off}).difference, "2023-05-01").size(), 12U);
}

TEST(Concerned, NobodyIsMailedAboutWhatIsOver) {
  const Versions versions(
      {toml("date = 2023-05-23\ntime = \"15:00-16:30\"", "date = 2023-05-23\ntime = \"15:00-16:00\"")});
  EXPECT_EQ(mailed(versions.difference, "2023-05-23").size(), 12U);
  EXPECT_EQ(mailed(versions.difference, "2023-05-24"), Lines{});
}

TEST(Concerned, WhoHasLeftByThenIsNotMailed) {
  const Edit leaves = people("jeugd.idea@example.org;idea;jeugd-educatie;;;",
                             "jeugd.idea@example.org;idea;jeugd-educatie;;;20-9-2023");
  const Versions versions({leaves}, {leaves, move_session_2()});
  EXPECT_EQ(mailed(versions.difference, "2023-09-19").size(), 12U);
  EXPECT_EQ(mailed(versions.difference, "2023-09-20").size(), 11U);
}

TEST(Concerned, WhoGetsAnotherPeriodIsMailedWhatThatTakesOrBrings) {
  const std::string row = "jeugd.idea@example.org;idea;jeugd-educatie;;";
  const auto period = [&](const char* from, const char* until) {
    return people(row + ";", row + from + ";" + until);
  };
  const Versions leaves_later({period("", "20-9-2023")});
  EXPECT_EQ(mailed(leaves_later.difference, "2023-09-01"), Lines{"idea-jeugd"});
  EXPECT_EQ(mailed(leaves_later.difference, "2023-09-20"), Lines{}) << "has left by now";
  const Versions stays({period("", "20-9-2023")}, {});
  EXPECT_EQ(mailed(stays.difference, "2023-09-01"), Lines{"idea-jeugd"});
  const Versions begins_later({period("1-6-2023", "")});
  EXPECT_EQ(mailed(begins_later.difference, "2023-05-01"), Lines{"idea-jeugd"});
  EXPECT_EQ(mailed(begins_later.difference, "2023-06-01"), Lines{}) << "what it takes is over";
  const Versions beyond_the_last({period("", "1-12-2029")});
  EXPECT_EQ(mailed(beyond_the_last.difference, "2023-05-01"), Lines{}) << "nothing is taken";
}

struct Minor {
  const char* before;
  const char* after;
  bool minor;
};

class TitleChanges : public testing::TestWithParam<Minor> {};

TEST_P(TitleChanges, AreMinorWhenAFewLettersChange) {
  programme::Activity session = activity("sessie", on_day("2023-06-20 10:00-13:00"));
  session.title.nl = GetParam().before;
  const programme::Programme before = sample::programme({session});
  session.title.nl = GetParam().after;
  const Versions versions(before, sample::programme({session}));
  ASSERT_EQ(written(versions.difference), Lines{"sessie: renamed"});
  EXPECT_EQ(is_minor(versions.difference.occurrences.at(0)), GetParam().minor);
}

INSTANTIATE_TEST_SUITE_P(Concerned, TitleChanges,
                         testing::Values(Minor{"Werksesie 1", "Werksessie 1", true},
                                         Minor{"Werksessie 1 - start", "Werksessie 1 – start", true},
                                         Minor{"Werksessie 1", "Werksessie 2", false},
                                         Minor{"Werksessie 1", "Terugkomdag", false}));

}  // namespace
}  // namespace changes
