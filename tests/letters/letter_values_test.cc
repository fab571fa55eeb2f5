// SPDX-License-Identifier: Apache-2.0
#include "service/letters/letter_values.h"

#include <gtest/gtest.h>

#include "tests/support/example.h"

namespace letters {
namespace {

using programme::Occurrence;
using programme::Schedule;

const Occurrence& find(const Schedule& schedule, const std::string& activity) {
  for (const Occurrence& occurrence : schedule.occurrences)
    if (occurrence.activity->id == activity) return occurrence;
  throw std::logic_error{"no " + activity};
}

class Surroundings : public testing::Test {
 protected:
  programme::Activity& activity(const std::string& id) {
    for (auto& candidate : programme_.activities)
      if (candidate.id == id) return candidate;
    throw std::logic_error{"no " + id};
  }

  programme::Programme programme_ = example::programme();
};

TEST_F(Surroundings, LunchFollowsTheSession) {
  const Schedule schedule = programme::schedule(programme_);
  EXPECT_EQ(lunch_after(schedule, find(schedule, "sessie")), &find(schedule, "lunch"));
  EXPECT_EQ(lunch_after(schedule, find(schedule, "intake")), nullptr);
}

TEST_F(Surroundings, CancelledLunchIsNone) {
  activity("lunch").cancelled = programme::Text{"geen zaal", ""};
  const Schedule schedule = programme::schedule(programme_);
  EXPECT_EQ(lunch_after(schedule, find(schedule, "sessie")), nullptr);
}

TEST_F(Surroundings, WhatFollowsIsNotAlwaysLunch) {
  activity("lunch").kind = programme::ActivityKind::other;
  const Schedule schedule = programme::schedule(programme_);
  EXPECT_EQ(lunch_after(schedule, find(schedule, "sessie")), nullptr);
}

TEST_F(Surroundings, PreparationHangsOnTheSessionAndComesBeforeIt) {
  const Schedule schedule = programme::schedule(programme_);
  const auto found = preparation_for(schedule, find(schedule, "sessie"), programme_.people[0]);
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0], &find(schedule, "opdracht"));
  EXPECT_TRUE(preparation_for(schedule, find(schedule, "intake"), programme_.people[0]).empty());
}

TEST_F(Surroundings, WhatComesAfterIsNoPreparation) {
  std::get<programme::DueRelative>(activity("opdracht").when).side = programme::Side::after;
  const Schedule schedule = programme::schedule(programme_);
  EXPECT_TRUE(preparation_for(schedule, find(schedule, "sessie"), programme_.people[0]).empty());
}

TEST_F(Surroundings, PreparationOfOthersIsLeftOut) {
  const Schedule schedule = programme::schedule(programme_);
  EXPECT_TRUE(preparation_for(schedule, find(schedule, "sessie"), programme_.people[2]).empty())
      << "a manager, whom the assignment is not for";
}

TEST_F(Surroundings, CancelledPreparationIsLeftOut) {
  activity("opdracht").cancelled = programme::Text{"te druk", ""};
  const Schedule schedule = programme::schedule(programme_);
  EXPECT_TRUE(preparation_for(schedule, find(schedule, "sessie"), programme_.people[0]).empty());
}

}  // namespace
}  // namespace letters
