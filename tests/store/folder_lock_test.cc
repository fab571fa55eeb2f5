// SPDX-License-Identifier: Apache-2.0
#include "service/store/folder_lock.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include "tests/support/temporary_folder.h"

namespace store {
namespace {

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

}  // namespace
}  // namespace store
