// SPDX-License-Identifier: Apache-2.0
#include "service/store/continuity.h"

#include <gtest/gtest.h>
#include <soci/soci.h>

#include "service/store/connection.h"
#include "tests/support/temporary_folder.h"

namespace store {
namespace continuity_test {

TEST(Continuity, AnEarlierStateIsNoticedWhateverIsRecordedInIt) {
  const TemporaryFolder folder, backup;
  Store store{folder.path()}, beside{folder.path()};
  Continuity continuity{store};
  EXPECT_FALSE(continuity.is_broken()) << "nothing was written yet";
  continuity.renew();
  EXPECT_FALSE(continuity.is_broken());
  const std::string earlier = look(folder.path()).mark;
  continuity.renew();
  EXPECT_FALSE(continuity.is_broken(beside));
  EXPECT_TRUE(continuity.is_broken(earlier));
  EXPECT_FALSE(continuity.is_broken(look(folder.path()).mark));

  write_state(beside.connection().sql, "mark", earlier);  // As a restored backup has it.
  EXPECT_TRUE(continuity.is_broken());
  EXPECT_TRUE(continuity.is_broken(beside));
  continuity.accept();
  EXPECT_FALSE(continuity.is_broken());
  continuity.renew();
  EXPECT_FALSE(continuity.is_broken());
}

TEST(Continuity, AFailedRenewalBreaksNothing) {
  const TemporaryFolder folder;
  Store store{folder.path()};
  Continuity continuity{store};
  continuity.renew();
  const auto database = folder.path() / "traject.db", away = folder.path() / "away";
  std::filesystem::rename(database, away);
  for (int i = 0; i < 3; ++i) EXPECT_ANY_THROW(continuity.renew());
  std::filesystem::rename(away, database);
  EXPECT_FALSE(continuity.is_broken());
  continuity.renew();
  EXPECT_FALSE(continuity.is_broken());
}

TEST(Continuity, ALookOpensNoEmptyFile) {
  const TemporaryFolder folder;
  const Store store{folder.path()};
  const auto log = folder.path() / "traject.db-wal";
  ASSERT_TRUE(std::filesystem::exists(log));
  std::filesystem::resize_file(folder.path() / "traject.db", 0);
  EXPECT_EQ(look(folder.path()).problem, "the file is empty");
  EXPECT_TRUE(std::filesystem::exists(log)) << "SQLite removes it";
}

TEST(Continuity, ALookAtAFileWritesNothing) {
  const TemporaryFolder folder;
  { const Store store{folder.path()}; }
  const auto sight = look_at_file(folder.path());
  EXPECT_EQ(sight.problem, "");
  EXPECT_EQ(sight.revision, 0);
  EXPECT_EQ(sight.incarnation.size(), 32U);
  EXPECT_FALSE(std::filesystem::exists(folder.path() / "traject.db-wal"));
  std::filesystem::resize_file(folder.path() / "traject.db", 100);
  EXPECT_NE(look_at_file(folder.path()).problem, "");
}

}  // namespace continuity_test
}  // namespace store
