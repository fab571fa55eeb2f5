// SPDX-License-Identifier: Apache-2.0
#include "service/store/schema.h"

#include <array>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "service/store/transaction.h"

namespace store {
namespace {

using Migration = std::vector<std::string_view>;

/// Migration i takes a database from version i to i + 1. Only ever append: databases out there have run these.
const std::array<Migration, 1> migrations{{
    {
        "CREATE TABLE occurrence ("
        " uid VARCHAR(80) NOT NULL PRIMARY KEY,"
        " fingerprint VARCHAR(64) NOT NULL,"
        " sequence INTEGER NOT NULL,"
        " first_published BIGINT NOT NULL,"  // seconds since 1970, UTC
        " last_changed BIGINT NOT NULL)",
        "CREATE TABLE feed_generation ("
        " kind VARCHAR(16) NOT NULL,"
        " id VARCHAR(254) NOT NULL,"
        " generation INTEGER NOT NULL,"
        " PRIMARY KEY (kind, id))",
    },
}};

}  // namespace

void migrate(soci::session& sql) {
  WriteTransaction transaction{sql};
  sql << "CREATE TABLE IF NOT EXISTS schema_version (version INTEGER NOT NULL)";
  int version = 0;
  sql << "SELECT COALESCE(MAX(version), 0) FROM schema_version", soci::into(version);
  const auto known = static_cast<int>(migrations.size());
  if (version > known)
    throw std::runtime_error{"the database has schema version " + std::to_string(version) +
                             ", this program knows " + std::to_string(known) +
                             ": it was written by a newer version, which must go on using it"};
  for (int i = version; i < known; ++i) {
    for (const auto statement : migrations[static_cast<std::size_t>(i)]) sql << std::string{statement};
    const int reached = i + 1;
    sql << "INSERT INTO schema_version (version) VALUES (:version)", soci::use(reached, "version");
  }
  transaction.commit();
}

}  // namespace store
