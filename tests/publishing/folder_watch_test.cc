// SPDX-License-Identifier: Apache-2.0
#include "service/publishing/folder_watch.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <fstream>

#include "tests/support/temporary_folder.h"

namespace publishing {
namespace {

namespace fs = std::filesystem;

void write(const fs::path& path, const std::string& text) { std::ofstream{path} << text; }

/// The kernel queues an event before the call that causes it returns, so there is nothing to wait for.
struct FolderWatchTest : testing::Test {
  FolderWatchTest() {
    fs::create_directories(config / "programmes/proef");
    fs::create_directories(config / "templates/nl");
    write(people, "naam\n");
  }
  TemporaryFolder folder;
  const fs::path config = folder.path() / "config";
  const fs::path people = config / "programmes/proef/people.csv";
};

TEST_F(FolderWatchTest, TellsNothingWhenNothingHappens) {
  FolderWatch watch{config};
  EXPECT_FALSE(watch.take_in());
  std::ifstream{people}.get();
  for (const auto& entry : fs::recursive_directory_iterator{config}) static_cast<void>(entry);
  EXPECT_FALSE(watch.take_in());
}

TEST_F(FolderWatchTest, TellsOfEveryWayToSave) {
  FolderWatch watch{config / ""};
  const auto tells = [&](auto&& change) {
    change();
    return watch.take_in() && !watch.take_in();
  };
  EXPECT_TRUE(tells([&] { write(people, "in place\n"); }));
  EXPECT_TRUE(tells([&] {
    write(people.string() + ".new", "beside\n");
    fs::rename(people.string() + ".new", people);
  }));
  EXPECT_TRUE(tells([&] { fs::rename(people, config / "elders"); }));
  EXPECT_TRUE(tells([&] { fs::copy_file(config / "elders", people); }));
  EXPECT_TRUE(tells([&] { fs::remove(people); }));
  EXPECT_TRUE(tells([&] { fs::create_symlink("../../elders", people); }));
  EXPECT_TRUE(tells([&] { write(config / "templates/nl/werksessie.md", "dag\n"); }));
  EXPECT_TRUE(tells([&] { write(config / "service.toml", ""); }));
}

TEST_F(FolderWatchTest, SeesIntoFoldersThatAreNew) {
  FolderWatch watch{config};
  fs::create_directory(config / "programmes/ander");
  EXPECT_TRUE(watch.take_in());
  write(config / "programmes/ander/people.csv", "naam\n");
  EXPECT_TRUE(watch.take_in());
}

TEST_F(FolderWatchTest, SeesLinksBeingSwapped) {
  fs::create_directories(folder.path() / "one/programmes");
  fs::create_directories(folder.path() / "two/programmes");
  const fs::path link = folder.path() / "linked";
  fs::create_directory_symlink("one", link);
  FolderWatch watch{link};
  const auto swap = [&](const fs::path& at, const fs::path& to) {
    fs::create_directory_symlink(to, at.string() + "_tmp");
    fs::rename(at.string() + "_tmp", at);
  };
  swap(link, "two");
  EXPECT_TRUE(watch.take_in());
  write(folder.path() / "two/programmes/x", "");
  EXPECT_TRUE(watch.take_in());
  fs::create_directory_symlink("/", config / "..data");  // as Kubernetes names it
  FolderWatch inside{config};
  swap(config / "..data", "programmes");
  EXPECT_TRUE(inside.take_in());
}

TEST_F(FolderWatchTest, PassesOverWhatEditorsKeepBesideTheFile) {
  FolderWatch watch{config};
  write(config / "programmes/proef/.people.csv.swp", "x");
  write(config / "programmes/proef/people.csv~", "x");
  EXPECT_FALSE(watch.take_in());
  EXPECT_FALSE(watch.being_written());
}

TEST_F(FolderWatchTest, KnowsWhoHasNotClosedTheFile) {
  FolderWatch watch{config};
  const int file = ::open(people.c_str(), O_WRONLY | O_TRUNC);
  EXPECT_TRUE(watch.take_in());
  EXPECT_TRUE(watch.being_written());
  ASSERT_EQ(::write(file, "half", 4), 4);
  EXPECT_TRUE(watch.take_in());
  EXPECT_TRUE(watch.being_written());
  ::close(file);
  EXPECT_TRUE(watch.take_in());
  EXPECT_FALSE(watch.being_written());
}

TEST_F(FolderWatchTest, TheFolderMayComeAndGo) {
  FolderWatch watch{folder.path() / "later"};
  EXPECT_FALSE(watch.take_in());
  fs::rename(config, folder.path() / "later");
  EXPECT_TRUE(watch.take_in());
  write(folder.path() / "later/programmes/proef/people.csv", "x\n");
  EXPECT_TRUE(watch.take_in());
  fs::remove_all(folder.path() / "later");
  EXPECT_TRUE(watch.take_in());
}

}  // namespace
}  // namespace publishing
