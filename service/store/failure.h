// SPDX-License-Identifier: Apache-2.0
//
// Why the database could not be used, as a value and in words for operators.
#pragma once

#include <exception>
#include <stdexcept>
#include <string>
#include <utility>

namespace store {

enum class Failure {
  none,        ///< The exception does not come from the database.
  unwritable,  ///< No room on the disk, a limit on the size of files, or a read-only file system.
  moved,       ///< The path names another file than the open one, or none: what is written would be lost.
  damaged,     ///< The file is no database, or a part of it is unreadable.
  foreign,     ///< It belongs to another feed.key.
  other,
};

/// An error with its kind. Every other exception of this folder comes from SQLite; failure_of() knows it too.
class DatabaseError : public std::runtime_error {
 public:
  DatabaseError(Failure kind, const std::string& what) : DatabaseError{kind, what, what} {}
  DatabaseError(Failure kind, const std::string& what, std::string reason)
      : std::runtime_error{what}, kind_{kind}, reason_{std::move(reason)} {}
  Failure kind() const { return kind_; }
  const std::string& reason() const { return reason_; }

 private:
  Failure kind_;
  std::string reason_;
};

Failure failure_of(const std::exception& error);

/// One sentence for operators: what is wrong and what helps, with SQLite's own text. The exception's text
/// when it does not come from the database.
std::string in_words(const std::exception& error);

/// The bare text of SQLite or of the system: "database or disk is full". It quotes no values.
std::string reason_of(const std::exception& error);

}  // namespace store
