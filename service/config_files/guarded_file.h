// SPDX-License-Identifier: Apache-2.0
//
// Reads untrusted files. Limits of size and characters protect the parsers.
#pragma once

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>

#include "service/config_files/files.h"
#include "service/config_files/problem.h"

namespace config_files {

inline constexpr std::size_t toml_limit = std::size_t{1} << 20;  ///< Octets; the TOML parser recurses.
/// Octets; 100,000 people are about 10 MB.
inline constexpr std::size_t table_limit = std::size_t{64} << 20;
inline constexpr std::size_t template_limit = std::size_t{1} << 20;  ///< Octets.
inline constexpr std::size_t line_limit = std::size_t{16} << 10;     ///< Octets.

/// Returns the file's octets as `text`, or `unread` when it is unreadable, not a regular file or larger than
/// `limit` octets.
FolderEntry read_octets(const std::filesystem::path& path, std::size_t limit);

/// Returns the text of the report's file without a byte order mark. The file is among the entries of `files`.
/// Reports an error and returns nullopt when the file is unread, has a line over line_limit, is not UTF-8, or
/// contains a control or bidi character.
std::optional<std::string> read_guarded(const Files& files, Report& report);

}  // namespace config_files
