// SPDX-License-Identifier: Apache-2.0
//
// What is published, for commands that show it or act on it.
#pragma once

#include <optional>
#include <string>

#include "service/commands/options.h"
#include "service/publishing/publication.h"

namespace commands {

/// The latest revision, with the settings and templates of the folder; without one, what the folder holds.
struct Latest {
  publishing::Configuration configuration;
  int number = 0;        ///< 0: nothing is published yet.
  bool differs = false;  ///< The folder holds something else than the revision, or mistakes.
};

/// Changes nothing, and makes no data folder. Prints every problem to standard error and returns nullopt when
/// there are errors in what it takes from the folder.
std::optional<Latest> read_latest_or_report(const Options& options);

/// Likewise the content of what is published. Publishes what was never published before when that goes by
/// itself, and says on standard error when it does not.
std::shared_ptr<const feeds::Snapshot> snapshot_or_report(const Options& options, const Latest& latest);

/// Prints the errors among them to standard error. `file` empty: of all files.
bool report_errors(const std::vector<config_files::Problem>& problems, programme::Language language,
                   const std::string& file = {});

/// False, after saying so on standard error, when no service has ever used this folder: what is recorded
/// there nobody would notice.
bool is_used_or_report(const std::filesystem::path& data_folder,
                       programme::Language language = programme::Language::en);

/// The data folder that --data or service.toml names. Returns nullopt after saying so on standard error when
/// no service has ever used it or service.toml has errors. Errors in programmes do not matter.
std::optional<std::filesystem::path> used_folder_or_report(
    const Options& options, programme::Language language = programme::Language::en);

/// Who runs this command, as the system calls them.
std::string user_name();

}  // namespace commands
