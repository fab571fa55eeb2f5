// SPDX-License-Identifier: Apache-2.0
//
// Reads TOML files. An error is worded for a coordinator who does not know TOML.
//
// Include toml++ through this header only: it is compiled once, in toml_file.cc, with other switches than the
// packaged library. "Unreleased" is what toml++ 3.3 calls TOML 1.1; it allows `due = 2023-06-13T17:00`
// without seconds.
#pragma once

// First, since toml++ with its implementation has a `date` of its own in every scope.
#include "service/config_files/problem.h"

#define TOML_HEADER_ONLY 0
#define TOML_ENABLE_UNRELEASED_FEATURES 1
#define TOML_ENABLE_FORMATTERS 0
#include <toml++/toml.h>

#include <optional>
#include <string_view>

namespace config_files {

/// Brackets within brackets, and dots in one key.
inline constexpr int nesting_limit = 32;

/// `text` as read_guarded() gives it. The parser stops at its first error, so at most one is reported.
std::optional<toml::table> parse_toml(std::string_view text, Report& report);

}  // namespace config_files
