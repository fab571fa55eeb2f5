// SPDX-License-Identifier: Apache-2.0
#include "service/config_files/folder_listing.h"

#include <algorithm>

#include "service/config_files/problem.h"
#include "service/config_files/wording.h"
#include "service/programme/nearest.h"

namespace config_files {

bool is_left_over(const std::string& name) {
  return name.starts_with(".") || name.starts_with("~") || name.starts_with("#") || name.ends_with("~") ||
         name.ends_with(".bak") || name.ends_with(".tmp") || name == "Thumbs.db" || name == "desktop.ini";
}

std::set<std::string> list_folder(const Files& files, const std::string& path,
                                  const std::vector<Expected>& expected, Problems& problems) {
  std::set<std::string> present;
  std::vector<std::string> unknown;
  for (const std::string& name : files.names_in(path)) {
    const bool known =
        std::any_of(expected.begin(), expected.end(), [&](const Expected& e) { return e.name == name; });
    if (known) {
      present.insert(name);
    } else {
      unknown.push_back(name);
    }
  }
  for (const auto& [name, required] : expected) {
    if (present.contains(name)) continue;
    const std::string near = programme::nearest(name, unknown);
    std::erase(unknown, near);
    if (!near.empty()) {
      Report(path + near, problems)
          .error({}, say("deze naam is niet bekend; bedoelde u \"{0}\"? Wijzig de naam dan zo",
                         "this name is not known; did you mean \"{0}\"? Then rename it so", {name}));
    } else if (required) {
      Report(path + name, problems)
          .error({},
                 say("dit bestand ontbreekt; maak het, bijvoorbeeld naar het voorbeeld van een ander "
                     "werktraject",
                     "this file is missing; make it, for example after the example of another programme"));
    }
  }
  for (const std::string& name : unknown) {
    Report(path + name, problems)
        .warn({}, say("dit bestand wordt niet gebruikt; haal het weg of bewaar het ergens anders",
                      "this file is not used; remove it or keep it somewhere else"));
  }
  return present;
}

}  // namespace config_files
