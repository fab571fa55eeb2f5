// SPDX-License-Identifier: Apache-2.0
//
// Reads a file that somebody else wrote, within limits, before any parser sees it.
#pragma once

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>

#include "service/config_files/report.h"

namespace config_files {

inline constexpr std::size_t toml_limit = std::size_t{1} << 20;  ///< Octets: the TOML parser recurses.
inline constexpr std::size_t table_limit = std::size_t{64}
                                           << 20;                 ///< Octets: 100,000 people are about 10 MB.
inline constexpr std::size_t line_limit = std::size_t{16} << 10;  ///< Octets.

/// The text without a byte order mark, or nullopt with the reason reported: not a regular file, unreadable, too
/// large, a line too long, not UTF-8, a control or bidi character.
std::optional<std::string> read_guarded(const std::filesystem::path& path, std::size_t limit, Report& report);

}  // namespace config_files
