// SPDX-License-Identifier: Apache-2.0
//
// Reads the tables of service.toml that configure mail.
#pragma once

#include <filesystem>
#include <optional>
#include <vector>

#include "service/config_files/service_file.h"
#include "service/config_files/toml_table.h"

namespace config_files {

/// Reads [mail]. A missing or wrong value keeps its default. File names are resolved. Reports a password file
/// that every user may read, and what is no regular file.
MailSettings read_mail(TomlTable& document, const std::filesystem::path& folder);

/// Returns the valid [[coordinator]] tables, in the order of the file.
std::vector<programme::Coordinator> read_coordinators(TomlTable& document);

/// Returns the operator of a valid [operator] table.
std::optional<programme::Coordinator> read_operator(TomlTable& document);

/// Resolves a file name of service.toml. "$CREDENTIALS_DIRECTORY/…" is in the folder of that environment
/// variable (LoadCredential= of systemd); when the variable is not set, the name is returned unchanged. Any
/// other name is relative to `folder`, the configuration folder. An empty name remains empty.
std::string file_meant(const std::string& written, const std::filesystem::path& folder);

}  // namespace config_files
