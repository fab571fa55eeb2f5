// SPDX-License-Identifier: Apache-2.0
#include "service/programme/civil_time.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "tests/programme/sample.h"

namespace programme {
namespace civil_time_test {

using sample::moment;

std::string utc(const char* zone, const char* local) {
  return date::format("%FT%TZ", to_instant(moment(local), *find_zone(zone)));
}

struct Night {
  const char* zone;
  const char* local;
  LocalTimeKind kind;
  const char* utc;
  const char* shown;  ///< What the clock on the wall says then.
};

constexpr auto unique = LocalTimeKind::unique;
constexpr auto nonexistent = LocalTimeKind::nonexistent;
constexpr auto ambiguous = LocalTimeKind::ambiguous;

class LocalTimes : public testing::TestWithParam<Night> {};

TEST_P(LocalTimes, HaveOneInstant) {
  const Night& night = GetParam();
  const date::time_zone& zone = *find_zone(night.zone);
  EXPECT_EQ(kind_of(moment(night.local), zone), night.kind) << night.local;
  EXPECT_EQ(utc(night.zone, night.local), night.utc) << night.local;
  EXPECT_EQ(to_local(to_instant(moment(night.local), zone), zone), moment(night.shown)) << night.local;
}

INSTANTIATE_TEST_SUITE_P(
    CivilTime, LocalTimes,
    testing::Values(
        Night{"Europe/Amsterdam", "2026-01-15 12:00", unique, "2026-01-15T11:00:00Z", "2026-01-15 12:00"},
        Night{"Europe/Amsterdam", "2026-07-15 12:00", unique, "2026-07-15T10:00:00Z", "2026-07-15 12:00"},
        // The night in March.
        Night{"Europe/Amsterdam", "2026-03-29 01:59", unique, "2026-03-29T00:59:00Z", "2026-03-29 01:59"},
        Night{"Europe/Amsterdam", "2026-03-29 02:00", nonexistent, "2026-03-29T01:00:00Z",
              "2026-03-29 03:00"},
        Night{"Europe/Amsterdam", "2026-03-29 02:30", nonexistent, "2026-03-29T01:30:00Z",
              "2026-03-29 03:30"},
        Night{"Europe/Amsterdam", "2026-03-29 02:59", nonexistent, "2026-03-29T01:59:00Z",
              "2026-03-29 03:59"},
        Night{"Europe/Amsterdam", "2026-03-29 03:00", unique, "2026-03-29T01:00:00Z", "2026-03-29 03:00"},
        // The night in October.
        Night{"Europe/Amsterdam", "2026-10-25 01:59", unique, "2026-10-24T23:59:00Z", "2026-10-25 01:59"},
        Night{"Europe/Amsterdam", "2026-10-25 02:00", ambiguous, "2026-10-25T00:00:00Z", "2026-10-25 02:00"},
        Night{"Europe/Amsterdam", "2026-10-25 02:30", ambiguous, "2026-10-25T00:30:00Z", "2026-10-25 02:30"},
        Night{"Europe/Amsterdam", "2026-10-25 02:59", ambiguous, "2026-10-25T00:59:00Z", "2026-10-25 02:59"},
        Night{"Europe/Amsterdam", "2026-10-25 03:00", unique, "2026-10-25T02:00:00Z", "2026-10-25 03:00"},
        // The last night with a rule, and the winter after it.
        Night{"Europe/Amsterdam", "2037-10-25 02:30", ambiguous, "2037-10-25T00:30:00Z", "2037-10-25 02:30"},
        Night{"Europe/Amsterdam", "2037-12-31 23:59", unique, "2037-12-31T22:59:00Z", "2037-12-31 23:59"},
        // A gap of half an hour, one at midnight, and zones without any.
        Night{"Australia/Lord_Howe", "2026-10-04 02:15", nonexistent, "2026-10-03T15:45:00Z",
              "2026-10-04 02:45"},
        Night{"America/Santiago", "2026-09-06 00:30", nonexistent, "2026-09-06T04:30:00Z",
              "2026-09-06 01:30"},
        Night{"Asia/Kolkata", "2026-03-29 02:30", unique, "2026-03-28T21:00:00Z", "2026-03-29 02:30"},
        Night{"UTC", "2026-03-29 02:30", unique, "2026-03-29T02:30:00Z", "2026-03-29 02:30"}));

TEST(LocalDay, BeginsAtMidnightThere) {
  const Instant midnight = to_instant(moment("2026-07-15 00:00"), *find_zone("Europe/Amsterdam"));
  EXPECT_EQ(local_day(midnight, "Europe/Amsterdam"), sample::day("2026-07-15"));
  EXPECT_EQ(local_day(midnight - std::chrono::seconds{1}, "Europe/Amsterdam"), sample::day("2026-07-14"));
  EXPECT_EQ(local_day(midnight, "Europe/Amsterdm"), sample::day("2026-07-14"));  // as in UTC
}

TEST(CivilTime, ShowsBothHalvesOfTheHourThatOccursTwice) {
  const date::time_zone& amsterdam = *find_zone("Europe/Amsterdam");
  const Instant first = to_instant(moment("2026-10-25 02:30"), amsterdam);
  EXPECT_EQ(to_local(first + std::chrono::hours{1}, amsterdam), moment("2026-10-25 02:30"));
  EXPECT_EQ(to_local(first + std::chrono::seconds{59}, amsterdam), moment("2026-10-25 02:30"));
}

TEST(CivilTime, FindsZonesOfTheDatabaseOnly) {
  EXPECT_NE(find_zone("Europe/Amsterdam"), nullptr);
  EXPECT_EQ(find_zone("Europe/Amsterdm"), nullptr);
  EXPECT_EQ(find_zone(""), nullptr);
  EXPECT_EQ(find_zone("localtime"), nullptr);  // a link of this machine, not a name
  EXPECT_EQ(find_zone("../../etc/passwd"), nullptr);
}

TEST(CivilTime, ListsEveryZoneOnceInOrder) {
  const auto names = zone_names();
  EXPECT_GT(names.size(), 300U);
  EXPECT_TRUE(std::is_sorted(names.begin(), names.end()));
  EXPECT_EQ(std::adjacent_find(names.begin(), names.end()), names.end());
  for (const char* name : {"Europe/Amsterdam", "America/New_York", "UTC"}) {
    EXPECT_TRUE(std::binary_search(names.begin(), names.end(), name)) << name;
  }
  EXPECT_FALSE(std::binary_search(names.begin(), names.end(), "localtime"));
  for (const std::string& name : names) EXPECT_EQ(name.find('.'), std::string::npos) << name;
}

TEST(CivilTime, TrustsThisSystemsDatabase) { EXPECT_EQ(zone_self_test(), std::vector<std::string>{}); }

}  // namespace civil_time_test
}  // namespace programme
