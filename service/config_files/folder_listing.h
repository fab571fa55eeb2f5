// SPDX-License-Identifier: Apache-2.0
//
// Compares the names in a folder with the expected ones.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "service/config_files/files.h"
#include "service/config_files/problem.h"

namespace config_files {

struct Expected {
  std::string name;
  bool required = true;
};

/// Returns the names in a folder that are among `expected`. `path` is "" or ends in '/'. Reports an error for
/// a missing required file and for a misspelt name, and a warning for any other unknown one.
std::set<std::string> list_folder(const Files& files, const std::string& path,
                                  const std::vector<Expected>& expected, Problems& problems);

/// Returns true for hidden files, backup copies ("people.csv~") and lock files of office programs (".~lock…",
/// "~$people.csv").
bool is_left_over(const std::string& name);

}  // namespace config_files
