// SPDX-License-Identifier: Apache-2.0
//
// Small things that must survive a restart, by name.
#pragma once

#include <soci/soci.h>

#include <string>

namespace store {

/// Empty: there is none.
std::string read_state(soci::session& sql, const std::string& name);
void write_state(soci::session& sql, const std::string& name, const std::string& value);

}  // namespace store
