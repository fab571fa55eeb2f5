// SPDX-License-Identifier: Apache-2.0
//
// What keeps several commands from doing their work, said on standard error.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "service/commands/options.h"
#include "service/config_files/problem.h"

namespace commands {

/// Prints the errors among them. `file` empty: of all files. False when there are none.
bool report_errors(const std::vector<config_files::Problem>& problems, programme::Language language,
                   const std::string& file = {});

/// Says that there is no such revision; returns the exit status.
int no_such_revision(int number, programme::Language language);

/// Says that nobody can be mailed what changed since that revision, because this version of the program
/// cannot read it.
void report_unreadable(int revision, programme::Language language);

/// False, after saying so, when no service has ever used this folder: nobody would notice what is recorded
/// there.
bool is_used_or_report(const std::filesystem::path& data_folder,
                       programme::Language language = programme::Language::en);

/// The data folder that --data or service.toml names. Returns nullopt after saying so when no service has
/// ever used it or service.toml has errors. Errors in programmes do not matter.
std::optional<std::filesystem::path> used_folder_or_report(
    const Options& options, programme::Language language = programme::Language::en);

}  // namespace commands
