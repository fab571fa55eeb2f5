// SPDX-License-Identifier: Apache-2.0
//
// Reads the configuration folder into programmes and settings, and collects every problem in it. It creates
// no file and opens no connection.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "service/config_files/problem.h"
#include "service/config_files/service_file.h"
#include "service/config_files/source_map.h"
#include "service/programme/programme.h"

namespace config_files {

struct Files;

struct Loaded {
  Settings settings;
  std::vector<programme::Programme> programmes;  ///< Sorted by id. Valid only when ok().
  /// Texts of templates/nl and templates/en by name, "nl/werksessie.md". Mistakes in a template do not appear
  /// in `problems`: they affect only mails made from it.
  std::map<std::string, std::string> templates;
  std::map<std::string, SourceMap> sources;  ///< Of programme.toml, by id of the programme.
  Problems problems;                         ///< Sorted by file, line and column.

  bool ok() const { return problems.errors() == 0; }
};

/// Checks service.toml and the templates of `files` alone. The result has no programmes.
Loaded load_service(const Files& files);

/// Reads and checks the folder. A missing folder is a problem in the result.
Loaded load(const std::filesystem::path& folder);

}  // namespace config_files
