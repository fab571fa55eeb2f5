// SPDX-License-Identifier: Apache-2.0
#include "service/daemon/store_watch.h"

#include <gtest/gtest.h>

#include <fstream>

#include "service/store/revisions.h"
#include "tests/support/temporary_folder.h"

namespace service {
namespace {

using namespace date::literals;
using State = StoreReport::State;
using std::chrono::seconds;

class StoreWatchTest : public testing::Test {
 protected:
  StoreWatchTest() {
    publish();
    continuity_.renew();
  }

  void publish() {
    store::Revisions revisions{store_};
    const store::RevisionFiles files{{"a", std::to_string(++published_)}};
    revisions.begin({.files = files, .contents = {}, .expected = published_ - 1, .now = now_, .who = "test"})
        .commit();
  }
  void put_in_place(const TemporaryFolder& other) {
    std::filesystem::remove(database_);
    std::filesystem::copy_file(other.path() / "traject.db", database_);
  }
  State state() const { return health_.report().state; }
  /// One look, a second after the one before.
  std::string look() {
    steady_ += seconds{1};
    now_ += seconds{1};
    return watch_.look(steady_, now_);
  }
  std::string looks(int count) {
    std::string all;
    for (int i = 0; i < count; ++i) all += look();
    return all;
  }

  TemporaryFolder folder_;
  const std::filesystem::path database_ = folder_.path() / "traject.db";
  programme::Instant now_ = date::sys_days{2023_y / 6 / 12};
  StoreWatch::Time steady_{};
  int published_ = 0;
  /// Closing moves the tables from the log into the file.
  const bool is_made_ = [this] { return store::Store{folder_.path()}, true; }();
  store::Store store_{folder_.path()};
  store::Continuity continuity_{store_};
  int changes_ = 0;
  StoreHealth health_{[this](const StoreReport&) { ++changes_; }};
  StoreWatch watch_{folder_.path(), continuity_, health_, ""};
};

TEST_F(StoreWatchTest, SaysNothingWhileAllIsWell) {
  EXPECT_EQ(looks(200), "");
  EXPECT_EQ(state(), State::good);
  EXPECT_EQ(changes_, 0);
  EXPECT_GT(health_.report().free_octets, 0U);
  EXPECT_FALSE(watch_.rebuild());
}

TEST_F(StoreWatchTest, ARemovedDatabaseIsNoticedAtOnceAndSoIsItsReturn) {
  looks(3);
  std::filesystem::rename(database_, folder_.path() / "away");
  const auto news = look();
  EXPECT_TRUE(
      news.starts_with("store: traject.db is gone from " + folder_.path().string() +
                       ": what was published stays in service; nothing is recorded or mailed; put the right "
                       "file back, or stop the service, restore the data folder from the backup"))
      << news;
  const auto since = health_.report().since;
  EXPECT_EQ(since, now_);
  EXPECT_EQ(looks(20), "") << "it is said once";
  EXPECT_EQ(state(), State::gone);
  EXPECT_EQ(health_.report().since, since);
  EXPECT_NE(health_.refusal(), "");
  std::filesystem::rename(folder_.path() / "away", database_);
  EXPECT_EQ(look(), "the store is good again");
  EXPECT_EQ(health_.refusal(), "");
  EXPECT_FALSE(watch_.rebuild());
}

TEST_F(StoreWatchTest, AnotherDatabaseIsAdoptedWhenItIsWhole) {
  const TemporaryFolder other;
  for (const char* name : {"traject.db", "traject.db-wal"})
    std::filesystem::copy_file(folder_.path() / name, other.path() / name);
  { const store::Store moves_the_log_into_the_file{other.path()}; }
  put_in_place(other);
  look();
  EXPECT_EQ(state(), State::replaced);
  EXPECT_FALSE(watch_.rebuild()) << "it may still be written";
  look();
  ASSERT_TRUE(watch_.rebuild());
  EXPECT_TRUE(watch_.rebuild()->is_other_database);
  EXPECT_NE(health_.refusal(), "");

  ASSERT_TRUE(std::filesystem::exists(folder_.path() / "traject.db-wal"));
  set_former_log_aside(folder_.path(), watch_.opened());
  EXPECT_FALSE(std::filesystem::exists(folder_.path() / "traject.db-wal"))
      << "the log of the former database";
  EXPECT_TRUE(std::filesystem::exists(folder_.path() / "traject.db-wal.former"));
}

TEST_F(StoreWatchTest, AnotherFileThatIsOfNoUseIsNotAdopted) {
  for (const std::string content : {"", "no database"}) {
    std::filesystem::remove(database_);
    std::ofstream{database_} << content;
    looks(10);
    EXPECT_EQ(state(), State::replaced) << content;
    EXPECT_FALSE(watch_.rebuild()) << content;
  }
}

TEST_F(StoreWatchTest, TheDatabaseOfAnotherServiceIsNotAdopted) {
  const TemporaryFolder other;
  {
    store::Store theirs{other.path()};
    store::Revisions revisions{theirs};
    const store::RevisionFiles files{{"a", "b"}};
    revisions.begin({.files = files, .contents = {}, .now = now_, .who = "test"}).commit();
  }
  put_in_place(other);
  looks(10);
  EXPECT_EQ(state(), State::replaced);
  EXPECT_NE(health_.report().what.en.find("(it is the database of another service)"), std::string::npos);
  EXPECT_FALSE(watch_.rebuild());
}

TEST_F(StoreWatchTest, AnEmptiedDatabaseIsNoticedWithinSeconds) {
  looks(3);
  std::filesystem::resize_file(database_, 0);
  const auto news = looks(5);
  EXPECT_NE(
      news.find(
          "cannot be used: what was published stays in service; nothing is recorded or mailed (the file "
          "is empty); stop the service"),
      std::string::npos)
      << news;
  EXPECT_EQ(state(), State::damaged);
  EXPECT_FALSE(watch_.rebuild());
}

TEST_F(StoreWatchTest, ContentThatIsReplacedInPlaceIsNoticedWithinSeconds) {
  looks(3);
  std::ofstream{database_, std::ios::in | std::ios::out}
      << std::string(std::filesystem::file_size(database_), 'x');
  looks(5);
  EXPECT_EQ(state(), State::damaged);
}

TEST_F(StoreWatchTest, ARemovedLogIsOpenedAnew) {
  std::filesystem::remove(folder_.path() / "traject.db-wal");
  look();
  ASSERT_TRUE(watch_.rebuild());
  EXPECT_FALSE(watch_.rebuild()->is_other_database)
      << "nothing is lost: closing moves the log into the database";
}

TEST_F(StoreWatchTest, ACopyInMemoryEndsWhenTheDiskTakesWrites) {
  StoreHealth health{[](const StoreReport&) {}};
  const TemporaryFolder other;
  { const store::Store closed_again{other.path()}; }
  store::Store copy{other.path(), store::Use::copy};
  store::Continuity continuity{copy};
  StoreWatch watch{other.path(), continuity, health, "the disk was full"};
  watch.look(steady_ + seconds{1}, now_);
  EXPECT_EQ(health.report().state, State::copied);
  EXPECT_NE(health.refusal(), "") << "what is recorded in a copy would be lost";
  ASSERT_TRUE(watch.rebuild());
  EXPECT_FALSE(watch.rebuild()->is_other_database);
}

}  // namespace
}  // namespace service
