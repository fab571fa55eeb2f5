// SPDX-License-Identifier: Apache-2.0
//
// Two rules about one thing at one moment, of which one has a template that cannot be used.
#include <gtest/gtest.h>

#include <set>

#include "tests/mail/worker_fixture.h"

namespace {

using namespace worker_test;
using BrokenTemplateTest = WorkerTest;

/// Fails for reminders of these rules, to English readers only when `english`.
std::function<letters::Message(const letters::Letter&, Instant)> broken(std::set<std::string> rules,
                                                                        bool english = false) {
  return [=](const letters::Letter& letter, Instant now) {
    for (const auto& item : letter.items)
      if (rules.contains(item.moment.key.rule) &&
          (!english || letter.recipient.language() == programme::Language::en))
        throw letters::TemplateError{{"templates/nl/tekst.md", 3, 7, {"hoort niet", "does not belong"}}};
    return plain_message(letter, now);
  };
}

TEST_F(BrokenTemplateTest, ABrokenTemplateConcernsItsOwnRuleAlone) {
  desk.programmes[0].reminders.push_back(rule("ook-dan", "sessie", days_before(14)));
  desk.programmes[0].reminders.push_back(rule("en-dan", "sessie", days_before(14)));
  desk.options.compose = broken({"twee-weken"});
  desk.start();
  desk.go_to("2023-06-06 12:00");
  EXPECT_EQ(desk.said(), Lines{"an@example.org: ook-dan sessie 2023-06-20 0"});
  EXPECT_EQ(desk.states(), (Lines{"person:an failed", "person:an sent", "person:an skipped"}));
  EXPECT_EQ(desk.reasons(), Lines{"person:an en-dan superseded"});
}

TEST_F(BrokenTemplateTest, OfSeveralBrokenTemplatesEachConcernsItsOwnRuleAlone) {
  desk.programmes[0].reminders.push_back(rule("ook-dan", "sessie", days_before(14)));
  desk.programmes[0].reminders.push_back(rule("en-dan", "sessie", days_before(14)));
  desk.options.compose = broken({"twee-weken", "ook-dan"});
  desk.start();
  desk.go_to("2023-06-06 12:00");
  EXPECT_EQ(desk.said(), Lines{"an@example.org: en-dan sessie 2023-06-20 0"});
}

TEST_F(BrokenTemplateTest, WhereAllTemplatesAreBrokenAllFail) {
  desk.programmes[0].reminders.push_back(rule("ook-dan", "sessie", days_before(14)));
  desk.options.compose = broken({"twee-weken", "ook-dan"});
  desk.start();
  desk.go_to("2023-06-06 12:00");
  EXPECT_EQ(desk.said(), Lines{});
  EXPECT_EQ(desk.states(), (Lines{"person:an failed", "person:an failed"}));
}

TEST_F(BrokenTemplateTest, ATemplateBrokenInOneLanguageConcernsItsReadersAlone) {
  auto reader = example::person("bo", "a", "deelnemer");
  reader.language = programme::Language::en;
  desk.programmes[0].people.push_back(reader);
  desk.programmes[0].reminders.push_back(rule("ook-dan", "sessie", days_before(14)));
  desk.options.compose = broken({"twee-weken"}, true);
  desk.start();
  desk.go_to("2023-06-06 12:00");
  EXPECT_EQ(desk.said(), (Lines{"an@example.org: twee-weken sessie 2023-06-20 0",
                                "bo@example.org: ook-dan sessie 2023-06-20 0"}));
}

TEST_F(BrokenTemplateTest, AfterAHoldABrokenTemplateConcernsItsOwnRuleAlone) {
  desk.programmes[0].reminders.push_back(rule("week", "sessie", days_before(13)));
  desk.options.compose = broken({"week"});
  desk.start();
  desk.outbox->set_hold("somebody looks at it first", desk.now);
  desk.go_to("2023-06-07 10:00");
  desk.outbox->release_hold(desk.now);
  desk.go_to("2023-06-07 12:00");
  EXPECT_EQ(desk.said(), Lines{"an@example.org: twee-weken sessie 2023-06-20 0"});
}

TEST_F(BrokenTemplateTest, InABundleABrokenTemplateConcernsItsOwnRuleAlone) {
  desk.programmes[0].bundle = "samen";
  desk.programmes[0].reminders.push_back(rule("ook-dan", "sessie", days_before(14)));
  desk.options.compose = broken({"twee-weken"});
  desk.start();
  desk.go_to("2023-06-06 12:00");
  EXPECT_EQ(desk.said(), Lines{"an@example.org: ook-dan sessie 2023-06-20 0"});
}

TEST_F(BrokenTemplateTest, ACrashBesideABrokenTemplateLosesNothing) {
  desk.programmes[0].reminders.push_back(rule("ook-dan", "sessie", days_before(14)));
  for (int step = 1; step < 8; ++step) {
    Desk crashing{"2023-06-06 08:00"};
    crashing.programmes = desk.programmes;
    crashing.options.compose = broken({"twee-weken"});
    crashing.start();
    crashing.go_to("2023-06-06 08:59");
    crashing.crash_when("wait", step);
    try {
      crashing.go_to("2023-06-06 09:30");
    } catch (const Crash&) {
      crashing.start();
    }
    crashing.go_to("2023-06-06 12:00");
    // A second copy may follow a crash after the content was let go.
    for (const auto& line : crashing.said())
      EXPECT_EQ(line, "an@example.org: ook-dan sessie 2023-06-20 0") << step;
    EXPECT_FALSE(crashing.said().empty()) << step;
  }
}

TEST_F(BrokenTemplateTest, WhatWasSentIsNotFollowedByWhatGaveWayToABrokenTemplate) {
  desk.programmes[0].reminders.push_back(rule("ook-dan", "sessie", days_before(14)));
  desk.options.compose = broken({"twee-weken"});
  desk.start();
  desk.go_to("2023-06-06 12:00");
  const auto failed = desk.outbox->list(store::MailState::failed, 10);
  ASSERT_EQ(failed.size(), 1u);
  desk.outbox->retry(failed[0].id, desk.now);
  desk.go_to("2023-06-06 15:00");
  EXPECT_EQ(desk.said(), Lines{"an@example.org: ook-dan sessie 2023-06-20 0"}) << "once, and not again";
}

}  // namespace
