// SPDX-License-Identifier: Apache-2.0
//
// A file system that refuses to write is simulated by the limit on the size of files of this process.
#include "service/store/failure.h"

#include <gtest/gtest.h>
#include <signal.h>
#include <soci/soci.h>
#include <sys/resource.h>

#include <fstream>
#include <iterator>

#include "service/store/continuity.h"
#include "service/store/revisions.h"
#include "tests/store/databases.h"
#include "tests/support/temporary_folder.h"

namespace store {
namespace failure_test {

/// While it exists, no file of this process can grow beyond so many octets.
class FileLimit {
 public:
  explicit FileLimit(rlim_t octets) : handler_{signal(SIGXFSZ, SIG_IGN)} {
    getrlimit(RLIMIT_FSIZE, &before_);
    const rlimit now{.rlim_cur = octets, .rlim_max = before_.rlim_max};
    setrlimit(RLIMIT_FSIZE, &now);
  }
  ~FileLimit() {
    setrlimit(RLIMIT_FSIZE, &before_);
    signal(SIGXFSZ, handler_);
  }
  FileLimit(const FileLimit&) = delete;
  FileLimit& operator=(const FileLimit&) = delete;

 private:
  rlimit before_{};
  void (*handler_)(int);
};

std::string read_text(const std::filesystem::path& path) {
  std::ifstream file{path, std::ios::binary};
  return {std::istreambuf_iterator<char>{file}, {}};
}

template <typename Act>
Failure failure_in(const Act& act, std::string& words) {
  try {
    act();
  } catch (const std::exception& error) {
    words = in_words(error);
    return failure_of(error);
  }
  return Failure::none;
}

const RevisionFiles files{{"a", std::string(100'000, 'x')}};
const programme::Instant monday = date::sys_days{date::year{2023} / 5 / 1};

TEST(Failure, ALimitOnFilesLosesNothingThatWasRecorded) {
  const TemporaryFolder folder;
  Store store{folder.path()};
  Revisions revisions{store};
  std::string words;
  {
    const FileLimit limit{4'096};
    EXPECT_EQ(failure_in(
                  [&] { publish(revisions, {.files = files, .contents = {}, .now = monday, .who = "test"}); },
                  words),
              Failure::unwritable);
  }
  EXPECT_TRUE(
      words.starts_with("nothing can be written to the data folder; make room on its disk, or make it "
                        "writable ("))
      << words;
  EXPECT_EQ(revisions.latest(), std::nullopt);
  EXPECT_EQ(publish(revisions, {.files = files, .contents = {}, .now = monday, .who = "test"}).kind,
            RevisionOutcome::Kind::made);
  EXPECT_EQ(revisions.files(1), files);
}

TEST(Failure, ADatabaseThatCannotBeOpenedForWritingIsRead) {
  const TemporaryFolder folder;
  {
    Store store{folder.path()};
    Revisions revisions{store};
    publish(revisions, {.files = files, .contents = {}, .now = monday, .who = "test"});
  }
  std::string words;
  const FileLimit limit{0};
  EXPECT_EQ(failure_in([&] { const Store store{folder.path()}; }, words), Failure::unwritable) << words;
  EXPECT_NE(words.find("cannot use the database " + (folder.path() / "traject.db").string()),
            std::string::npos)
      << words;
  Store copy{folder.path(), Use::copy};
  EXPECT_EQ(Revisions{copy}.files(1), files);
}

TEST(Failure, ACopyHasWhatIsInTheLogAndKeepsItsChangesToItself) {
  const TemporaryFolder folder, crashed;
  Store store{folder.path()};
  Revisions revisions{store};
  publish(revisions, {.files = files, .contents = {}, .now = monday, .who = "test"});
  // As a killed process leaves it.
  for (const char* name : {"traject.db", "traject.db-wal"})
    std::filesystem::copy_file(folder.path() / name, crashed.path() / name);
  ASSERT_GT(std::filesystem::file_size(crashed.path() / "traject.db-wal"), 100'000U);

  Store copy{crashed.path(), Use::copy};
  EXPECT_EQ(Revisions{copy}.files(1), files);
  const RevisionFiles other{{"a", "y"}};
  Revisions in_memory{copy};
  publish(in_memory, {.files = other, .contents = {}, .expected = 1, .now = monday, .who = "test"});
  EXPECT_EQ(in_memory.latest()->number, 2);
  EXPECT_FALSE(std::filesystem::exists(crashed.path() / "traject.db-shm"));
  Store again{crashed.path()};
  EXPECT_EQ(Revisions{again}.latest()->number, 1);
}

/// A new version of the program on a full disk: the database on the disk stays as it is.
TEST(Failure, ACopyIsBroughtUpToDateInMemoryAlone) {
  const TemporaryFolder folder;
  load_dump(folder.path(), read_text(SOURCE_DIR "/tests/data/store/version6/traject.sql"));
  const std::string before = read_text(folder.path() / "traject.db");
  const FileLimit limit{0};
  Store copy{folder.path(), Use::copy};
  EXPECT_GT(Revisions{copy}.latest()->number, 0);
  EXPECT_EQ(read_text(folder.path() / "traject.db"), before);
}

TEST(Failure, ADamagedFileIsNamedWithWhatHelps) {
  const TemporaryFolder folder;
  { const Store store{folder.path()}; }
  std::ofstream{folder.path() / "traject.db"} << std::string(8'192, 'x');
  std::string words;
  EXPECT_EQ(failure_in([&] { const Store store{folder.path()}; }, words), Failure::damaged);
  EXPECT_NE(
      words.find("the database is damaged; stop the service, restore the backup and run 'traject publish "
                 "--restored'"),
      std::string::npos)
      << words;
  EXPECT_EQ(failure_in([&] { const Store store{folder.path(), Use::copy}; }, words), Failure::damaged);
  EXPECT_EQ(look(folder.path()).failure, Failure::damaged);
}

TEST(Failure, AMovedDatabaseTakesNothing) {
  const TemporaryFolder folder;
  Store store{folder.path()};
  Revisions revisions{store};
  const auto database = folder.path() / "traject.db", away = folder.path() / "away.db";
  const auto record = [&] {
    publish(revisions, {.files = files, .contents = {}, .now = monday, .who = "test"});
  };
  std::filesystem::rename(database, away);
  std::string words;
  EXPECT_EQ(failure_in(record, words), Failure::moved);
  EXPECT_EQ(
      words,
      "the open database was removed or replaced by another file; nothing is recorded until it is back");
  std::ofstream{database} << "another file";
  EXPECT_EQ(failure_in(record, words), Failure::moved);
  std::filesystem::rename(away, database);
  EXPECT_EQ(failure_in(record, words), Failure::none) << words;
  EXPECT_EQ(revisions.latest()->number, 1);
}

TEST(Failure, OtherExceptionsKeepTheirText) {
  const std::runtime_error error{"something else"};
  EXPECT_EQ(failure_of(error), Failure::none);
  EXPECT_EQ(in_words(error), "something else");
}

}  // namespace failure_test
}  // namespace store
