// SPDX-License-Identifier: Apache-2.0
#include "service/feeds/events.h"

#include <gtest/gtest.h>

#include "tests/support/example.h"

namespace feeds {
namespace events_test {

using namespace date::literals;
using programme::Language;
using std::chrono::hours;
using std::chrono::minutes;

const programme::Stamp stamp{.first_published = date::sys_days{2023_y / 3 / 1},
                             .last_changed = date::sys_days{2023_y / 4 / 1} + hours{12}};

class Events : public testing::Test {
 protected:
  /// The event of the activity's first occurrence.
  std::optional<ical::Event> event(const std::string& activity, Language language = Language::nl) {
    schedule_ = programme::schedule(programme_);
    for (const auto& occurrence : schedule_.occurrences)
      if (occurrence.activity->id == activity)
        return to_event(programme_, occurrence, programme::WorkingDays{programme_.closed}, stamp, language);
    ADD_FAILURE() << "no occurrence of " << activity;
    return std::nullopt;
  }
  programme::Activity& activity(const std::string& id) {
    for (auto& candidate : programme_.activities)
      if (candidate.id == id) return candidate;
    throw std::out_of_range{id};
  }

  programme::Programme programme_ = example::programme();
  programme::Schedule schedule_;
};

ical::AllDay day(date::year_month_day first) {
  return {first, date::year_month_day{date::sys_days{first} + date::days{1}}};
}

TEST_F(Events, SessionIsABusyTimedEvent) {
  const auto e = event("sessie");
  ASSERT_TRUE(e);
  EXPECT_EQ(std::get<ical::Timed>(e->when),
            (ical::Timed{date::local_days{2023_y / 6 / 20} + hours{10},
                         date::local_days{2023_y / 6 / 20} + hours{13}, "Europe/Amsterdam"}));
  EXPECT_EQ(e->summary, "Sessie 1; samen, sterk");
  EXPECT_EQ(e->status, ical::Status::confirmed);
  EXPECT_EQ(e->busy, ical::Busy::busy);
  EXPECT_EQ(e->location, "locatie volgt, https://example.org/meet");
  EXPECT_EQ(e->conference, "https://example.org/meet");
  EXPECT_EQ(e->url, "https://example.org/werktraject");
  EXPECT_EQ(e->category, "Werksessie");
  EXPECT_EQ(e->sequence, programme::sequence_of(stamp.last_changed));
  EXPECT_EQ(e->created, stamp.first_published);
  EXPECT_EQ(e->last_modified, stamp.last_changed);
}

TEST_F(Events, SpeaksEnglishWhereThereIsEnglish) {
  EXPECT_EQ(event("sessie", Language::en)->summary, "Session 1");
  EXPECT_EQ(event("lunch", Language::en)->summary, "Lunch");
}

TEST_F(Events, LunchFollowsItsSession) {
  const auto e = event("lunch");
  const auto& timed = std::get<ical::Timed>(e->when);
  EXPECT_EQ(timed.start, date::local_days{2023_y / 6 / 20} + hours{13});
  EXPECT_EQ(timed.end, date::local_days{2023_y / 6 / 20} + hours{13} + minutes{45});
}

TEST_F(Events, DeadlineIsAFreeAllDayEvent) {
  const auto e = event("opdracht");
  EXPECT_EQ(std::get<ical::AllDay>(e->when), day(2023_y / 6 / 13));
  EXPECT_EQ(e->summary, "Deadline: Opdracht");
  EXPECT_EQ(e->busy, ical::Busy::free);
  EXPECT_EQ(e->status, ical::Status::confirmed);
  EXPECT_TRUE(e->location.empty());
}

TEST_F(Events, MonthOnlyIsATentativeDayOnItsFirstWorkingDay) {
  const auto e = event("wrap-up");
  EXPECT_EQ(std::get<ical::AllDay>(e->when), day(2024_y / 1 / 2));  // 1 January is a holiday
  EXPECT_EQ(e->summary, "(datum volgt) Wrap-up – januari 2024");
  EXPECT_EQ(e->status, ical::Status::tentative);
  EXPECT_EQ(e->busy, ical::Busy::free);
}

TEST_F(Events, CancelledIsFreeAndSaysSo) {
  activity("sessie").cancelled = programme::Text{"te weinig aanmeldingen", ""};
  const auto e = event("sessie");
  EXPECT_EQ(e->summary, "GEANNULEERD: Sessie 1; samen, sterk");
  EXPECT_EQ(e->status, ical::Status::cancelled);
  EXPECT_EQ(e->busy, ical::Busy::free);
  EXPECT_TRUE(e->conference.empty());
  EXPECT_NE(e->description.find("te weinig aanmeldingen"), std::string::npos);
}

TEST_F(Events, WhatFollowsACancelledSessionIsCancelledToo) {
  activity("sessie").cancelled = programme::Text{"te weinig aanmeldingen", ""};
  const auto e = event("lunch");
  EXPECT_EQ(e->summary, "GEANNULEERD: Lunch");
  EXPECT_EQ(e->status, ical::Status::cancelled);
  EXPECT_NE(e->description.find("te weinig aanmeldingen"), std::string::npos);
  EXPECT_EQ(event("opdracht")->status,
            ical::Status::confirmed);  // a deadline goes on unless it says otherwise
}

TEST_F(Events, WhatFollowsIsInTheSamePlaceUnlessItSaysOtherwise) {
  EXPECT_EQ(event("lunch")->location, "locatie volgt");
  activity("lunch").place = "kantine";
  EXPECT_EQ(event("lunch")->location, "kantine");
  activity("lunch").place = "";
  activity("lunch").when = programme::Follows{"intake", minutes{15}};
  programme_.libraries[0].dates.at("intake").place = "zaal 3";
  EXPECT_EQ(event("lunch")->location, "zaal 3");
}

TEST_F(Events, PerLibraryTitleNamesTheLibrary) {
  EXPECT_EQ(event("intake")->summary, "Intake – Bibliotheek A");
}

TEST_F(Events, WhatHasNoDateHasNoEvent) {
  programme_.libraries[0].dates.clear();
  EXPECT_FALSE(event("intake"));
}

TEST_F(Events, KeepsItsUidThroughEveryChange) {
  const std::string uid = event("sessie")->uid;
  activity("sessie").title.nl = "Heel anders";
  activity("sessie").when = programme::Between{{2023_y / 7 / 1, 2023_y / 7 / 31}};
  programme_.title.nl = "Ander werktraject";
  std::swap(programme_.activities[0], programme_.activities[2]);
  EXPECT_EQ(event("sessie")->uid, uid);
}

}  // namespace events_test
}  // namespace feeds
