// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>
#include <soci/soci.h>
#include <soci/sqlite3/soci-sqlite3.h>

#include "service/store/links.h"
#include "service/store/revisions.h"
#include "tests/store/outbox_fixture.h"

namespace store {
namespace {

/// A database as the first version of the program left it.
void make_version_one(const std::filesystem::path& folder) {
  soci::session sql{soci::sqlite3, "db=" + (folder / "traject.db").string()};
  sql << "PRAGMA journal_mode=WAL";
  sql << "CREATE TABLE schema_version (version INTEGER NOT NULL)";
  sql << "CREATE TABLE occurrence (uid VARCHAR(80) NOT NULL PRIMARY KEY, fingerprint VARCHAR(64) NOT NULL,"
         " sequence INTEGER NOT NULL, first_published BIGINT NOT NULL, last_changed BIGINT NOT NULL)";
  sql << "CREATE TABLE feed_generation (kind VARCHAR(16) NOT NULL, id VARCHAR(254) NOT NULL,"
         " generation INTEGER NOT NULL, PRIMARY KEY (kind, id))";
  sql << "INSERT INTO schema_version (version) VALUES (1)";
  sql << "INSERT INTO occurrence (uid, fingerprint, sequence, first_published, last_changed)"
         " VALUES ('u1', 'aaaa', 7, 100, 200)";
  sql << "INSERT INTO feed_generation (kind, id, generation) VALUES ('person', 'an', 3)";
}

TEST(Migration, AVersionOneDatabaseKeepsItsRows) {
  const TemporaryFolder folder;
  make_version_one(folder.path());
  for (int start = 0; start < 2; ++start) {
    Store store{folder.path()};
    const auto stamps = store.record(std::vector<programme::Content>{{"u1", "aaaa"}}, nine);
    EXPECT_EQ(stamps.at(0),
              (programme::Stamp{Instant{seconds{100}}, programme::sequence_epoch + seconds{8}}));
    EXPECT_EQ(Links{store}.all().of("person", "an"), programme::Link{3});
    EXPECT_EQ(Revisions{store}.latest(), std::nullopt);
    EXPECT_TRUE(Outbox{store}.list({}, 1).empty());
    EXPECT_TRUE(Participation{store}.hand_ins().empty());
  }
  soci::session sql{soci::sqlite3, "db=" + (folder.path() / "traject.db").string()};
  int version = 0, rows = 0;
  sql << "SELECT MAX(version), COUNT(*) FROM schema_version", soci::into(version), soci::into(rows);
  EXPECT_EQ(version, 9);
  EXPECT_EQ(rows, 9);
}

TEST(Migration, NoKeyColumnIsNullable) {
  const TemporaryFolder folder;
  { const Store store{folder.path()}; }
  soci::session sql{soci::sqlite3, "db=" + (folder.path() / "traject.db").string()};
  int nullable = 0, columns = 0;
  sql << "SELECT COUNT(*), SUM(CASE WHEN c.\"notnull\" = 0 THEN 1 ELSE 0 END) FROM sqlite_master m,"
         " pragma_table_info(m.name) c WHERE m.type = 'table'",
      soci::into(columns), soci::into(nullable);
  EXPECT_GT(columns, 60);
  EXPECT_EQ(nullable, 0);
}

}  // namespace
}  // namespace store
