// SPDX-License-Identifier: Apache-2.0
#include "service/commands/command_errors.h"

#include <iostream>

#include "service/config_files/files.h"
#include "service/programme/printable.h"

namespace commands {

bool report_errors(const config_files::Problems& problems, programme::Language language,
                   const std::string& file) {
  bool any = false;
  for (const auto& problem : problems) {
    if (problem.warning || (!file.empty() && problem.file != file)) continue;
    std::cerr << config_files::to_line(problem, language) << '\n';
    any = true;
  }
  if (const std::size_t unlisted = problems.unlisted_errors(); unlisted > 0 && file.empty())
    std::cerr << programme::and_more(unlisted).in(language) << '\n';
  return any;
}

int no_such_revision(int number, programme::Language language) {
  std::cerr << say(language, "er is geen versie {0}; 'traject history' laat zien welke er zijn\n",
                   "there is no revision {0}; 'traject history' shows them\n", {std::to_string(number)});
  return exit_usage;
}

void report_unreadable(int revision, programme::Language language) {
  std::cerr << say(language,
                   "wat er sinds versie {0} is gewijzigd, kan niemand horen: deze versie van het programma "
                   "kan haar niet lezen\n",
                   "what changed since revision {0} cannot be told: this version of the program cannot read "
                   "it\n",
                   {std::to_string(revision)});
}

bool is_used_or_report(const std::filesystem::path& data_folder, programme::Language language) {
  if (std::filesystem::exists(data_folder / "traject.db")) return true;
  std::cerr << say(language,
                   "er zijn geen gegevens van een dienst in {0}; zeg met --data waar de draaiende dienst ze "
                   "bewaart\n",
                   "there are no data of a service in {0}; say with --data where the running service keeps "
                   "them\n",
                   {programme::printable(data_folder.string())});
  return false;
}

std::optional<std::filesystem::path> used_folder_or_report(const Options& options,
                                                           programme::Language language) {
  std::filesystem::path folder = options.data;
  if (folder.empty()) {
    const auto loaded = config_files::load_service(config_files::read_service_toml(options.config));
    if (report_errors(loaded.problems, options.language, "service.toml")) return std::nullopt;
    folder = options.data_folder(loaded.settings);
  }
  if (!is_used_or_report(folder, language)) return std::nullopt;
  return folder;
}

}  // namespace commands
