// SPDX-License-Identifier: Apache-2.0
//
// Parses TOML. Error messages address a coordinator who does not know TOML.
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

/// Maximum depth of nested brackets, and maximum number of dots in a key.
inline constexpr int nesting_limit = 32;

/// Parses a result of read_guarded(). Reports the first error, at which the parser stops, and returns
/// nullopt.
std::optional<toml::table> parse_toml(std::string_view text, Report& report);

}  // namespace config_files
