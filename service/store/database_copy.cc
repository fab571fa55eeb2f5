// SPDX-License-Identifier: Apache-2.0
#include "service/store/database_copy.h"

#include <soci/sqlite3/soci-sqlite3.h>

#include <array>
#include <filesystem>
#include <system_error>

#include "service/store/connection.h"
#include "service/store/failure.h"

namespace store {
namespace {

constexpr int busy_milliseconds = 5'000;

/// The path as a URI of SQLite: "immutable" can be asked for in no other way.
std::string uri_of(const std::string& path, const std::string& query) {
  constexpr std::string_view plain = "/-._~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
  constexpr std::array digits{'0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'A', 'B', 'C', 'D', 'E', 'F'};
  std::string uri = "file:";
  for (const char c : std::filesystem::absolute(path).string()) {
    if (plain.find(c) != std::string_view::npos) {
      uri += c;
      continue;
    }
    const auto octet = static_cast<unsigned char>(c);
    uri += '%';
    uri += digits.at(octet >> 4U);
    uri += digits.at(octet & 15U);
  }
  return uri + "?" + query;
}

class Source {
 public:
  Source(const std::string& path, const std::string& query, int flags) : path_{path} {
    const int code = sqlite_api::sqlite3_open_v2(uri_of(path, query).c_str(), &connection_,
                                                 flags | SQLITE_OPEN_URI, nullptr);
    if (code != SQLITE_OK) fail(code);
    sqlite_api::sqlite3_extended_result_codes(connection_, 1);
    sqlite_api::sqlite3_busy_timeout(connection_, busy_milliseconds);
    // Closing must not move the WAL into the database.
    sqlite_api::sqlite3_db_config(connection_, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
  }
  ~Source() { sqlite_api::sqlite3_close(connection_); }
  Source(const Source&) = delete;
  Source& operator=(const Source&) = delete;

  void run(const char* statement) {
    const int code = sqlite_api::sqlite3_exec(connection_, statement, nullptr, nullptr, nullptr);
    if (code != SQLITE_OK) fail(code);
  }

  void copy_to(soci::session& target) {
    auto* backup = sqlite_api::sqlite3_backup_init(handle(target), "main", connection_, "main");
    if (backup == nullptr) fail(sqlite_api::sqlite3_errcode(handle(target)));
    sqlite_api::sqlite3_backup_step(backup, -1);
    const int code = sqlite_api::sqlite3_backup_finish(backup);
    if (code != SQLITE_OK) fail(code);
  }

 private:
  [[noreturn]] void fail(int code) const {
    const soci::sqlite3_soci_error error{sqlite_api::sqlite3_errstr(code), code};
    throw DatabaseError{failure_of(error), "cannot read the database " + path_ + ": " + in_words(error),
                        reason_of(error)};
  }

  const std::string path_;
  sqlite_api::sqlite3* connection_ = nullptr;
};

}  // namespace

void copy_database(const std::string& path, soci::session& target) {
  std::error_code none;
  const auto log = std::filesystem::file_size(path + "-wal", none);
  if (none || log == 0) return copy_without_log(path, target);
  Source source{path, "mode=rw", SQLITE_OPEN_READWRITE};
  source.run("PRAGMA locking_mode=EXCLUSIVE");
  source.copy_to(target);
}

void copy_without_log(const std::string& path, soci::session& target) {
  Source{path, "immutable=1", SQLITE_OPEN_READONLY}.copy_to(target);
}

}  // namespace store
