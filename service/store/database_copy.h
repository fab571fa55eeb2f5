// SPDX-License-Identifier: Apache-2.0
//
// Reads a database without writing anything, for a disk that is full or read-only.
#pragma once

#include <soci/soci.h>

#include <string>

namespace store {

/// Replaces the database in memory behind `target` by the one at `path`, with what is still in its WAL. Opens
/// no file for other processes: an existing WAL is indexed in memory, and no other process may use the
/// database meanwhile. Throws DatabaseError.
void copy_database(const std::string& path, soci::session& target);

/// Likewise, but without the WAL beside it, which may belong to another file. For a file that was moved to
/// `path` while another one was open.
void copy_without_log(const std::string& path, soci::session& target);

}  // namespace store
