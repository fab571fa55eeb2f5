// SPDX-License-Identifier: Apache-2.0
#include "service/programme/size.h"

#include <gtest/gtest.h>

#include "service/programme/reminders.h"
#include "service/programme/schedule.h"
#include "tests/programme/random_programme.h"

namespace programme {
namespace size_test {

TEST(Size, CountsEachLibraryOfWhatHangsOnItsDate) {
  Programme programme;
  programme.libraries.resize(7);
  programme.activities.resize(4);
  programme.activities[0].id = "lunch";
  programme.activities[0].when = Follows{"intake", {}};
  programme.activities[1].id = "intake";
  programme.activities[1].when = PerLibrary{};
  programme.activities[2].id = "opdracht";
  programme.activities[2].when = DueRelative{.activity = "lunch", .time = {}};
  programme.activities[3].id = "sessie";
  programme.reminders.resize(2);
  programme.reminders[0].activities = {"opdracht"};
  programme.reminders[0].repeat = Repeat{.every = 1, .at_most = 3};
  EXPECT_EQ(size_of(programme).occurrences, 22U);
  EXPECT_EQ(size_of(programme).moments, 29U);
}

TEST(Size, IsThatOfTheSchedule) {
  sample::Maker maker{7};
  for (int i = 0; i < 300; ++i) {
    const Programme programme = maker.make();
    const Schedule dates = schedule(programme);
    EXPECT_EQ(size_of(programme).occurrences, dates.occurrences.size());
    EXPECT_GE(size_of(programme).moments, moments(programme, dates).size());
  }
}

}  // namespace size_test
}  // namespace programme
