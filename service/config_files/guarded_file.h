// SPDX-License-Identifier: Apache-2.0
//
// Reads a file that somebody else wrote, within limits, before any parser sees it.
#pragma once

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>

#include "service/config_files/files.h"
#include "service/config_files/problem.h"

namespace config_files {

inline constexpr std::size_t toml_limit = std::size_t{1} << 20;  ///< Octets: the TOML parser recurses.
inline constexpr std::size_t table_limit = std::size_t{64}
                                           << 20;  ///< Octets: 100,000 people are about 10 MB.
inline constexpr std::size_t template_limit = std::size_t{1} << 20;  ///< Octets.
inline constexpr std::size_t line_limit = std::size_t{16} << 10;     ///< Octets.

/// The file as it is: `text`, or `unread` when it is not a regular file, cannot be read or is too large.
FolderEntry read_octets(const std::filesystem::path& path, std::size_t limit);

/// The text of the report's own file, without a byte order mark. nullopt, with the reason reported: it could
/// not be read, a line is too long, it is not UTF-8, it holds a control or bidi character.
std::optional<std::string> read_guarded(const Files& files, Report& report);

}  // namespace config_files
