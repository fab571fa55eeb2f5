// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <filesystem>
#include <iostream>
#include <tuple>

#include "service/commands/commands.h"
#include "service/commands/terminal.h"
#include "service/letters/composer.h"

namespace commands {
namespace {

/// Adds warnings about settings that these programmes need.
void add_surroundings(const config_files::Loaded& loaded, std::vector<config_files::Problem>& problems) {
  const auto warn = [&](std::string nl, std::string en) {
    problems.push_back({.file = "service.toml",
                        .line = 0,
                        .column = 0,
                        .warning = true,
                        .text = {std::move(nl), std::move(en)}});
  };
  const auto& mail = loaded.settings.mail;
  for (const std::string& file : {mail.password_file, mail.ca_file})
    if (!mail.server.empty() && !file.empty() && !file.starts_with('$') && !std::filesystem::exists(file))
      warn("het bestand " + file + " bestaat niet; maak het, of wijzig de naam bij [mail]",
           "the file " + file + " does not exist; make it, or change its name under [mail]");
  const auto to_coordinators = [](const programme::ReminderRule& rule) {
    return std::find(rule.to.begin(), rule.to.end(), "coordinators") != rule.to.end();
  };
  const bool needed =
      std::any_of(loaded.programmes.begin(), loaded.programmes.end(), [&](const auto& programme) {
        return std::any_of(programme.reminders.begin(), programme.reminders.end(), to_coordinators);
      });
  if (needed && loaded.settings.coordinators.empty())
    warn("er zijn herinneringen voor coördinatoren, en er is er geen een; voeg [[coordinator]] toe",
         "there are reminders for coordinators, and there is none; add [[coordinator]]");
}

/// Returns the problems of the files and of the mail templates, sorted by file, line and column. When the
/// files have errors, it checks each template by itself and not its use by the rules.
std::vector<config_files::Problem> problems_of(const config_files::Loaded& loaded) {
  std::vector<config_files::Problem> problems = loaded.problems;
  const letters::Composer composer{loaded.templates, loaded.settings.mail.sender};
  const auto found = composer.problems(loaded.ok() ? loaded.programmes : std::vector<programme::Programme>{});
  for (const letters::TemplateProblem& problem : found)
    problems.push_back({.file = problem.file,
                        .line = static_cast<std::uint32_t>(problem.line),
                        .column = static_cast<std::uint32_t>(problem.column),
                        .warning = false,
                        .text = problem.what});
  add_surroundings(loaded, problems);
  std::ranges::stable_sort(problems, {}, [](const auto& p) { return std::tie(p.file, p.line, p.column); });
  return problems;
}

}  // namespace

int check(const Options& options) {
  const config_files::Loaded loaded = config_files::load(options.config);
  const std::vector<config_files::Problem> problems = problems_of(loaded);
  for (const auto& problem : problems) std::cout << config_files::to_line(problem, options.language) << '\n';

  const auto warnings = static_cast<std::size_t>(
      std::count_if(problems.begin(), problems.end(), [](const auto& p) { return p.warning; }));
  const std::size_t errors = problems.size() - warnings;
  const auto language = options.language;
  if (errors > 0) {
    std::cout << counted(language, errors, {"fout", "error"}, {"fouten", "errors"}) << ", "
              << counted(language, warnings, {"waarschuwing", "warning"}, {"waarschuwingen", "warnings"})
              << '\n';
    return exit_problems;
  }
  for (const auto& programme : loaded.programmes) {
    std::cout << programme.id << ": "
              << counted(language, programme.activities.size(), {"activiteit", "activity"},
                         {"activiteiten", "activities"})
              << ", "
              << counted(language, programme.libraries.size(), {"bibliotheek", "library"},
                         {"bibliotheken", "libraries"})
              << ", "
              << counted(language, programme.people.size(), {"deelnemer", "person"}, {"deelnemers", "people"})
              << '\n';
  }
  std::cout << say(language, "geen fouten", "no errors");
  if (warnings > 0)
    std::cout << ", "
              << counted(language, warnings, {"waarschuwing", "warning"}, {"waarschuwingen", "warnings"});
  std::cout << '\n';
  return exit_ok;
}

}  // namespace commands
