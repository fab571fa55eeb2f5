// SPDX-License-Identifier: Apache-2.0
#include "service/daemon/mail_files.h"

#include <gtest/gtest.h>

#include <chrono>
#include <fstream>

#include "tests/support/temporary_folder.h"

namespace service {
namespace mail_files_test {

namespace fs = std::filesystem;

const programme::Instant cutoff{date::sys_days{date::year{2023} / 6 / 19}};

TEST(MailFiles, OldOnesAreRemovedAndNothingElse) {
  const TemporaryFolder folder;
  const auto write = [&](const char* name, std::chrono::seconds age) {
    std::ofstream{folder.path() / name} << "x";
    fs::last_write_time(folder.path() / name, std::chrono::file_clock::from_sys(cutoff - age));
  };
  write("old.eml", std::chrono::seconds{1});
  write("new.eml", std::chrono::seconds{0});
  write("old.txt", std::chrono::hours{1});
  fs::create_directory(folder.path() / "folder.eml");
  remove_old_mails(folder.path(), cutoff);
  EXPECT_FALSE(fs::exists(folder.path() / "old.eml"));
  EXPECT_TRUE(fs::exists(folder.path() / "new.eml"));
  EXPECT_TRUE(fs::exists(folder.path() / "old.txt"));
  EXPECT_TRUE(fs::exists(folder.path() / "folder.eml"));
  remove_old_mails(folder.path() / "absent", cutoff);
}

}  // namespace mail_files_test
}  // namespace service
