// SPDX-License-Identifier: Apache-2.0
//
// The database connection of a Store, and what every class of this folder that uses it needs.
#pragma once

#include <soci/soci.h>

#include <string>

#include "service/store/store.h"

// As soci/sqlite3/soci-sqlite3.h declares it.
namespace sqlite_api {
struct sqlite3;
}

namespace store {

struct Store::Connection {
  explicit Connection(const std::string& parameters);
  soci::session sql;
};

/// The connection of SQLite below a session.
sqlite_api::sqlite3* handle(soci::session& sql);

/// A value that must survive a restart, by name; empty when there is none. Inside the caller's transaction.
std::string read_state(soci::session& sql, const std::string& name);
void write_state(soci::session& sql, const std::string& name, const std::string& value);

/// Holds all mail for that reason, or with "" releases it. Inside the caller's transaction.
void write_hold(soci::session& sql, const std::string& why, date::sys_seconds now);

/// 128 random bits in hexadecimal.
std::string random_name();

/// Runs, in one transaction, the migrations that the database does not have yet. Throws std::runtime_error
/// when its version is newer than this program knows. `beside_key`: a database that is made now replaces a
/// lost one, which is recorded for take_over().
void migrate(soci::session& sql, bool beside_key);

}  // namespace store
