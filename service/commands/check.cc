// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <iostream>

#include "service/commands/commands.h"

namespace commands {
namespace {

std::string counted(std::size_t count, const char* one, const char* many) {
  return std::to_string(count) + " " + (count == 1 ? one : many);
}

}  // namespace

int check(const Options& options) {
  const config_files::Loaded loaded = config_files::load(options.config);
  for (const auto& problem : loaded.problems)
    std::cout << config_files::to_line(problem, options.language) << '\n';

  const auto warnings = static_cast<std::size_t>(
      std::count_if(loaded.problems.begin(), loaded.problems.end(), [](const auto& p) { return p.warning; }));
  const std::size_t errors = loaded.problems.size() - warnings;
  const bool nl = options.language == programme::Language::nl;
  if (errors > 0) {
    std::cout << (nl ? counted(errors, "fout", "fouten") : counted(errors, "error", "errors")) << ", "
              << (nl ? counted(warnings, "waarschuwing", "waarschuwingen")
                     : counted(warnings, "warning", "warnings"))
              << '\n';
    return exit_problems;
  }
  for (const auto& programme : loaded.programmes) {
    std::cout << programme.id << ": "
              << (nl ? counted(programme.activities.size(), "activiteit", "activiteiten")
                     : counted(programme.activities.size(), "activity", "activities"))
              << ", "
              << (nl ? counted(programme.libraries.size(), "bibliotheek", "bibliotheken")
                     : counted(programme.libraries.size(), "library", "libraries"))
              << ", "
              << (nl ? counted(programme.people.size(), "deelnemer", "deelnemers")
                     : counted(programme.people.size(), "person", "people"))
              << '\n';
  }
  std::cout << (nl ? "geen fouten" : "no errors");
  if (warnings > 0)
    std::cout << ", "
              << (nl ? counted(warnings, "waarschuwing", "waarschuwingen")
                     : counted(warnings, "warning", "warnings"));
  std::cout << '\n';
  return exit_ok;
}

}  // namespace commands
