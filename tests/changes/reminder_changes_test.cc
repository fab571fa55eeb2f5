// SPDX-License-Identifier: Apache-2.0
#include "service/changes/reminder_changes.h"

#include <gtest/gtest.h>

#include "tests/changes/difference_sample.h"
#include "tests/programme/reminder_sample.h"

namespace changes {
namespace {

programme::Instant at(const char* local) {
  return programme::to_instant(sample::moment(local), *programme::find_zone("Europe/Amsterdam"));
}

/// "moved 2023-06-06 09:00 → 2023-06-08 09:00"
std::string text_of(const ReminderChange& change) {
  std::string text{to_string(change.effect)};
  if (change.round > 0) text += " (round " + std::to_string(change.round) + ")";
  if (change.before) text += " " + sample::local(*change.before);
  if (change.after) text += " → " + sample::local(*change.after);
  if (change.at_once) text += " at once";
  if (change.reason) text += " " + std::string(to_string(*change.reason));
  return text;
}

struct Effects {
  const char* what;
  const char* now;
  std::string before;  ///< Lines of the activity "het".
  std::string after;
  std::vector<std::string> expected;
  const char* rule = "when = '14 days before at 09:00'";
};

void PrintTo(const Effects& effects, std::ostream* out) { *out << effects.what; }

class ReminderEffects : public testing::TestWithParam<Effects> {};

TEST_P(ReminderEffects, Are) {
  const auto& row = GetParam();
  const auto read = [&](const std::string& lines) {
    return lines.empty() ? sample::programme({})
                         : sample::read_programme(sample::about(lines) + sample::rule(row.rule));
  };
  const sample::Versions versions(read(row.before), read(row.after));
  std::vector<std::string> found;
  for (const ReminderChange& change : reminder_changes(versions.difference, at(row.now)))
    found.push_back(text_of(change));
  EXPECT_EQ(found, row.expected);
}

const std::string on_20_june = sample::session;
const std::string on_22_june = "date = 2023-06-22\ntime = '10:00-13:00'";
const std::string off_20_june = "cancelled = 'ziekte'\n" + on_20_june;

INSTANTIATE_TEST_SUITE_P(
    Reminders, ReminderEffects,
    testing::Values(Effects{"nothing", "2023-06-01 12:00", on_20_june, on_20_june, {}},
                    Effects{"a session moves before it has gone",
                            "2023-06-01 12:00",
                            on_20_june,
                            on_22_june,
                            {"moved 2023-06-06 09:00 → 2023-06-08 09:00"}},
                    Effects{"a session moves after it has gone",
                            "2023-06-07 12:00",
                            on_20_june,
                            on_22_june,
                            {"armed_again 2023-06-06 09:00 → 2023-06-08 09:00"}},
                    Effects{"a session moves after both", "2023-06-12 12:00", on_20_june, on_22_june, {}},
                    Effects{"a session moves to where its time is past but not too late",
                            "2023-06-07 12:00",
                            on_22_june,
                            on_20_june,
                            {"moved 2023-06-08 09:00 → 2023-06-06 09:00 at once"}},
                    Effects{"a session is reinstated when its time is past but not too late",
                            "2023-06-06 12:00",
                            off_20_june,
                            on_20_june,
                            {"added → 2023-06-06 09:00 at once"}},
                    Effects{"an assignment is due on a day that is over",
                            "2023-06-12 12:00",
                            sample::assignment,
                            "kind = 'assignment'\nhand_in = 'person'\ndue = 2023-06-09",
                            {"lapsed 2023-06-14 09:00 past_when_set"},
                            "when = '1 working day after at 09:00'\nunless = 'handed in'"},
                    Effects{"an assignment is due earlier, on a day that is still to come",
                            "2023-06-08 12:00",
                            sample::assignment,
                            "kind = 'assignment'\nhand_in = 'person'\ndue = 2023-06-09",
                            {"moved 2023-06-14 09:00 → 2023-06-12 09:00"},
                            "when = '1 working day after at 09:00'\nunless = 'handed in'"},
                    Effects{"a session moves so near that it is too late",
                            "2023-06-01 12:00",
                            on_20_june,
                            "date = 2023-06-08\ntime = '10:00-13:00'",
                            {"lapsed 2023-06-06 09:00 late"}},
                    Effects{"the hour of a session moves but the reminder is by the day",
                            "2023-06-01 12:00",
                            on_20_june,
                            "date = 2023-06-20\ntime = '13:00-16:00'",
                            {}},
                    Effects{"the hour of a session moves after it has gone",
                            "2023-06-20 08:30",
                            on_20_june,
                            "date = 2023-06-20\ntime = '14:00-17:00'",
                            {},
                            "when = '2 hours before'"},
                    Effects{"a session is cancelled",
                            "2023-06-01 12:00",
                            on_20_june,
                            off_20_june,
                            {"lapsed 2023-06-06 09:00 cancelled"}},
                    Effects{"a session is reinstated",
                            "2023-06-01 12:00",
                            off_20_june,
                            on_20_june,
                            {"added → 2023-06-06 09:00"}},
                    Effects{"a session is confirmed",
                            "2023-06-01 12:00",
                            sample::january,
                            "date = 2024-01-16\ntime = '15:00-16:30'",
                            {"added → 2024-01-02 09:00"}},
                    Effects{"a session is uncertain again",
                            "2023-06-01 12:00",
                            on_20_june,
                            "date = \"2023-06\"",
                            {"lapsed 2023-06-06 09:00 unconfirmed"}},
                    Effects{"a session is taken away",
                            "2023-06-01 12:00",
                            on_20_june,
                            "",
                            {"lapsed 2023-06-06 09:00 no_rule"}},
                    Effects{"all rounds of a repeated one move",
                            "2023-06-01 12:00",
                            sample::assignment,
                            "kind = 'assignment'\nhand_in = 'person'\ndue = 2023-06-14",
                            {"moved 2023-06-14 09:00 → 2023-06-15 09:00",
                             "moved (round 1) 2023-06-19 09:00 → 2023-06-20 09:00"},
                            "when = '1 working day after at 09:00'\nunless = 'handed in'\nrepeat = 'every 3 "
                            "working days, at most 1 times'"}));

TEST(ReminderEffects, ADeadlinePutBackToWhereItWasKnownToBeGoesOnAsItWas) {
  const auto due = [](const char* day) {
    return sample::read_programme(
        sample::about(std::string("kind = 'assignment'\nhand_in = 'person'\ndue = ") + day) +
        sample::rule("when = '1 working day after at 09:00'\nunless = 'handed in'"));
  };
  const sample::Versions versions(due("2023-06-30"), due("2023-06-13"));
  const auto effect = [&](const programme::Facts* facts) {
    const auto changes = reminder_changes(versions.difference, at("2023-06-14 08:00"), facts);
    return changes.size() == 1 ? text_of(changes[0]) : "";
  };
  EXPECT_EQ(effect(nullptr), "lapsed 2023-07-03 09:00 past_when_set");
  programme::Facts facts;
  facts.date_since.emplace(programme::date_key(versions.after.id, "het", "", "2023-06-13"),
                           at("2023-03-01 08:00"));
  EXPECT_EQ(effect(&facts), "moved 2023-07-03 09:00 → 2023-06-14 09:00");
}

TEST(ReminderEffects, OfSeveralThatWouldGoAtOnceTheLatestDoes) {
  const auto year = [](const std::string& session) {
    return sample::read_programme(sample::about(session) +
                                  sample::rule("when = '14 days before at 09:00'", "twee-weken") +
                                  sample::rule("when = '13 days before at 09:00'", "dertien-dagen"));
  };
  const sample::Versions versions(year(on_22_june), year(on_20_june));
  std::vector<std::string> found;
  for (const ReminderChange& change : reminder_changes(versions.difference, at("2023-06-07 12:00")))
    found.push_back(change.rule + ": " + text_of(change));
  EXPECT_EQ(found,
            (std::vector<std::string>{"dertien-dagen: moved 2023-06-09 09:00 → 2023-06-07 09:00 at once",
                                      "twee-weken: lapsed 2023-06-08 09:00 superseded"}));
}

TEST(ReminderEffects, ANewRuleDoesNotReachBack) {
  const auto year = [](const std::string& rules) {
    return sample::read_programme(sample::about(on_20_june) + rules);
  };
  const sample::Versions versions(year(""),
                                  year(sample::rule("when = '14 days before at 09:00'", "twee-weken") +
                                       sample::rule("when = '1 day before at 09:00'", "morgen")));
  const auto changes = reminder_changes(versions.difference, at("2023-06-06 12:00"));
  ASSERT_EQ(changes.size(), 1U);
  EXPECT_EQ(changes[0].rule, "morgen");
  EXPECT_EQ(text_of(changes[0]), "added → 2023-06-19 09:00");
}

TEST(ReminderEffects, TheCoordinatorsNeedNotHearAnyMoreOfAnIntakeThatIsPlanned) {
  const sample::Versions versions({sample::plan_intake()});
  std::vector<std::string> found;
  for (const ReminderChange& change : reminder_changes(versions.difference, at("2023-05-02 12:00")))
    found.push_back(change.rule + "@" + change.library + ": " + text_of(change));
  EXPECT_EQ(found, (std::vector<std::string>{
                       "intake-gepland@lek-ijssel: added → 2023-05-10 09:00",
                       "intake-morgen@lek-ijssel: added → 2023-05-16 09:00",
                       "intake-nog-niet-gepland@lek-ijssel: lapsed (round 1) 2023-05-09 09:00 planned",
                       "intake-nog-niet-gepland@lek-ijssel: lapsed (round 2) 2023-05-16 09:00 planned",
                       "intake-nog-niet-gepland@lek-ijssel: lapsed (round 3) 2023-05-24 09:00 planned"}));
}

}  // namespace
}  // namespace changes
