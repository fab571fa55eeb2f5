// SPDX-License-Identifier: Apache-2.0
#include "service/store/transaction.h"

#include <soci/sqlite3/soci-sqlite3.h>

#include "service/store/connection.h"
#include "service/store/failure.h"

namespace store {
namespace {

void refuse_if_moved(soci::session& sql) {
  int moved = 0;  // A database in memory has no file, and never moves.
  if (sqlite_api::sqlite3_file_control(handle(sql), "main", SQLITE_FCNTL_HAS_MOVED, &moved) == SQLITE_OK &&
      moved != 0)
    throw DatabaseError{Failure::moved,
                        "the open database was removed or replaced by another file; nothing is recorded "
                        "until it is back"};
}

}  // namespace

WriteTransaction::WriteTransaction(soci::session& sql) : sql_{sql} {
  refuse_if_moved(sql_);
  sql_ << "BEGIN IMMEDIATE";
}

WriteTransaction::~WriteTransaction() {
  if (open_) try {
      sql_ << "ROLLBACK";
    } catch (const soci::soci_error&) {  // the connection is gone, and the transaction with it
    }
}

void WriteTransaction::commit() {
  sql_ << "COMMIT";
  open_ = false;
  refuse_if_moved(sql_);
}

}  // namespace store
