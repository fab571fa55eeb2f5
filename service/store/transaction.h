// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <soci/soci.h>

namespace store {

/// A transaction that takes SQLite's write lock at its beginning, so that what it reads cannot change before
/// it writes (SOCI's own begins DEFERRED, which fails half-way when two writers meet). Rolls back unless
/// committed. Throws DatabaseError, before it begins and after it committed, when the path of the database
/// does not name the open file any more: what stands in a removed file is not durable.
class WriteTransaction {
 public:
  explicit WriteTransaction(soci::session& sql);
  ~WriteTransaction();
  WriteTransaction(const WriteTransaction&) = delete;
  WriteTransaction& operator=(const WriteTransaction&) = delete;

  void commit();

 private:
  soci::session& sql_;
  bool open_ = true;
};

}  // namespace store
