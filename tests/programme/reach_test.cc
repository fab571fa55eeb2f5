// SPDX-License-Identifier: Apache-2.0
#include "service/programme/reach.h"

#include <gtest/gtest.h>

#include "tests/programme/reminder_sample.h"

namespace programme {
namespace reach_test {

using namespace sample;

const std::vector<Coordinator> one{{"C", "c@example.org", "c@example.org", Language::nl}};

Instant at(const std::string& local) { return to_instant(moment(local), *find_zone("Europe/Amsterdam")); }

/// anna: a participant of eemland. No manager.
Programme with_anna(Programme programme) {
  programme.libraries = {library("eemland")};
  programme.people = {person("anna", "eemland")};
  return programme;
}

/// "regel: past", one a line.
std::string without(const std::string& text, const std::string& now, const Facts& facts = {},
                    std::span<const Coordinator> coordinators = one) {
  const Programme programme = with_anna(read_programme(text));
  const Schedule dates = schedule(programme);
  std::string found;
  for (const auto& each : rules_without_recipients(programme, dates, coordinators, facts, at(now)))
    found += each.rule->id + ": " + std::string{to_string(each.reason)} + "\n";
  return found;
}

const std::string before = "2023-05-01 08:00";

TEST(Reach, ARuleWithARecipientIsNotReported) {
  EXPECT_EQ(without(about(session) + rule("when = '14 days before at 09:00'"), before), "");
  EXPECT_EQ(without(about(unknown) + rule("when = '14 days before at 09:00'"), before), "");
  EXPECT_EQ(without(about(std::string{session} + "\ncancelled = 'ziekte'") +
                        rule("when = '14 days before at 09:00'"),
                    before),
            "");
}

TEST(Reach, AKindWithoutActivity) {
  EXPECT_EQ(without(about(session) + rule("about = ['lunch']\nwhen = '14 days before at 09:00'"), before),
            "regel: no_activity\n");
}

TEST(Reach, ARoleThatNobodyHas) {
  EXPECT_EQ(without(about(session) + rule("to = ['manager']\nwhen = '14 days before at 09:00'"), before),
            "regel: nobody\n");
  const std::string overview = rule("to = ['coordinators']\nwhen = '14 days before at 09:00'");
  EXPECT_EQ(without(about(session) + overview, before), "");
  EXPECT_EQ(without(about(session) + overview, before, {}, {}), "regel: nobody\n");
}

TEST(Reach, MomentsThatArePast) {
  EXPECT_EQ(without(about(session) + rule("when = '400 days before at 09:00'"), before), "regel: past\n");
  EXPECT_EQ(without(about(session) + rule("when = 2023-04-30T09:00:00"), before), "regel: past\n");
  EXPECT_EQ(without(about(session) + rule("when = 2023-05-02T09:00:00"), before), "");
  EXPECT_EQ(without(about(session) +
                        rule("when = '60 days before at 09:00'\nrepeat = 'every 3 days, at most 10 times'"),
                    before),
            "")
      << "a repeat is to come";
}

TEST(Reach, AProgrammeThatRunsMayHaveSentThem) {
  const std::string text = about(session) + rule("when = '14 days before at 09:00'") +
                           rule("when = '7 days before at 09:00'", "later");
  const std::string after = "2023-06-21 08:00";
  EXPECT_EQ(without(text, after), "") << "what is published is not known";
  Facts facts;
  facts.rule_since["werktraject/regel"] = at(before);
  EXPECT_EQ(without(text, after, facts), "") << "it is over";
  EXPECT_EQ(without(text, "2023-06-19 08:00", facts), "later: past\n");
  facts.rule_since["werktraject/later"] = at(before);
  EXPECT_EQ(without(text, "2023-06-19 08:00", facts), "");
}

}  // namespace reach_test
}  // namespace programme
