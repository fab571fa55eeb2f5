// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <soci/soci.h>

namespace store {

/// Runs, in one transaction, the migrations that the database does not have yet. Throws std::runtime_error
/// when its version is newer than this program knows.
void migrate(soci::session& sql);

}  // namespace store
