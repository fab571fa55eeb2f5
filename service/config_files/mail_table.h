// SPDX-License-Identifier: Apache-2.0
//
// The part of service.toml that is about mail.
#pragma once

#include <filesystem>
#include <vector>

#include "service/config_files/service_file.h"
#include "service/config_files/toml_table.h"

namespace config_files {

/// `[mail]`; what is missing or wrong keeps its default. File names stay as they are written.
MailSettings read_mail(TomlTable& document);

/// Every `[[coordinator]]` that is right, in the order of the file.
std::vector<programme::Coordinator> read_coordinators(TomlTable& document);

/// The file that is meant by a name in service.toml: "$CREDENTIALS_DIRECTORY/…" is in the folder of that
/// environment variable (systemd's LoadCredential=) where there is one, other names are relative to the
/// configuration folder. Empty stays empty.
std::string file_meant(const std::string& written, const std::filesystem::path& folder);

}  // namespace config_files
