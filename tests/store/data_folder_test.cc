// SPDX-License-Identifier: Apache-2.0
#include "service/store/data_folder.h"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <fstream>

#include "service/store/store.h"
#include "tests/support/temporary_folder.h"

namespace store {
namespace {

TEST(KeyFile, IsMadeOnceAndForItsOwnerOnly) {
  const TemporaryFolder folder;
  const auto first = open_key(folder.path());
  EXPECT_EQ(open_key(folder.path()), first);

  struct stat status {};
  ASSERT_EQ(stat((folder.path() / "feed.key").c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777, 0600U);
  EXPECT_EQ(status.st_size, 32);
  const TemporaryFolder elsewhere;
  EXPECT_NE(open_key(elsewhere.path()), first);
}

TEST(KeyFile, IsRefusedWhenOthersCanReadIt) {
  for (const mode_t mode : {0640U, 0604U, 0660U, 0644U}) {
    const TemporaryFolder folder;
    open_key(folder.path());
    ASSERT_EQ(chmod((folder.path() / "feed.key").c_str(), mode), 0);
    EXPECT_THROW(open_key(folder.path()), std::runtime_error) << std::oct << mode;
  }
}

TEST(KeyFile, IsRefusedWhenDamaged) {
  for (const std::size_t size : {0U, 31U, 33U}) {
    const TemporaryFolder folder;
    const auto path = folder.path() / "feed.key";
    std::ofstream{path} << std::string(size, 'x');
    ASSERT_EQ(chmod(path.c_str(), 0600), 0);
    EXPECT_THROW(open_key(folder.path()), std::runtime_error) << size;
  }
}

TEST(KeyFile, IsNotMadeAnewBesideADatabase) {
  const TemporaryFolder folder;
  open_key(folder.path());
  std::ofstream{folder.path() / "traject.db"} << "x";
  EXPECT_NO_THROW(open_key(folder.path()));
  std::filesystem::remove(folder.path() / "feed.key");
  EXPECT_THROW(open_key(folder.path()), std::runtime_error);
  EXPECT_FALSE(std::filesystem::exists(folder.path() / "feed.key"));
}

TEST(KeyFile, DoesNotFollowALink) {
  const TemporaryFolder folder;
  open_key(folder.path());
  const TemporaryFolder other;
  std::filesystem::create_symlink(folder.path() / "feed.key", other.path() / "feed.key");
  EXPECT_THROW(open_key(other.path()), std::runtime_error);
}

/// The reason why the key cannot be opened, without the folder's name.
std::string refusal(const TemporaryFolder& folder) {
  try {
    open_key(folder.path());
    return "none";
  } catch (const std::runtime_error& error) {
    const std::string message = error.what();
    return message.substr(folder.path().string().size() + 1);
  }
}

TEST(KeyFile, IsNoNamedPipeFolderOrLink) {
  const std::string rest = ", and must be the file with the key of 32 octets; put it back from the backup";
  const TemporaryFolder pipe, folder, link;
  ASSERT_EQ(mkfifo((pipe.path() / "feed.key").c_str(), 0600), 0);
  EXPECT_EQ(refusal(pipe), "feed.key is a named pipe" + rest);
  std::filesystem::create_directory(folder.path() / "feed.key");
  EXPECT_EQ(refusal(folder), "feed.key is a folder" + rest);
  std::filesystem::create_symlink("/dev/zero", link.path() / "feed.key");
  EXPECT_EQ(refusal(link), "feed.key is a link" + rest);
}

TEST(FolderLock, IsHeldByOneAtATime) {
  const TemporaryFolder folder;
  {
    const FolderLock first{folder.path()};
    try {
      const FolderLock second{folder.path()};
      FAIL() << "a second lock was given";
    } catch (const std::runtime_error& error) {
      const std::string message = error.what();
      EXPECT_NE(message.find(folder.path().string()), std::string::npos) << message;
      EXPECT_NE(message.find(std::to_string(getpid())), std::string::npos) << message;
    }
  }
  EXPECT_NO_THROW(FolderLock{folder.path()});
}

TEST(FolderLock, MakesTheFolder) {
  const TemporaryFolder folder;
  const FolderLock lock{folder.path() / "new" / "data"};
  EXPECT_TRUE(std::filesystem::is_directory(folder.path() / "new" / "data"));
}

TEST(FolderLock, KeepsASecondServiceOutWithoutItsFile) {
  const TemporaryFolder folder;
  FolderLock first{folder.path()};
  EXPECT_EQ(first.restore(), "");
  std::filesystem::remove(folder.path() / "serve.lock");
  EXPECT_THROW(FolderLock{folder.path()}, std::runtime_error);
  EXPECT_FALSE(std::filesystem::exists(folder.path() / "serve.lock")) << "the second has made nothing";
  EXPECT_EQ(first.restore(), "serve.lock was removed from " + folder.path().string() + "; it is there again");
  EXPECT_EQ(first.restore(), "");
  try {
    const FolderLock second{folder.path()};
    FAIL() << "a second lock was given";
  } catch (const std::runtime_error& error) {
    EXPECT_NE(std::string{error.what()}.find(std::to_string(getpid())), std::string::npos) << error.what();
  }
}

TEST(FolderLock, IsTakenAgainWhenAnotherFileStandsThere) {
  const TemporaryFolder folder;
  FolderLock lock{folder.path()};
  std::filesystem::remove(folder.path() / "serve.lock");
  std::ofstream{folder.path() / "serve.lock"} << "1";
  EXPECT_NE(lock.restore(), "");
  EXPECT_EQ(lock.restore(), "");
}

mode_t mode_of(const std::filesystem::path& path) {
  struct stat status {};
  EXPECT_EQ(stat(path.c_str(), &status), 0) << path;
  return status.st_mode & 07777;
}

TEST(DataFolder, IsMadeForItsOwnerAlone) {
  const TemporaryFolder parent;
  const mode_t before = umask(022);
  {
    const Store store{parent.path() / "data"};
    for (const char* name : {"traject.db", "traject.db-wal", "traject.db-shm"})
      EXPECT_EQ(mode_of(parent.path() / "data" / name), 0600U) << name;
  }
  umask(before);
}

TEST(DataFolder, IsClosedToOthersWithALineForEach) {
  const TemporaryFolder folder;
  const Store store{folder.path()};
  const FolderLock lock{folder.path()};
  EXPECT_TRUE(close_to_others(folder.path()).empty());
  ASSERT_EQ(chmod(folder.path().c_str(), 0755), 0);
  for (const char* name : {"traject.db", "traject.db-wal", "serve.lock"})
    ASSERT_EQ(chmod((folder.path() / name).c_str(), 0640), 0);
  const auto lines = close_to_others(folder.path());
  ASSERT_EQ(lines.size(), 4U);
  EXPECT_EQ(lines[0], "others could open " + folder.path().string() + "; it is now for its owner alone");
  EXPECT_EQ(lines[1], "others could open " + (folder.path() / "traject.db").string() +
                          "; it is now for its owner alone");
  EXPECT_EQ(mode_of(folder.path()), 0700U);
  for (const char* name : {"traject.db", "traject.db-wal", "serve.lock"})
    EXPECT_EQ(mode_of(folder.path() / name), 0600U) << name;
  EXPECT_TRUE(close_to_others(folder.path()).empty());
}

TEST(KeyFile, IsMadeBesideADatabaseThatWasNeverUsed) {
  const TemporaryFolder folder;
  { const Store interrupted{folder.path()}; }
  EXPECT_NO_THROW(open_key(folder.path()));
}

}  // namespace
}  // namespace store
