// SPDX-License-Identifier: Apache-2.0
//
// Which files are where they are expected, and which are not expected at all.
#pragma once

#include <filesystem>
#include <set>
#include <string>
#include <vector>

#include "service/config_files/problem.h"

namespace config_files {

struct Expected {
  std::string name;
  bool required = true;
};

/// The names in `folder` that are among `expected`. Reports required ones that are missing, with what may have
/// been meant, and others that are unknown; what editors and spreadsheets leave lying about is passed over.
/// `path` is how problems name the folder: empty, or with a '/' at its end.
std::set<std::string> list_folder(const std::filesystem::path& folder, const std::string& path,
                                  const std::vector<Expected>& expected, std::vector<Problem>& problems);

/// Hidden files, backup copies ("people.csv~"), and lock files of office programs (".~lock…", "~$people.csv").
bool is_left_over(const std::string& name);

}  // namespace config_files
