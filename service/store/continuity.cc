// SPDX-License-Identifier: Apache-2.0
#include "service/store/continuity.h"

#include <soci/sqlite3/soci-sqlite3.h>

#include <algorithm>
#include <filesystem>

#include "service/store/connection.h"
#include "service/store/database_copy.h"
#include "service/store/failure.h"
#include "service/store/transaction.h"

namespace store {
namespace {

constexpr const char* mark_name = "mark";

Sight read_sight(soci::session& sql) {
  Sight sight;
  sight.incarnation = read_state(sql, "incarnation");
  sight.mark = read_state(sql, mark_name);
  sql << "SELECT COALESCE(MAX(number), 0) FROM revision", soci::into(sight.revision);
  return sight;
}

template <typename Open>
Sight sight_or_problem(const Open& open) {
  try {
    return open();
  } catch (const std::exception& error) {
    Sight sight;
    sight.failure = failure_of(error);
    sight.problem = reason_of(error);
    return sight;
  }
}

}  // namespace

void Continuity::renew() {
  const std::scoped_lock lock{mutex_};
  // A mark whose commit failed may still have become durable: it stays valid, and is tried again.
  if (marks_.size() < 2) marks_.push_back(random_name());
  const std::string fresh = marks_.back();
  WriteTransaction transaction{store_.connection().sql};
  write_state(store_.connection().sql, mark_name, fresh);
  transaction.commit();
  marks_ = {fresh};
}

void Continuity::accept() {
  const std::scoped_lock lock{mutex_};
  marks_ = {read_state(store_.connection().sql, mark_name)};
}

std::string Continuity::incarnation() { return read_state(store_.connection().sql, "incarnation"); }

bool Continuity::is_broken(Store& store) const {
  const std::scoped_lock lock{mutex_};
  return !marks_.empty() && !is_ours(read_state(store.connection().sql, mark_name));
}

bool Continuity::is_broken(const std::string& mark) const {
  const std::scoped_lock lock{mutex_};
  return !marks_.empty() && !is_ours(mark);
}

bool Continuity::is_ours(const std::string& mark) const {
  return std::find(marks_.begin(), marks_.end(), mark) != marks_.end();
}

Sight look(const std::filesystem::path& data_folder) {
  return sight_or_problem([&] {
    // SQLite removes the WAL beside an empty file, and with it what the open connections have recorded.
    if (std::filesystem::file_size(data_folder / "traject.db") == 0)
      throw DatabaseError{Failure::damaged, "the file is empty"};
    soci::session sql{soci::sqlite3, "db=\"" + (data_folder / "traject.db").string() + "\" timeout=5"};
    sqlite_api::sqlite3_extended_result_codes(handle(sql), 1);
    sql << "PRAGMA query_only=1";
    return read_sight(sql);
  });
}

Sight look_at_file(const std::filesystem::path& data_folder) {
  return sight_or_problem([&] {
    soci::session sql{soci::sqlite3, "db=:memory:"};
    copy_without_log((data_folder / "traject.db").string(), sql);
    return read_sight(sql);
  });
}

}  // namespace store
