// SPDX-License-Identifier: Apache-2.0
//
// The sample in config/ is a whole programme without a mistake.

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <numeric>

#include "service/config_files/load.h"
#include "service/programme/schedule.h"

namespace {

using namespace programme;

const config_files::Loaded& sample() {
  static const config_files::Loaded loaded = config_files::load(std::string(SOURCE_DIR) + "/config");
  return loaded;
}

const Programme& gezinsaanpak() { return sample().programmes.at(0); }

const Activity& activity(const std::string& id) {
  const auto& all = gezinsaanpak().activities;
  const auto found = std::find_if(all.begin(), all.end(), [&](const Activity& a) { return a.id == id; });
  if (found == all.end()) throw std::out_of_range(id);
  return *found;
}

Resolved resolved(const std::string& id) {
  for (const auto& occurrence : schedule(gezinsaanpak()).occurrences) {
    if (occurrence.activity->id == id) return occurrence.when;
  }
  return Unplanned{};
}

LocalMinute local(int year, unsigned month, unsigned day, int hour, int minute) {
  return date::local_days(date::year(year) / date::month(month) / date::day(day)) + std::chrono::hours(hour) +
         minutes(minute);
}

Deadline due(int year, unsigned month, unsigned day) {
  return {date::year(year) / date::month(month) / date::day(day), std::nullopt};
}

TEST(Sample, HasNoProblems) {
  for (const auto& problem : sample().problems) ADD_FAILURE() << to_line(problem, Language::en);
  ASSERT_EQ(sample().programmes.size(), 1U);
  EXPECT_EQ(gezinsaanpak().id, "gezinsaanpak-2023");
  EXPECT_EQ(gezinsaanpak().zone, "Europe/Amsterdam");
}

TEST(Sample, HoursAddUpToWhatTheAnnouncementPromises) {
  std::map<std::string, minutes> sums;
  for (const auto& each : gezinsaanpak().activities) {
    for (const auto& [role, spent] : each.spent) sums[role] += spent;
  }
  const std::map<std::string, minutes> promised{{"jeugd-educatie", std::chrono::hours(20)},
                                                {"basisvaardigheden-taalhuis", std::chrono::hours(20)},
                                                {"manager", std::chrono::hours(3)}};
  EXPECT_EQ(sums, promised);
  for (const auto& role : gezinsaanpak().roles) EXPECT_EQ(role.promised, promised.at(role.id)) << role.id;
}

TEST(Sample, ResolvesToTheAnnouncedDates) {
  EXPECT_EQ(resolved("kick-off"), Resolved(Session{local(2023, 5, 23, 15, 0), local(2023, 5, 23, 16, 30)}));
  EXPECT_EQ(resolved("werksessie-1"),
            Resolved(Session{local(2023, 6, 20, 10, 0), local(2023, 6, 20, 13, 0)}));
  EXPECT_EQ(resolved("werksessie-2"),
            Resolved(Session{local(2023, 9, 19, 10, 0), local(2023, 9, 19, 13, 0)}));
  EXPECT_EQ(resolved("werksessie-3"),
            Resolved(Session{local(2023, 11, 16, 10, 0), local(2023, 11, 16, 13, 0)}));
  EXPECT_EQ(resolved("lunch-3"), Resolved(Session{local(2023, 11, 16, 13, 0), local(2023, 11, 16, 13, 45)}));
  EXPECT_EQ(resolved("voorbereiding-1"), Resolved(due(2023, 6, 13)));
  EXPECT_EQ(resolved("tussenopdracht-1"), Resolved(due(2023, 8, 4)));
  EXPECT_EQ(resolved("voorbereiding-2"), Resolved(due(2023, 9, 12)));
  EXPECT_EQ(resolved("tussenopdracht-2"), Resolved(due(2023, 10, 18)));
  EXPECT_EQ(resolved("voorbereiding-3"), Resolved(due(2023, 11, 9)));
  const ToBeConfirmed january{{date::year(2024) / 1 / 1, date::year(2024) / 1 / 31}, false};
  EXPECT_EQ(resolved("wrap-up"), Resolved(january));
}

TEST(Sample, ManagersHaveOnlyQuickscanAndIntake) {
  std::vector<std::string> ids;
  for (const auto& each : gezinsaanpak().activities) {
    if (std::find(each.roles.begin(), each.roles.end(), "manager") != each.roles.end())
      ids.push_back(each.id);
  }
  EXPECT_EQ(ids, (std::vector<std::string>{"quickscan", "intake"}));
  EXPECT_EQ(activity("intake").when, When(PerLibrary{minutes(45)}));
}

TEST(Sample, EachOfSixLibrariesHasTwoParticipantsAndAManager) {
  ASSERT_EQ(gezinsaanpak().libraries.size(), 6U);
  EXPECT_EQ(gezinsaanpak().people.size(), 18U);
  std::size_t unplanned = 0;
  for (const auto& library : gezinsaanpak().libraries) {
    std::vector<std::string> roles;
    for (const auto& person : gezinsaanpak().people) {
      if (person.library == library.id) roles.insert(roles.end(), person.roles.begin(), person.roles.end());
    }
    std::sort(roles.begin(), roles.end());
    EXPECT_EQ(roles, (std::vector<std::string>{"basisvaardigheden-taalhuis", "jeugd-educatie", "manager"}))
        << library.id;
    unplanned += library.dates.contains("intake") ? 0U : 1U;
  }
  EXPECT_GE(unplanned, 1U);
}

TEST(Sample, SendsNoMailUntilAServerIsNamedAndOverviewsToACoordinator) {
  EXPECT_EQ(sample().settings.mail, config_files::MailSettings{});
  ASSERT_EQ(sample().settings.coordinators.size(), 1U);
  EXPECT_EQ(sample().settings.coordinators.front().address, "coordinator@example.org");
  EXPECT_EQ(gezinsaanpak().quiet, (TimeRange{minutes(20 * 60), minutes(7 * 60 + 30)}));
  EXPECT_EQ(gezinsaanpak().bundle, "samen");
}

TEST(Sample, PeopleArePlaceholdersAndOneReadsEnglish) {
  std::size_t english = 0;
  for (const auto& person : gezinsaanpak().people) {
    EXPECT_TRUE(person.address.ends_with("@example.org")) << person.address;
    english += person.language == Language::en ? 1U : 0U;
  }
  EXPECT_GE(english, 1U);
}

}  // namespace
