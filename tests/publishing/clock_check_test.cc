// SPDX-License-Identifier: Apache-2.0
#include "service/publishing/clock_check.h"

#include <gtest/gtest.h>

namespace publishing {
namespace {

using namespace date::literals;
using programme::Instant;
using std::chrono::hours;
using std::chrono::seconds;

const Instant built = date::sys_days{2026_y / 11 / 29};
const Instant published = date::sys_days{2027_y / 3 / 1};

TEST(ClockCheck, KnowsTheDayOfTheBuild) {
  EXPECT_GE(build_day(), Instant{date::sys_days{2026_y / 1 / 1}});
  EXPECT_LE(build_day(), std::chrono::system_clock::now());
}

TEST(ClockCheck, TakesATimeBetweenTheLatestRevisionAnd2087) {
  EXPECT_EQ(clock_problem(built, built, Instant{}), std::nullopt);
  EXPECT_EQ(clock_problem(published, built, published), std::nullopt);
  EXPECT_EQ(clock_problem(published - hours{24}, built, published), std::nullopt);
  EXPECT_EQ(clock_problem(date::sys_days{2087_y / 12 / 31}, built, published), std::nullopt);
}

TEST(ClockCheck, SaysWhyAClockCannotBeRight) {
  EXPECT_EQ(clock_problem(built - seconds{1}, built, Instant{})->en,
            "the clock of this machine says 2026-11-28, but this program was built later: 2026-11-29; "
            "nothing is published or mailed until it is right");
  EXPECT_EQ(clock_problem(date::sys_days{2088_y / 1 / 1}, built, Instant{})->nl,
            "de klok van deze machine staat op 2088-01-01, maar agenda's kunnen geen tijden na 2087 "
            "aan; er wordt niets gepubliceerd of gemaild tot zij goed staat");
  EXPECT_EQ(clock_problem(published - hours{24} - seconds{1}, built, published)->nl,
            "de klok van deze machine staat op 2027-02-27, maar de laatste versie is later gepubliceerd: "
            "2027-03-01 (liep de klok toen voor en staat zij nu goed, doe dan: traject publish --restored "
            "--now 2027-02-27T00:00); er wordt niets gepubliceerd of gemaild tot zij goed staat");
}

TEST(ClockCheck, LeavesATimeThatIsNotTheMachinesAlone) {
  EXPECT_EQ(clock_problem(date::sys_days{2023_y / 3 / 1}, Instant{}, published), std::nullopt);
}

}  // namespace
}  // namespace publishing
