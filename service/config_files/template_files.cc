// SPDX-License-Identifier: Apache-2.0
#include "service/config_files/template_files.h"

#include <set>

#include "service/config_files/folder_listing.h"
#include "service/config_files/guarded_file.h"
#include "service/config_files/wording.h"

namespace config_files {

namespace {

const std::string explanation = "LEESMIJ.md";  ///< For people.

}  // namespace

std::map<std::string, std::string> read_templates(const Files& files, std::vector<Problem>& problems) {
  std::map<std::string, std::string> templates;
  std::vector<Problem> found;
  std::set<std::string> languages =
      list_folder(files, "templates/", {{"en", false}, {"nl", false}, {explanation, false}}, found);
  languages.erase(explanation);
  for (const std::string& language : languages) {
    for (const std::string& name : files.names_in("templates/" + language + "/")) {
      const std::string key = language + "/" + name;
      Report report("templates/" + key, found);
      if (!name.ends_with(".md")) {
        report.warn({}, say("dit bestand wordt niet gebruikt; de naam van een tekst eindigt op .md",
                            "this file is not used; the name of a template ends in .md"));
        continue;
      }
      if (auto text = read_guarded(files, report)) templates[key] = std::move(*text);
    }
  }
  for (Problem& problem : found) {
    problem.warning = true;
    problems.push_back(std::move(problem));
  }
  return templates;
}

}  // namespace config_files
