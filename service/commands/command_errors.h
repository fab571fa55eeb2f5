// SPDX-License-Identifier: Apache-2.0
//
// Errors that several commands print on standard error.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "service/commands/options.h"
#include "service/config_files/problem.h"

namespace commands {

/// Prints the errors, not the warnings, in `file` or, when it is empty, in all files. Returns true when it
/// has printed one.
bool report_errors(const config_files::Problems& problems, programme::Language language,
                   const std::string& file = {});

/// Prints that revision `number` does not exist. Returns exit_usage.
int no_such_revision(int number, programme::Language language);

/// Prints that the changes since `revision` cannot be mailed, because this version of the program cannot read
/// that revision.
void report_unreadable(int revision, programme::Language language);

/// Returns true when the data folder has a database. Otherwise prints an error: a record in a new database
/// would reach no service.
bool is_used_or_report(const std::filesystem::path& data_folder,
                       programme::Language language = programme::Language::en);

/// Returns the data folder that --data or service.toml names. Prints an error and returns nullopt when
/// service.toml has errors or the folder has no database. Errors in programmes are ignored.
std::optional<std::filesystem::path> used_folder_or_report(
    const Options& options, programme::Language language = programme::Language::en);

}  // namespace commands
