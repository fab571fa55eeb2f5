// SPDX-License-Identifier: Apache-2.0
//
// What a publisher makes of hand-ins, and of a database that is another one than before.
#include "service/publishing/publisher.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "service/store/connection.h"
#include "service/store/data_folder.h"
#include "service/store/outbox.h"
#include "service/store/participation.h"
#include "tests/config_files/test_folder.h"
#include "tests/support/temporary_folder.h"

namespace publishing {
namespace publisher_test {

using namespace date::literals;
using programme::Instant;
using std::chrono::hours;

/// A publisher on a folder, which counts what it makes.
struct PublisherTest : testing::Test {
  PublisherTest() {
    config.overlay(test::fixtures() / "base/config");
    EXPECT_TRUE(publisher.start_with(folder(), {}, {}));
  }

  Configuration folder() const { return read_configuration(config_files::read_files(config.path())); }

  /// By another process.
  void hand_in(const std::string& subject, bool done = true) {
    store::Store other{data.path()};
    const auto& programme = snapshot->timetables->written_programmes().front();
    programme::HandInRecord row;
    row.programme = programme.id;
    for (const auto& entry : snapshot->timetables->shown().entries())
      if (entry.occurrence->library == nullptr) row.activity = entry.occurrence->activity->id;
    row.subject = subject;
    row.done = done;
    row.by = "coordinator";
    EXPECT_TRUE(store::Participation{other}.set_hand_in(row, now += hours{1}));
  }

  std::string person() const { return snapshot->timetables->written_programmes().front().people.front().id; }

  const feeds::Feed& shown() const {
    return *snapshot->catalogue->feeds().find({feeds::FeedKind::person, person()});
  }
  std::string feed() const { return feeds::FeedSet::text(shown()); }

  Publisher::Listeners listeners() {
    return {.on_snapshot =
                [this](const Published& published, const Publisher::Times&) {
                  ++publications;
                  snapshot = published.snapshot;
                },
            .on_other_feeds =
                [this](const auto& other) {
                  ++others;
                  snapshot = other;
                },
            .on_folder_state = [this](const FolderState& state) { folder_state = state; },
            .on_file_problems = [](const letters::FileProblems&) {},
            .on_store_failure = [this] { ++store_failures; },
            .info = [](const std::string&) {},
            .warning = [this](const std::string& line) { warnings.push_back(line); },
            .error = [this](const std::string& line) { errors.push_back(line); }};
  }

  Publisher::Setup setup() {
    return {.automatic = true, .now = [this] { return now; }, .refusal = [this] { return refusal; }};
  }

  /// The folder as it is after an edit.
  Configuration edited() {
    Configuration next = folder();
    auto& toml = std::ranges::find_if(next.texts, [](const auto& file) {
                   return file.first.ends_with("programme.toml");
                 })->second;
    toml += "\n";
    return next;
  }

  void publish_from_another_process() {
    store::Store other{data.path()};
    const auto published =
        publish_configuration(edited(), {.expected = store::Revisions{other}.latest()->number, .who = "an"},
                              {other, key, base}, now += hours{1});
    EXPECT_EQ(published.outcome.kind, store::RevisionOutcome::Kind::made);
  }

  test::ConfigFolder config;
  TemporaryFolder data{memory_folder()};
  const std::string base = "http://127.0.0.1:8080";
  const feeds::TokenKey key{store::open_key(data.path())};
  store::Store store{data.path()};
  store::Continuity continuity{store};
  std::string refusal;
  FolderState folder_state;
  int store_failures = 0;
  Instant now = date::sys_days{2023_y / 5 / 1};
  int publications = 0, others = 0;
  std::vector<std::string> warnings, errors;
  std::shared_ptr<const feeds::Snapshot> snapshot;
  Publisher publisher{setup(), {store, key, base}, continuity, listeners()};
};

TEST_F(PublisherTest, AHandInIsNoPublication) {
  const std::string before = feed();
  publisher.participation_changed();
  EXPECT_EQ(others, 0) << "nobody handed in";
  hand_in(person());
  publisher.participation_changed();
  EXPECT_EQ(publications, 1);
  EXPECT_EQ(others, 1);
  const std::string after = feed();
  EXPECT_NE(after, before);
  publisher.participation_changed();
  EXPECT_EQ(others, 1) << "it is known";
  hand_in(person(), false);
  publisher.poll_store();
  EXPECT_EQ(publications, 1);
  EXPECT_EQ(others, 2);
  EXPECT_NE(feed(), after);
  hand_in("nobody");
  publisher.poll_store();
  EXPECT_EQ(others, 2);
  EXPECT_TRUE(errors.empty());
}

TEST_F(PublisherTest, APublicationTakesTheHandInsAlong) {
  hand_in(person());
  EXPECT_TRUE(publisher.folder_changed(folder(), {}, true));
  EXPECT_EQ(publications, 2);
  const std::string text = feed();
  publisher.participation_changed();
  EXPECT_EQ(others, 0);
  EXPECT_EQ(feed(), text);
}

TEST_F(PublisherTest, AHandInMakesNoRevision) {
  const int revision = snapshot->revision;
  hand_in(person());
  publisher.participation_changed();
  EXPECT_EQ(snapshot->revision, revision);
  EXPECT_EQ(store::Revisions{store}.latest()->number, revision);
}

TEST_F(PublisherTest, AHandInBehindAnothersRevisionComesWithThatRevision) {
  publish_from_another_process();
  hand_in(person());
  publisher.participation_changed();
  EXPECT_EQ(snapshot->revision, 2);
  EXPECT_EQ(publications, 2);
  EXPECT_EQ(others, 0);
  EXPECT_EQ(shown().last_changed, now);
}

TEST_F(PublisherTest, AfterACrashTheFeedsComeFromTheDatabase) {
  hand_in(person());
  Publisher next{setup(), {store, key, base}, continuity, listeners()};
  EXPECT_TRUE(next.start(folder().loaded));
  const std::string started = feed();
  publisher.participation_changed();
  EXPECT_EQ(others, 1);
  EXPECT_EQ(feed(), started);
}

TEST_F(PublisherTest, ADatabaseFromBeforeTheHandInsRaisesTheTimes) {
  hand_in(person());
  publisher.participation_changed();
  const auto before = shown().last_changed;
  auto& sql = store.connection().sql;
  sql << "DELETE FROM hand_in";
  sql << "DELETE FROM worker_state WHERE name = 'participation'";
  now -= hours{24};
  publisher.poll_store();
  EXPECT_EQ(warnings.size(), 1U);
  EXPECT_EQ(publications, 2);
  EXPECT_GT(shown().last_changed, before) << "above what was served, whatever the clock and the database say";
  EXPECT_NE(store::Outbox{store}.hold(), "");
  EXPECT_TRUE(publisher.take_folder_request());
  EXPECT_FALSE(publisher.take_folder_request());
  publisher.poll_store();
  EXPECT_EQ(publications, 2);
}

TEST_F(PublisherTest, AnEarlierStateThatMovedOnAtOnceRaisesTheTimes) {
  continuity.renew();
  publisher.poll_store();
  EXPECT_TRUE(warnings.empty());
  now += hours{24};
  const auto before = shown().last_changed;
  store.connection().sql << "UPDATE worker_state SET value = 'of a backup' WHERE name = 'mark'";
  publish_from_another_process();
  publisher.poll_store();
  EXPECT_EQ(warnings.size(), 1U);
  EXPECT_EQ(snapshot->revision, 2);
  EXPECT_GT(shown().last_changed, before);
  EXPECT_NE(store::Outbox{store}.hold().find("the database came back in an earlier state"),
            std::string::npos);
  EXPECT_FALSE(continuity.is_broken());
  publisher.poll_store();
  EXPECT_EQ(warnings.size(), 1U) << "it is dealt with";
  EXPECT_EQ(store_failures, 0);
}

TEST_F(PublisherTest, AHandInInAnEarlierStateIsNotTakenForALaterOne) {
  continuity.renew();
  store.connection().sql << "UPDATE worker_state SET value = 'of a backup' WHERE name = 'mark'";
  hand_in(person());
  publisher.participation_changed();
  EXPECT_EQ(others, 0);
  EXPECT_EQ(publications, 2) << "all is published again, with later times";
  EXPECT_EQ(warnings.size(), 1U);
}

TEST_F(PublisherTest, ADatabaseThatIsEmptyIsPublishedIntoAndHeld) {
  continuity.renew();
  const auto before = shown().last_changed;
  for (const char* table : {"revision", "revision_file", "file_content", "occurrence", "worker_state"})
    store.connection().sql << std::string{"DELETE FROM "} + table;
  publisher.poll_store();
  EXPECT_EQ(publications, 2);
  EXPECT_EQ(snapshot->revision, 1);
  EXPECT_GT(shown().last_changed, before);
  EXPECT_NE(store::Outbox{store}.hold(), "");
  publisher.poll_store();
  EXPECT_EQ(publications, 2);
}

TEST_F(PublisherTest, NothingIsPublishedWhileTheStoreIsClosed) {
  refusal = "traject.db is gone";
  EXPECT_FALSE(publisher.folder_changed(edited(), {}));
  EXPECT_EQ(folder_state.problem, "traject.db is gone");
  EXPECT_TRUE(folder_state.differs) << "the files are not said to be published";
  hand_in(person());
  publisher.poll_store();
  EXPECT_EQ(publications, 1);
  EXPECT_EQ(others, 0);
  refusal.clear();
  publisher.store_is_good_again();
  EXPECT_EQ(others, 1) << "the hand-in";
  EXPECT_TRUE(publisher.take_folder_request());
  EXPECT_TRUE(publisher.folder_changed(edited(), {}));
  EXPECT_EQ(snapshot->revision, 2);
  EXPECT_EQ(folder_state, FolderState{});
}

TEST_F(PublisherTest, AMovedDatabaseTakesNoRevisionAndIsReported) {
  const auto database = data.path() / "traject.db", away = data.path() / "away";
  std::filesystem::rename(database, away);
  EXPECT_FALSE(publisher.folder_changed(edited(), {}));
  EXPECT_EQ(store_failures, 1);
  EXPECT_TRUE(folder_state.differs);
  EXPECT_EQ(
      folder_state.problem,
      "the open database was removed or replaced by another file; nothing is recorded until it is back");
  std::filesystem::rename(away, database);
  EXPECT_TRUE(publisher.folder_changed(edited(), {}));
  EXPECT_EQ(snapshot->revision, 2);
}

TEST_F(PublisherTest, AStartOnAnOlderDatabaseRaisesTheTimes) {
  const auto before = shown().last_changed;
  auto restored = setup();
  restored.served_before = publisher.latest_served() + hours{24};
  Publisher next{std::move(restored), {store, key, base}, continuity, listeners()};
  EXPECT_TRUE(next.start(folder().loaded));
  EXPECT_GT(shown().last_changed, before + hours{24});
  EXPECT_NE(store::Outbox{store}.hold(), "");
}

}  // namespace publisher_test
}  // namespace publishing
