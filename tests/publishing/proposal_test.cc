// SPDX-License-Identifier: Apache-2.0
#include "service/publishing/proposal.h"

#include <gtest/gtest.h>

#include <future>

#include "service/store/announcements.h"
#include "service/store/data_folder.h"
#include "tests/config_files/test_folder.h"

namespace publishing {
namespace proposal_test {

using namespace date::literals;
using std::chrono::minutes;

const programme::Instant monday = date::sys_days{2023_y / 5 / 1};
const std::string toml = "programmes/proef/programme.toml";

struct ProposalTest : testing::Test {
  ProposalTest() { config.overlay(test::fixtures() / "base/config"); }

  Configuration folder() const { return read_configuration(config_files::read_files(config.path())); }

  Proposal propose_folder(ProposalOptions options = {}) {
    options.folder = config.path();
    Configuration configuration = folder();
    const Head head = read_head(store, configuration.loaded, now);
    return propose(head, std::move(configuration), now, options);
  }
  PublishResult publish_as_an(const Proposal& proposal) {
    return publish(proposal, "an", "daarom", {store, key, base}, now);
  }
  /// What was changed becomes the next revision.
  void publish_folder() {
    const auto result = publish_as_an(propose_folder());
    ASSERT_TRUE(std::holds_alternative<Accepted>(result));
    now += minutes{1};
  }
  void retitle(const std::string& title) {
    std::string text = test::read_file(config.path() / toml);
    const std::size_t at = text.rfind("title = \"") + 9;  // of the session
    config.write(toml, text.replace(at, text.find('"', at) - at, title));
  }
  /// So that revision 2 holds something that people of revision 1 are still to be mailed about.
  void move_session() {
    std::string text = test::read_file(config.path() / toml);
    const std::size_t at = text.find("date = ") + 7;
    config.write(toml, text.replace(at, 10, "2023-06-22"));
  }
  int latest() { return revisions.latest() ? revisions.latest()->number : 0; }

  test::ConfigFolder config;
  TemporaryFolder data{memory_folder()};
  const std::string base = "http://127.0.0.1:8080";
  const feeds::TokenKey key{store::open_key(data.path())};
  store::Store store{data.path()};
  store::Revisions revisions{store};
  programme::Instant now = monday;
};

TEST_F(ProposalTest, BecomesTheNextRevisionAsItWasShown) {
  publish_folder();
  retitle("Een andere titel");
  const Proposal proposal = propose_folder();
  EXPECT_EQ(proposal.base, 1);
  ASSERT_TRUE(proposal.plan);
  EXPECT_FALSE(proposal.plan->empty());
  EXPECT_EQ(latest(), 1);
  const auto result = publish_as_an(proposal);
  ASSERT_TRUE(std::holds_alternative<Accepted>(result));
  const auto& accepted = std::get<Accepted>(result);
  EXPECT_EQ(accepted.published.snapshot->revision, 2);
  EXPECT_EQ(accepted.left_behind.digest, "");
  EXPECT_EQ(revisions.latest()->who, "an");
  EXPECT_EQ(revisions.latest()->why, "daarom");
  EXPECT_EQ(revisions.difference(2), proposal.difference);
  EXPECT_NE(proposal.difference, "");
}

TEST_F(ProposalTest, IsTheSameOnAnotherThreadWithoutTheStore) {
  publish_folder();
  retitle("Een andere titel");
  const Configuration next = folder();
  const Head head = read_head(store, next.loaded, now);
  const auto propose_now = [&] { return propose(head, next, now).difference; };
  EXPECT_EQ(std::async(std::launch::async, propose_now).get(), propose_folder().difference);
}

TEST_F(ProposalTest, IsNotPublishedWhenTheFilesChangedMeanwhile) {
  const Proposal proposal = propose_folder();
  retitle("Een andere titel");
  EXPECT_TRUE(std::holds_alternative<FilesChanged>(publish_as_an(proposal)));
  EXPECT_EQ(latest(), 0);
}

TEST_F(ProposalTest, IsNotPublishedOverAnotherRevision) {
  publish_folder();
  retitle("Een andere titel");
  const Proposal early = propose_folder();
  publish_folder();
  const auto result = publish_as_an(early);
  ASSERT_TRUE(std::holds_alternative<Overtaken>(result));
  EXPECT_EQ(std::get<Overtaken>(result).latest->number, 2);
  EXPECT_EQ(latest(), 2);
}

TEST_F(ProposalTest, IsNotKeptFromPeopleBehindWhatTheyAreStillToBeMailedAbout) {
  publish_folder();
  store::Announcements announcements{store};
  announcements.set_announced(1);
  move_session();
  publish_folder();
  retitle("Een andere titel");
  const Proposal proposal = propose_folder({.folder = {}, .no_mail = true});
  EXPECT_FALSE(proposal.pending.recipients.empty());
  EXPECT_TRUE(std::holds_alternative<MailPending>(publish_as_an(proposal)));
  EXPECT_EQ(latest(), 2);
  EXPECT_EQ(announcements.announced(), 1);
}

TEST_F(ProposalTest, WithoutMailIsAnnouncedUpToItsBase) {
  publish_folder();
  store::Announcements announcements{store};
  announcements.set_announced(1);
  retitle("Een titel");
  move_session();
  publish_folder();
  announcements.set_announced(2);
  retitle("Een andere titel");
  const Proposal proposal = propose_folder({.folder = {}, .no_mail = true});
  EXPECT_TRUE(proposal.plan->mails.empty());
  EXPECT_TRUE(std::holds_alternative<Accepted>(publish_as_an(proposal)));
  EXPECT_TRUE(revisions.latest()->no_mail);
  EXPECT_EQ(announcements.announced(), 2);
}

TEST_F(ProposalTest, IsNotPublishedByAClockThatCannotBeRight) {
  publish_folder();
  retitle("Een andere titel");
  const Proposal proposal = propose_folder();
  const auto published_at = [&](programme::Instant moment) {
    return publish(proposal, "an", "", {store, key, base, now - std::chrono::hours{48}}, moment);
  };
  const auto result = published_at(now - std::chrono::hours{25});
  ASSERT_TRUE(std::holds_alternative<ClockWrong>(result));
  EXPECT_EQ(latest(), 1);
  EXPECT_TRUE(std::holds_alternative<Accepted>(published_at(now)));
}

TEST_F(ProposalTest, OfAnEarlierRevisionLeavesTheFilesBehind) {
  publish_folder();
  retitle("Een andere titel");
  publish_folder();
  const Configuration around = folder();
  const Proposal back =
      propose(read_head(store, around.loaded, now), read_revision(revisions, 1, around.loaded), now,
              {.folder = config.path(), .back_to = 1});
  const auto result = publish_as_an(back);
  ASSERT_TRUE(std::holds_alternative<Accepted>(result));
  const LeftBehind& left = std::get<Accepted>(result).left_behind;
  EXPECT_EQ(left.folder, config.path());
  EXPECT_EQ(left.digest, store::digest_of(around.texts));
  EXPECT_EQ(revisions.ignored_folder_digest(), left.digest);
  EXPECT_EQ(revisions.files(3), revisions.files(1));
}

}  // namespace proposal_test
}  // namespace publishing
