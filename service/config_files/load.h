// SPDX-License-Identifier: Apache-2.0
//
// The configuration folder → programmes and settings, or every problem in it. Reading is all it does: nothing
// is created, nothing is contacted, so it is safe to run anywhere.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "service/config_files/problem.h"
#include "service/config_files/service_file.h"
#include "service/programme/programme.h"

namespace config_files {

struct Loaded {
  Settings settings;
  std::vector<programme::Programme> programmes;  ///< By id. Only meaningful without errors.
  /// Texts of templates/nl and templates/en: "nl/werksessie.md" → text. What is wrong in them is no problem
  /// here: it concerns the mails of that template alone.
  std::map<std::string, std::string> templates;
  std::vector<Problem> problems;  ///< By file, line, column.

  bool ok() const;  ///< No errors; warnings may be there.
};

Loaded load(const std::filesystem::path& folder);

}  // namespace config_files
