// SPDX-License-Identifier: Apache-2.0
//
// A TOML file → its table, or the first thing in it that is not TOML, in words for somebody who does not know
// TOML.
#pragma once

#include <optional>
#include <string_view>

#include "service/config_files/problem.h"
#include "service/config_files/toml.h"

namespace config_files {

/// Brackets within brackets, and dots in one key.
inline constexpr int nesting_limit = 32;

/// `text` as read_guarded() gives it. The parser stops at its first error, so at most one is reported.
std::optional<toml::table> parse_toml(std::string_view text, Report& report);

}  // namespace config_files
