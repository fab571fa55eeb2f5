// SPDX-License-Identifier: Apache-2.0
#include "service/daemon/participation_actions.h"

#include <gtest/gtest.h>

#include "service/store/participation.h"
#include "tests/support/temporary_folder.h"

namespace service {
namespace {

using namespace date::literals;
using programme::Topic;

class ParticipationActionsTest : public testing::Test {
 protected:
  static std::string key(const std::string& subject) {
    return programme::hand_in_key("traject", "opdracht", "", subject);
  }
  TemporaryFolder folder_;
  programme::Instant now_ = date::sys_days{2023_y / 6 / 12};
  int changes_ = 0;
  int failures_ = 0;
  std::string refusal_;
  web::Actions actions_ = participation_actions({.data_folder = folder_.path(),
                                                 .now = [this] { return now_; },
                                                 .changed = [this] { ++changes_; },
                                                 .refusal = [this] { return refusal_; },
                                                 .failed = [this] { ++failures_; }});
  const programme::HandInRecord assignment_{"traject", "opdracht", "", "an"};
  const programme::HandInRecord others_{"traject", "opdracht", "", "bo"};

  web::Participated participated(const std::string& recipient = "person:an") {
    return actions_.participated(recipient, std::vector<programme::HandInRecord>{assignment_, others_});
  }
};

TEST_F(ParticipationActionsTest, RecordsAHandInAndItsUndoing) {
  EXPECT_TRUE(participated().handed_in.empty());
  EXPECT_TRUE(actions_.set_hand_in(assignment_, true));
  EXPECT_FALSE(actions_.set_hand_in(assignment_, true));
  EXPECT_EQ(participated().handed_in.at(key("an")), now_);
  EXPECT_EQ(participated().handed_in.size(), 1U);
  EXPECT_TRUE(actions_.participated("person:an", {}).handed_in.empty()) << "only what is asked for";

  now_ += std::chrono::hours{1};
  EXPECT_TRUE(actions_.set_hand_in(assignment_, false));
  EXPECT_TRUE(participated().handed_in.empty());
  EXPECT_EQ(changes_, 2) << "only what changes is told";

  store::Store store{folder_.path()};
  const auto rows = store::Participation{store}.hand_ins();
  ASSERT_EQ(rows.size(), 1U);
  EXPECT_FALSE(rows[0].done);
  EXPECT_EQ(rows[0].by, "link");
  EXPECT_EQ(rows[0].changed, now_);
}

TEST_F(ParticipationActionsTest, RecordsAnOptOut) {
  EXPECT_TRUE(actions_.set_opt_out("person:an", Topic::deadlines, true));
  EXPECT_FALSE(actions_.set_opt_out("person:an", Topic::deadlines, true));
  EXPECT_TRUE(participated("person:bo").opted_out.empty());
  EXPECT_EQ(participated().opted_out,
            std::unordered_set<std::string>{programme::opt_out_key("person:an", Topic::deadlines)});
  EXPECT_TRUE(actions_.set_opt_out("person:an", Topic::deadlines, false));
  EXPECT_TRUE(participated().opted_out.empty());
  EXPECT_EQ(changes_, 2);
}

TEST_F(ParticipationActionsTest, SeesWhatOthersRecord) {
  EXPECT_TRUE(participated().handed_in.empty());
  store::Store store{folder_.path()};
  store::Participation coordinator{store};
  EXPECT_TRUE(coordinator.set_hand_in({.programme = "traject",
                                       .activity = "opdracht",
                                       .library = "",
                                       .subject = "bo",
                                       .done = true,
                                       .changed = now_,
                                       .by = "coordinator"},
                                      now_));
  EXPECT_TRUE(participated().handed_in.contains(key("bo")));
  EXPECT_TRUE(coordinator.set_opt_out("person:bo", Topic::general, true, now_));
  EXPECT_EQ(participated("person:bo").opted_out.size(), 1U);
}

TEST_F(ParticipationActionsTest, RefusesWhatWouldBeLost) {
  EXPECT_TRUE(actions_.set_hand_in(assignment_, true));
  const auto database = folder_.path() / "traject.db";
  std::filesystem::rename(database, folder_.path() / "elsewhere");
  EXPECT_THROW(actions_.set_hand_in(assignment_, false), web::NotStored);
  EXPECT_THROW(actions_.set_opt_out("person:an", Topic::deadlines, true), web::NotStored);
  EXPECT_EQ(failures_, 2);
  std::filesystem::rename(folder_.path() / "elsewhere", database);
  EXPECT_EQ(participated().handed_in.size(), 1U) << "what was refused was not recorded";
  EXPECT_TRUE(actions_.set_hand_in(assignment_, false)) << "the same file is back";

  refusal_ = "the disk is full";
  EXPECT_THROW(actions_.set_hand_in(assignment_, true), web::NotStored);
  EXPECT_TRUE(participated().handed_in.empty());
  EXPECT_EQ(failures_, 2) << "nothing was tried";
}

}  // namespace
}  // namespace service
