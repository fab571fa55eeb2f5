// SPDX-License-Identifier: Apache-2.0
//
// Reads untrusted files. Limits of size and characters protect the parsers.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

#include "service/config_files/files.h"
#include "service/config_files/problem.h"

namespace config_files {

inline constexpr std::size_t text_limit = 1'000'000;              ///< Octets of a TOML file or template.
inline constexpr std::size_t line_limit = std::size_t{16} << 10;  ///< Octets.

/// Returns the file's octets as `text`, or `unread` when it is unreadable, not a regular file or larger than
/// `most` octets. Does not follow a symbolic link, open a device or wait for a named pipe. When `most` is
/// that of `limit`, the reason names its key.
FolderEntry read_octets(const std::filesystem::path& path, std::size_t most, const Limit& limit);

FolderEntry unread(programme::Text why);

/// Reasons of `unread`.
programme::Text link_outside();
programme::Text broken_link(const std::string& reason);
programme::Text unreadable_folder(const std::string& reason);
programme::Text folder_too_large(const Limit& limit);

/// Returns "a named pipe" for the mode of a file that is not a regular one.
programme::Text kind_of_file(std::uint32_t mode);

/// Returns the text of the report's file without a byte order mark. The file is among the entries of `files`.
/// Reports an error and returns nullopt when the file is unread, has a line over line_limit, is not UTF-8, or
/// contains a control or bidi character.
std::optional<std::string> read_guarded(const Files& files, Report& report);

}  // namespace config_files
