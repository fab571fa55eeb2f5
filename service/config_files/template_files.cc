// SPDX-License-Identifier: Apache-2.0
#include "service/config_files/template_files.h"

#include <set>

#include "service/config_files/folder_listing.h"
#include "service/config_files/guarded_file.h"
#include "service/config_files/wording.h"

namespace config_files {
namespace {

namespace fs = std::filesystem;

const std::string explanation = "LEESMIJ.md";                 ///< For people.
constexpr std::size_t template_limit = std::size_t{1} << 20;  ///< Octets.

std::set<std::string> names_in(const fs::path& folder) {
  std::set<std::string> names;
  std::error_code ignored;
  for (const auto& entry : fs::directory_iterator(folder, ignored)) {
    if (auto name = entry.path().filename().string(); !is_left_over(name)) names.insert(std::move(name));
  }
  return names;
}

}  // namespace

std::map<std::string, std::string> read_templates(const fs::path& folder, std::vector<Problem>& problems) {
  std::map<std::string, std::string> templates;
  std::vector<Problem> found;
  std::set<std::string> languages =
      list_folder(folder, "templates/", {{"en", false}, {"nl", false}, {explanation, false}}, found);
  languages.erase(explanation);
  for (const std::string& language : languages) {
    for (const std::string& name : names_in(folder / language)) {
      const std::string key = language + "/" + name;
      Report report("templates/" + key, found);
      if (!name.ends_with(".md")) {
        report.warn({}, say("dit bestand wordt niet gebruikt; de naam van een tekst eindigt op .md",
                            "this file is not used; the name of a template ends in .md"));
        continue;
      }
      if (auto text = read_guarded(folder / language / name, template_limit, report))
        templates[key] = std::move(*text);
    }
  }
  for (Problem& problem : found) {
    problem.warning = true;
    problems.push_back(std::move(problem));
  }
  return templates;
}

}  // namespace config_files
