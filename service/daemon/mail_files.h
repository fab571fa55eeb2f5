// SPDX-License-Identifier: Apache-2.0
//
// Without a mail server every mail becomes a file, with the secret links in it.
#pragma once

#include <filesystem>

#include "service/programme/civil_time.h"

namespace service {

/// The folder of those files in a data folder.
std::filesystem::path mail_folder(const std::filesystem::path& data_folder);

/// Removes the .eml files in that folder, which may be absent, that were last written before `cutoff`, by the
/// machine's clock. Throws std::filesystem::filesystem_error when it cannot.
void remove_old_mails(const std::filesystem::path& folder, programme::Instant cutoff);

}  // namespace service
