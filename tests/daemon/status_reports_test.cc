// SPDX-License-Identifier: Apache-2.0
#include "service/daemon/status_reports.h"

#include <gtest/gtest.h>

#include "tests/support/temporary_folder.h"

namespace service {
namespace status_reports_test {

using Task = publishing::Publisher::Task;
using web::Health;
using web::Part;
using web::PartStatus;

const programme::Instant start{date::sys_days{date::year{2023} / 6 / 19} + std::chrono::hours{8}};

class StatusReportsTest : public testing::Test {
 protected:
  void mail(const MailReport& report) { show_mail(board_, report, "smtp.example.org", start); }
  PartStatus part(Part part) const { return *board_.status(start, {}).find(part); }
  Health health(Part which) const { return part(which).main.condition.health; }
  std::string what(Part which) const { return part(which).main.condition.what.en; }

  web::StatusBoard board_{start};
};

TEST_F(StatusReportsTest, WhatWaitsForAPersonIsSaidUntilItIsGone) {
  MailReport report;
  report.counted = true;
  report.hold = "the clock jumped";
  report.mails.by_state = {{"waiting", 4}, {"poison", 1}, {"queued", 2}, {"retry", 5}};
  report.waiting = 3;
  mail(report);
  EXPECT_EQ(health(Part::mail), Health::attention);
  EXPECT_EQ(part(Part::mail).also.size(), 2U);
  report.hold.clear();
  report.mails.by_state = {{"queued", 2}, {"retry", 5}};
  report.waiting = 0;
  mail(report);
  EXPECT_EQ(what(Part::mail), "nothing is held; mails in the queue: 7");
  EXPECT_EQ(health(Part::mail), Health::ok);
}

TEST_F(StatusReportsTest, MailsThatWaitForAnAddressNeedAPerson) {
  MailReport report;
  report.counted = true;
  report.refused = 2;
  mail(report);
  EXPECT_EQ(what(Part::mail), "mails that wait for another address: 2");
  EXPECT_EQ(health(Part::mail), Health::attention);
  report.refused = 0;
  mail(report);
  EXPECT_EQ(health(Part::mail), Health::ok);
}

TEST_F(StatusReportsTest, AFailedTurnLeavesWhatWasKnown) {
  MailReport report;
  report.counted = true;
  report.waiting = 3;
  report.pause = store::MailPause{};
  mail(report);
  MailReport broken;
  broken.failure = "disk I/O error";
  mail(broken);
  EXPECT_EQ(what(Part::mail), "no mail is decided or sent: disk I/O error");
  ASSERT_EQ(part(Part::mail).also.size(), 1U);
  EXPECT_EQ(health(Part::relay), Health::attention);
  mail(report);
  EXPECT_EQ(health(Part::mail), Health::attention) << "it works again, and three still wait";
}

TEST_F(StatusReportsTest, AClockThatCannotBeRightStopsMail) {
  MailReport report;
  report.clock = programme::Text{"de klok staat op 1970", "the clock shows 1970"};
  mail(report);
  EXPECT_EQ(what(Part::clock), "the clock shows 1970");
  EXPECT_EQ(health(Part::clock), Health::failed);
  EXPECT_EQ(health(Part::mail), Health::failed);
  report = {};
  report.counted = true;
  report.clock_behind = true;
  mail(report);
  EXPECT_EQ(what(Part::clock), "the clock is behind the last time that mail was looked at");
  EXPECT_EQ(health(Part::mail), Health::failed);
  report.clock_behind = false;
  mail(report);
  EXPECT_EQ(board_.status(start, {}).health(), Health::ok);
}

TEST_F(StatusReportsTest, FilesAreAtFaultOnlyForTheirMistakes) {
  show_folder(board_, {.problem = "a.toml:1:1: fout", .errors = 1, .first = "a.toml:1:1"}, start);
  EXPECT_EQ(health(Part::files), Health::attention);
  EXPECT_EQ(health(Part::publication), Health::ok);
  show_folder(board_, {.problem = "disk I/O error", .differs = true}, start);
  EXPECT_EQ(health(Part::files), Health::ok);
  EXPECT_EQ(health(Part::publication), Health::attention);
  EXPECT_EQ(what(Part::publication), "the files have changed but are not published: disk I/O error");
  show_folder(board_, {}, start);
  EXPECT_EQ(board_.status(start, {}).health(), Health::ok);
}

TEST_F(StatusReportsTest, FaultsOfTheStoreComeAndGoByTask) {
  show_task(board_, Task::adopt, "database disk image is malformed", start);
  show_task(board_, Task::hand_ins, "database is locked", start);
  EXPECT_EQ(health(Part::store), Health::failed);
  show_task(board_, Task::adopt, "", start);
  EXPECT_EQ(what(Part::store), "the database fails: database is locked");
  show_task(board_, Task::hand_ins, "", start);
  EXPECT_EQ(what(Part::store), "the database works");
  show_task(board_, Task::rebuild, "database is locked", start);
  EXPECT_EQ(health(Part::publication), Health::attention);
  show_task(board_, Task::rebuild, "", start);
  EXPECT_EQ(board_.status(start, {}).health(), Health::ok);
}

TEST(DiskSpace, IsMeasuredWhereTheFolderIs) {
  const TemporaryFolder folder;
  const auto space = disk_space(folder.path());
  ASSERT_TRUE(space);
  EXPECT_GT(space->total, 0U);
  EXPECT_LE(space->free, space->total);
  EXPECT_FALSE(disk_space(folder.path() / "nothing"));
}

}  // namespace status_reports_test
}  // namespace service
