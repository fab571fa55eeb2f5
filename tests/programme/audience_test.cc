// SPDX-License-Identifier: Apache-2.0
#include "service/programme/audience.h"

#include <gtest/gtest.h>

#include "tests/programme/sample.h"

namespace programme {
namespace {

using namespace sample;

std::string days_text(const Resolved& when) {
  const auto days = days_of({nullptr, nullptr, when});
  return days ? date::format("%F", days->first) + "/" + date::format("%F", days->last) : "none";
}

TEST(DaysOf, CoversWhatIsKnown) {
  EXPECT_EQ(days_text(Session{moment("2023-06-20 10:00"), moment("2023-06-20 13:00")}),
            "2023-06-20/2023-06-20");
  EXPECT_EQ(days_text(Session{moment("2023-06-20 22:00"), moment("2023-06-21 01:00")}),
            "2023-06-20/2023-06-21");
  EXPECT_EQ(days_text(Deadline{day("2023-06-13"), clock("17:00")}), "2023-06-13/2023-06-13");
  EXPECT_EQ(days_text(ToBeConfirmed{{day("2024-01-01"), day("2024-01-31")}}), "2024-01-01/2024-01-31");
  EXPECT_EQ(days_text(Unplanned{}), "none");
}

TEST(DaysOf, ASessionUntilMidnightStaysOnItsDay) {
  EXPECT_EQ(days_text(Session{moment("2023-06-20 20:00"), moment("2023-06-21 00:00")}),
            "2023-06-20/2023-06-20");
}

/// A workshop on 20 June 2023 for "basis" and "jeugd".
class Workshop : public testing::Test {
 protected:
  bool concerns_person(const Person& who, const Library* only = nullptr) const {
    return concerns(Occurrence{&workshop_, only, session_}, who);
  }

  Activity workshop_ = activity("sessie", Undated{}, {"basis", "jeugd"});
  Resolved session_ = Session{moment("2023-06-20 10:00"), moment("2023-06-20 13:00")};
};

TEST_F(Workshop, ConcernsItsRoles) {
  EXPECT_TRUE(concerns_person(person("p", "a", {"basis"})));
  EXPECT_TRUE(concerns_person(person("p", "a", {"jeugd"})));
  EXPECT_TRUE(concerns_person(person("p", "a", {"jeugd", "manager"})));
  EXPECT_FALSE(concerns_person(person("p", "a", {"manager"})));
  EXPECT_FALSE(concerns_person(person("p", "a", {})));
}

TEST_F(Workshop, ConcernsThePeopleOfItsLibrary) {
  const Library a = library("a");
  EXPECT_TRUE(concerns_person(person("p", "a"), &a));
  EXPECT_FALSE(concerns_person(person("p", "b"), &a));
  const Occurrence of_a{&workshop_, &a, session_};
  const Occurrence of_all{&workshop_, nullptr, session_};
  EXPECT_TRUE(concerns(of_a, a));
  EXPECT_FALSE(concerns(of_a, library("b")));
  EXPECT_TRUE(concerns(of_all, a));
}

TEST_F(Workshop, ConcernsWhoBelongsToTheProgrammeThatDay) {
  struct Membership {
    const char* joined;
    const char* left;
    bool there;
  };
  for (const Membership& row :
       {Membership{"", "", true}, Membership{"2023-06-20", "", true}, Membership{"2023-06-21", "", false},
        Membership{"", "2023-06-21", true}, Membership{"", "2023-06-20", false},
        Membership{"2023-06-20", "2023-06-21", true}, Membership{"2023-01-01", "2023-03-01", false},
        Membership{"2023-09-01", "2023-12-01", false}}) {
    Person who = person("p", "a");
    if (*row.joined != '\0') who.joined = day(row.joined);
    if (*row.left != '\0') who.left = day(row.left);
    EXPECT_EQ(concerns_person(who), row.there) << row.joined << " - " << row.left;
  }
}

TEST_F(Workshop, WithoutAFixedDayConcernsWhoeverMayBeThere) {
  Person late = person("p", "a");
  late.joined = day("2024-01-31");
  session_ = ToBeConfirmed{{day("2024-01-01"), day("2024-01-31")}};
  EXPECT_TRUE(concerns_person(late));
  late.joined = day("2024-02-01");
  EXPECT_FALSE(concerns_person(late));
  session_ = Unplanned{};
  EXPECT_TRUE(concerns_person(late));
}

}  // namespace
}  // namespace programme
