// SPDX-License-Identifier: Apache-2.0
//
// Which files are where they are expected, and which are not expected at all.
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

/// The names in the folder `path`, empty or with a '/' at its end, that are among `expected`. Reports
/// required ones that are missing, with what may have been meant, and others that are unknown.
std::set<std::string> list_folder(const Files& files, const std::string& path,
                                  const std::vector<Expected>& expected, std::vector<Problem>& problems);

/// Hidden files, backup copies ("people.csv~"), and lock files of office programs (".~lock…",
/// "~$people.csv").
bool is_left_over(const std::string& name);

}  // namespace config_files
