// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <soci/soci.h>

namespace store {

/// A transaction that takes SQLite's write lock at its beginning, so that what it reads cannot change before
/// it writes (SOCI's own begins DEFERRED, which fails half-way when two writers meet). Rolls back unless
/// committed.
class WriteTransaction {
 public:
  explicit WriteTransaction(soci::session& sql) : sql_{sql} { sql_ << "BEGIN IMMEDIATE"; }
  ~WriteTransaction() {
    if (open_) try {
        sql_ << "ROLLBACK";
      } catch (const soci::soci_error&) {  // the connection is gone, and the transaction with it
      }
  }
  WriteTransaction(const WriteTransaction&) = delete;
  WriteTransaction& operator=(const WriteTransaction&) = delete;

  void commit() {
    sql_ << "COMMIT";
    open_ = false;
  }

 private:
  soci::session& sql_;
  bool open_ = true;
};

}  // namespace store
