// SPDX-License-Identifier: Apache-2.0
#include "service/store/failure.h"

#include <soci/soci.h>
#include <soci/sqlite3/soci-sqlite3.h>

namespace store {
namespace {

constexpr int primary = 0xff;  ///< Of an extended result code.

/// SQLite reports a limit on the size of files (EFBIG) as an I/O error of a write.
Failure kind_of(int code) {
  switch (code) {
    case SQLITE_IOERR_WRITE:
    case SQLITE_IOERR_FSYNC:
    case SQLITE_IOERR_DIR_FSYNC:
    case SQLITE_IOERR_TRUNCATE:
    case SQLITE_IOERR_SHMOPEN:
    case SQLITE_IOERR_SHMSIZE:
    case SQLITE_IOERR_SHMMAP:
      return Failure::unwritable;
    case SQLITE_READONLY_DBMOVED:
      return Failure::moved;
    default:
      break;
  }
  switch (code & primary) {
    case SQLITE_FULL:
    case SQLITE_READONLY:
    case SQLITE_CANTOPEN:
      return Failure::unwritable;
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
    case SQLITE_IOERR:
      return Failure::damaged;
    default:
      return Failure::other;
  }
}

const char* meaning(Failure kind) {
  switch (kind) {
    case Failure::unwritable:
      return "nothing can be written to the data folder; make room on its disk, or make it writable";
    case Failure::damaged:
      return "the database is damaged; stop the service, restore the backup and run "
             "'traject publish --restored'";
    default:
      return "the database failed";
  }
}

}  // namespace

Failure failure_of(const std::exception& error) {
  if (const auto* ours = dynamic_cast<const DatabaseError*>(&error)) return ours->kind();
  if (const auto* sqlite = dynamic_cast<const soci::sqlite3_soci_error*>(&error))
    return kind_of(sqlite->result());
  return dynamic_cast<const soci::soci_error*>(&error) != nullptr ? Failure::other : Failure::none;
}

std::string in_words(const std::exception& error) {
  const Failure kind = failure_of(error);
  const bool has_words = kind == Failure::none || dynamic_cast<const DatabaseError*>(&error) != nullptr;
  return has_words ? error.what() : std::string{meaning(kind)} + " (" + reason_of(error) + ")";
}

/// SOCI puts its own place before SQLite's text, and the statement with its values behind it.
std::string reason_of(const std::exception& error) {
  if (const auto* ours = dynamic_cast<const DatabaseError*>(&error)) return ours->reason();
  const auto* soci = dynamic_cast<const soci::soci_error*>(&error);
  if (soci == nullptr) return error.what();
  const std::string text = soci->get_error_message();
  const auto place = text.starts_with("sqlite3_") ? text.find(": ") : std::string::npos;
  return place == std::string::npos ? text : text.substr(place + 2);
}

}  // namespace store
