// SPDX-License-Identifier: Apache-2.0
//
// Coordinators are told what is wrong in the files: through the worker, to a mail server that does as it is
// told.
#include "service/mail/kinds/file_problems.h"

#include <gtest/gtest.h>

#include "tests/mail/worker_fixture.h"
#include "tests/support/golden.h"

namespace {

using namespace worker_test;
using Lines = std::vector<std::string>;

letters::FileProblems wrong(const std::string& text) { return {{{.nl = text, .en = "in English: " + text}}}; }

class FileProblemsTest : public testing::Test {
 protected:
  FileProblemsTest() {
    desk.with_revisions = true;
    desk.programmes[0].reminders.clear();
    desk.coordinators = {{"Coördinator Eén", "een@example.org", "een@example.org", programme::Language::nl},
                         {"Coordinator Two", "two@example.org", "two@example.org", programme::Language::en}};
    desk.start();
  }

  void note(letters::FileProblems problems) {
    desk.worker->note(std::move(problems));
    desk.settle();
  }

  /// "een@example.org 2023-06-01 09:15" of every mail that arrived.
  Lines told() {
    Lines lines;
    for (const auto& mail : desk.outbox->list(store::MailState::sent, 100))
      if (mail.kind == store::MailKind::file_problems)
        lines.push_back(
            mail.address + ' ' +
            date::format("%F %R", programme::to_local(mail.due, *date::locate_zone("Europe/Amsterdam"))));
    std::sort(lines.begin(), lines.end());
    return lines;
  }

  Desk desk{"2023-06-01 09:00"};
};

TEST_F(FileProblemsTest, AreToldToEveryCoordinatorWhenTheyHaveLasted) {
  note(wrong("a"));
  desk.go_to("2023-06-01 09:14");
  EXPECT_EQ(told(), Lines{});
  desk.go_to("2023-06-01 09:15");
  EXPECT_EQ(told(), (Lines{"een@example.org 2023-06-01 09:15", "two@example.org 2023-06-01 09:15"}));
}

TEST_F(FileProblemsTest, OfSomebodyStillAtWorkAreNotTold) {
  for (const auto* time : {"09:10", "09:20", "09:30"}) {
    note(wrong(time));
    desk.go_to(std::string{"2023-06-01 "} + time);
  }
  EXPECT_EQ(told(), Lines{});
  note({});
  desk.go_to("2023-06-03 09:00");
  EXPECT_EQ(told(), Lines{}) << "mended";
}

TEST_F(FileProblemsTest, AreToldOnceADayForAsLongAsTheyLast) {
  note(wrong("a"));
  desk.go_to("2023-06-01 10:00");
  note(wrong("b"));
  desk.go_to("2023-06-02 09:14");
  EXPECT_EQ(told().size(), 2U);
  desk.go_to("2023-06-02 09:15");
  EXPECT_EQ(told().size(), 4U);
  note({});
  desk.go_to("2023-06-02 09:20");
  note(wrong("c"));
  desk.go_to("2023-06-03 09:14");
  EXPECT_EQ(told().size(), 4U) << "another problem, and still once a day";
  desk.go_to("2023-06-03 09:15");
  EXPECT_EQ(told().size(), 6U);
}

TEST_F(FileProblemsTest, AreToldAsTheyAreWhenTheMailLeaves) {
  desk.server.fate = [](const auto&) { return fate::unreachable(); };
  note(wrong("a"));
  desk.go_to("2023-06-01 09:16");
  note(wrong("*b*"));
  desk.server.fate = [](const auto&) { return fate::sent(); };
  desk.go_to("2023-06-01 12:00");
  EXPECT_EQ(told().size(), 2U);
  for (const auto& transfer : desk.server.arrived) {
    const bool english = transfer.to == "two@example.org";
    EXPECT_NE(transfer.message.find(english ? "- in English: *b*" : "- *b*"), std::string::npos)
        << transfer.message;
  }
}

TEST_F(FileProblemsTest, ThatAreMendedBeforeTheMailLeavesAreNotTold) {
  desk.server.fate = [](const auto&) { return fate::unreachable(); };
  note(wrong("a"));
  desk.go_to("2023-06-01 09:16");
  note({});
  desk.server.fate = [](const auto&) { return fate::sent(); };
  desk.go_to("2023-06-01 12:00");
  EXPECT_EQ(told(), Lines{});
  EXPECT_EQ(desk.states(),
            (Lines{"coordinator:een@example.org skipped", "coordinator:two@example.org skipped"}));
}

TEST_F(FileProblemsTest, SurviveARestartAndAreToldOnce) {
  note(wrong("a"));
  desk.go_to("2023-06-01 09:10");
  desk.start();
  note(wrong("a"));
  desk.go_to("2023-06-01 09:15");
  EXPECT_EQ(told().size(), 2U) << "it lasts since 09:00";
  desk.start();
  note(wrong("a"));
  desk.go_to("2023-06-02 09:14");
  EXPECT_EQ(told().size(), 2U);
  desk.go_to("2023-06-02 09:15");
  EXPECT_EQ(told().size(), 4U);
}

TEST_F(FileProblemsTest, AreNotTakenForMendedBeforeSomebodyHasLooked) {
  desk.server.fate = [](const auto&) { return fate::unreachable(); };
  note(wrong("a"));
  desk.go_to("2023-06-01 09:16");
  desk.server.fate = [](const auto&) { return fate::sent(); };
  desk.start();
  desk.go_to("2023-06-01 10:00");
  EXPECT_EQ(told(), Lines{});
  note(wrong("a"));
  desk.go_to("2023-06-01 11:00");
  EXPECT_EQ(told().size(), 2U);
}

TEST_F(FileProblemsTest, AreNotToldToWhoeverCoordinatesNoMore) {
  desk.server.fate = [](const auto&) { return fate::unreachable(); };
  note(wrong("a"));
  desk.go_to("2023-06-01 09:16");
  desk.coordinators.pop_back();
  desk.publish();
  desk.server.fate = [](const auto&) { return fate::sent(); };
  desk.go_to("2023-06-01 12:00");
  EXPECT_EQ(told(), Lines{"een@example.org 2023-06-01 09:15"});
}

TEST_F(FileProblemsTest, WaitWithAllOtherMailWhileItIsHeld) {
  desk.outbox->set_hold("for a test", desk.now);
  note(wrong("a"));
  desk.go_to("2023-06-01 12:00");
  EXPECT_EQ(told(), Lines{});
  desk.outbox->release_hold(desk.now);
  desk.go_to("2023-06-01 13:00");
  EXPECT_EQ(told().size(), 2U);
}

TEST(FileProblemMail, SaysWhereWhatAndThatTheRestStands) {
  auto programme = example::programme();
  programme::Coordinator reader{"Coördinator", "coordinator@example.org", "coordinator@example.org", {}};
  letters::FileProblems problems;
  problems.lines = {
      {"programmes/voorbeeld-2023/programme.toml:12:8: geen datum: 31 juni; juni heeft 30 dagen",
       "programmes/voorbeeld-2023/programme.toml:12:8: no date: 31 June; June has 30 days"},
      {"programmes/voorbeeld-2023/people.csv:3:1: rol \"manger\" bestaat niet; bedoelt u \"manager\"?",
       "programmes/voorbeeld-2023/people.csv:3:1: there is no role \"manger\"; do you mean \"manager\"?"}};
  for (int i = 0; i < 30; ++i)
    problems.lines.push_back({"people.csv:" + std::to_string(4 + i) + ":1: te weinig kolommen",
                              "people.csv:" + std::to_string(4 + i) + ":1: too few columns"});
  problems.unlisted = 59'968;
  const letters::Composer composer{{}, "werktraject@example.org"};
  for (const auto language : {programme::Language::nl, programme::Language::en}) {
    reader.language = language;
    const auto message = composer.compose_file_problems({.message_id = "x@example.org",
                                                         .coordinator = &reader,
                                                         .programme = &programme,
                                                         .problems = &problems,
                                                         .revision = 3,
                                                         .published = at("2023-06-01 09:00"),
                                                         .rehearsal_to = {}},
                                                        at("2023-06-02 09:00"));
    EXPECT_EQ(message.to, "coordinator@example.org");
    expect_golden(language == programme::Language::nl ? "mail/nl/bestanden.txt" : "mail/en/bestanden.txt",
                  message.subject + "\n\n" + message.text);
  }
}

}  // namespace
