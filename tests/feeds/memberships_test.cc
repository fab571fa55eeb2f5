// SPDX-License-Identifier: Apache-2.0
#include "service/feeds/memberships.h"

#include <gtest/gtest.h>

#include <string>

#include "tests/support/example.h"

namespace feeds {
namespace {

using Strings = std::vector<std::string>;

/// "bo of voorbeeld-2023", in their order.
Strings in_words(const std::vector<Membership>& memberships) {
  Strings words;
  for (const Membership& each : memberships)
    words.push_back(each.person->id + " of " + each.part->programme->id);
  return words;
}

TEST(Memberships, GoByPersonThenByProgramme) {
  auto first = example::programme();
  auto second = example::programme();
  second.id = "vervolg-2024";
  second.people = {example::person("zo", "a", "deelnemer"), example::person("bo", "b", "manager"),
                   example::person("al", "b", "deelnemer")};
  const std::vector programmes{first, second};
  const Timetable timetable{programmes};
  EXPECT_EQ(in_words(memberships_of(timetable)),
            (Strings{"al of vervolg-2024", "an of voorbeeld-2023", "bo of voorbeeld-2023",
                     "bo of vervolg-2024", "mo of voorbeeld-2023", "zo of vervolg-2024"}));
}

TEST(Memberships, EntriesAreThoseForAllAndOfTheirOwnLibrary) {
  const std::vector programmes{example::programme()};
  const Timetable timetable{programmes};
  const auto entries_of = [&](const Membership& membership) {
    Strings ids;
    for_each_entry(timetable, membership, [&](std::uint32_t entry, const programme::Occurrence& occurrence) {
      EXPECT_EQ(timetable.entries()[entry].occurrence, &occurrence);
      ids.push_back(occurrence.activity->id);
    });
    return ids;
  };
  const auto everybody = memberships_of(timetable);
  ASSERT_EQ(everybody.size(), 3U);
  EXPECT_EQ(entries_of(everybody[0]), (Strings{"opdracht", "sessie", "lunch", "wrap-up", "intake"}));
  EXPECT_EQ(entries_of(everybody[1]), (Strings{"opdracht", "sessie", "lunch", "wrap-up"}));  // no date yet
  EXPECT_EQ(entries_of(everybody[2]), (Strings{"intake"}));  // what managers take part in
}

}  // namespace
}  // namespace feeds
