// SPDX-License-Identifier: Apache-2.0
//
// What makes a reminder the same reminder, and in which order they come.

#include <gtest/gtest.h>

#include <algorithm>

#include "tests/programme/reminder_sample.h"

namespace programme {
namespace {

using namespace sample;

std::vector<std::string> keys(const Planned& planned) {
  std::vector<std::string> out;
  for (const Moment& moment : planned.moments) out.push_back(written(moment.key));
  return out;
}

std::vector<std::string> keys(const std::string& activities_and_rules) {
  return keys(Planned(read_programme(activities_and_rules)));
}

TEST(MomentKeys, NameRuleOccurrenceDayAndRound) {
  using Keys = std::vector<std::string>;
  const std::string before = rule("when = '1 day before at 09:00'");
  EXPECT_EQ(keys(about(session) + before), Keys{"werktraject/regel/het//2023-06-20/0"});
  EXPECT_EQ(keys(about("date = 2023-06-20\ntime = '23:00-24:00'") + before),
            Keys{"werktraject/regel/het//2023-06-20/0"});
  EXPECT_EQ(keys(about(assignment) + before), Keys{"werktraject/regel/het//2023-06-13/0"});
  EXPECT_EQ(keys(about(january) + before), Keys{"werktraject/regel/het//2024-01-01/0"});
  EXPECT_EQ(keys(about(unknown) + before), Keys{"werktraject/regel/het//-/0"});
  EXPECT_EQ(keys(about(session) + rule("about = []\nwhen = '2023-04-03 09:00'")),
            Keys{"werktraject/regel///-/0"});
  EXPECT_EQ(
      keys(about(session) + rule("when = '1 day after at 09:00'\nrepeat = 'every 2 days, at most 2 times'")),
      (Keys{"werktraject/regel/het//2023-06-20/0", "werktraject/regel/het//2023-06-20/1",
            "werktraject/regel/het//2023-06-20/2"}));
}

TEST(MomentKeys, ChangeWithTheDayAndComeBackWithIt) {
  const std::string before = rule("when = '1 day before at 09:00'");
  const auto first = keys(about(session) + before);
  EXPECT_NE(keys(about("date = 2023-06-27\ntime = '10:00-13:00'") + before), first);
  EXPECT_EQ(keys(about(session) + before), first);
  // Another hour on the same day is the same reminder.
  EXPECT_EQ(keys(about("date = 2023-06-20\ntime = '14:00-17:00'") + before), first);
}

TEST(MomentKeys, LeaveTitlesTemplatesPlacesAndOrderAlone) {
  const auto sorted = [](std::vector<std::string> names) {
    std::sort(names.begin(), names.end());
    return names;
  };
  const std::string one = about(session, "een") + about(assignment, "twee");
  const std::string first = rule("about = ['een', 'twee']\nwhen = '1 day before at 09:00'", "a");
  const std::string second = rule("about = ['een']\nwhen = '2 days before at 09:00'", "b");
  const auto expected = sorted(keys(one + first + second));
  ASSERT_EQ(expected.size(), 3U);
  EXPECT_EQ(sorted(keys(about(assignment, "twee") + about(session, "een") + second + first)), expected);
  Programme renamed = read_programme(one + first + second);
  for (Activity& activity : renamed.activities) {
    activity.title.nl = "Nieuwe titel";
    activity.place = "elders";
  }
  for (ReminderRule& each : renamed.reminders) each.template_name = "anders";
  renamed.title.nl = "Nieuwe naam";
  EXPECT_EQ(sorted(keys(Planned(std::move(renamed)))), expected);
}

TEST(Moments, ComeInOrderWithThoseWithoutADateLast) {
  const Planned planned(
      read_programme(about(january, "open") + about(session, "een") + about(session, "twee") +
                     rule("about = ['workshop']\nwhen = '1 day before at 09:00'", "later") +
                     rule("about = ['workshop']\nwhen = '2 days before at 09:00'", "eerder")));
  std::vector<std::string> order;
  for (const Moment& moment : planned.moments) order.push_back(moment.rule->id + " " + moment.key.activity);
  EXPECT_EQ(order, (std::vector<std::string>{"eerder een", "eerder twee", "later een", "later twee",
                                             "later open", "eerder open"}));
}

TEST(Moments, OfADatePerLibraryAreItsOwn) {
  Programme programme = read_programme(
      about("kind = 'intake'\nper = 'library'\nduration = '45 min'") +
      rule("when = '1 working day before at 09:00'") +
      rule("when = '2023-05-01 09:00'\nonly = 'unplanned'\nto = ['coordinators']", "ongepland"));
  programme.libraries = {library("eemland", {{"het", {on_day("2023-05-09 10:00-10:45"), ""}}}),
                         library("idea", {{"het", {between("2023-05-01/2023-05-31"), ""}}}),
                         library("utrecht")};
  const Planned planned(std::move(programme));
  std::vector<std::string> lines;
  for (const Moment& moment : planned.moments) lines.push_back(written(moment.key) + ": " + written(moment));
  EXPECT_EQ(lines, (std::vector<std::string>{
                       "werktraject/ongepland/het/eemland/2023-05-09/0: 2023-05-01 09:00 planned",
                       "werktraject/ongepland/het/idea/2023-05-01/0: 2023-05-01 09:00",
                       "werktraject/ongepland/het/utrecht/-/0: 2023-05-01 09:00",
                       "werktraject/regel/het/eemland/2023-05-09/0: 2023-05-08 09:00",
                       "werktraject/regel/het/idea/2023-05-01/0: unconfirmed",
                       "werktraject/regel/het/utrecht/-/0: unconfirmed",
                   }));
}

TEST(Moments, NeedAZone) {
  Programme programme = read_programme(about(session) + rule("when = '1 day before at 09:00'"));
  programme.zone = "Europa/Amsterdam";
  EXPECT_TRUE(Planned(std::move(programme)).moments.empty());
}

}  // namespace
}  // namespace programme
