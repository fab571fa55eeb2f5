// SPDX-License-Identifier: Apache-2.0
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <iostream>
#include <nlohmann/json.hpp>

#include "service/commands/commands.h"
#include "service/commands/terminal.h"
#include "service/letters/composer.h"
#include "service/programme/reach.h"
#include "service/publishing/template_problems.h"
#include "service/store/participation.h"

namespace commands {
namespace {

using programme::say;

/// Adds warnings about settings that these programmes need.
void add_surroundings(const config_files::Loaded& loaded, config_files::Problems& problems) {
  const auto warn = [&](std::string nl, std::string en) {
    problems.add({.file = "service.toml",
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

/// Returns the key of the rule that is to be looked at, and what to do with it.
std::pair<const char*, programme::Text> advice(programme::NoRecipients reason) {
  switch (reason) {
    case programme::NoRecipients::no_activity:
      return {"about", say("noem bij \"about\" een soort of activiteit die er is",
                           "name a kind or an activity that is there under \"about\"")};
    case programme::NoRecipients::nobody:
      return {"to", say("kijk naar \"to\", naar \"for\" van de activiteiten en naar de rollen in people.csv",
                        "look at \"to\", at \"for\" of the activities and at the roles in people.csv")};
    case programme::NoRecipients::past:
      break;
  }
  return {"when", say("kies bij \"when\" een moment dat nog komt", "choose a moment to come under \"when\"")};
}

/// Adds a warning about each rule that reaches nobody.
void add_unreached(const config_files::Loaded& loaded, const programme::Facts& facts, programme::Instant now,
                   config_files::Problems& problems) {
  for (const auto& programme : loaded.programmes) {
    const auto schedule = programme::schedule(programme);
    for (const auto& [rule, reason] :
         programme::rules_without_recipients(programme, schedule, loaded.settings.coordinators, facts, now)) {
      // One warning says that there is no coordinator.
      if (loaded.settings.coordinators.empty() && rule->to == std::vector<std::string>{"coordinators"})
        continue;
      const auto [key, what_to_do] = advice(reason);
      config_files::Report report("programmes/" + programme.id + "/programme.toml", problems);
      report.warn(
          loaded.sources.at(programme.id).of({programme::FindingSubject::Kind::reminder, rule->id, key}),
          say("herinnering \"{0}\" bereikt niemand: {1}; {2}", "reminder \"{0}\" reaches nobody: {1}; {2}",
              {rule->id, in_words(reason), what_to_do}));
    }
  }
}

/// Returns what the service has recorded; nothing without a database that this user may open.
programme::Facts known_facts(const Options& options, const config_files::Loaded& loaded) {
  const auto folder = options.data_folder(loaded.settings);
  if (::access((folder / "traject.db").c_str(), R_OK | W_OK) != 0) return {};
  store::Store store{folder};
  return store::Participation{store}.facts();
}

/// Returns the problems of the files and of the mail templates, sorted by file, line and column.
config_files::Problems problems_of(const config_files::Loaded& loaded, const programme::Facts& facts,
                                   programme::Instant now) {
  config_files::Problems problems = loaded.problems;
  const letters::Composer composer{loaded.templates, loaded.settings.mail.sender};
  problems.add(publishing::template_problems(
      composer, loaded.ok() ? loaded.programmes : std::vector<programme::Programme>{}));
  add_surroundings(loaded, problems);
  if (loaded.ok()) add_unreached(loaded, facts, now, problems);
  problems.sort();
  return problems;
}

void print_problems_json(const config_files::Problems& problems) {
  auto list = nlohmann::ordered_json::array();
  for (const auto& problem : problems)
    list.push_back({{"file", problem.file},
                    {"line", problem.line},
                    {"column", problem.column},
                    {"warning", problem.warning},
                    {"text", {{"nl", problem.text.nl}, {"en", problem.text.in(programme::Language::en)}}}});
  const nlohmann::ordered_json out{{"errors", problems.errors()},
                                   {"warnings", problems.warnings()},
                                   {"problems", list},
                                   {"unlisted", problems.count() - problems.size()}};
  std::cout << out.dump(2) << '\n';
}

}  // namespace

int check(const Options& options, bool json) {
  const config_files::Loaded loaded = config_files::load(options.config);
  const config_files::Problems problems = problems_of(loaded, known_facts(options, loaded), options.time());
  const std::size_t errors = problems.errors();
  const std::size_t warnings = problems.warnings();
  if (json) {
    print_problems_json(problems);
    return errors > 0 ? exit_problems : exit_ok;
  }
  const auto language = options.language;
  for (const auto& problem : problems) std::cout << config_files::to_line(problem, language) << '\n';
  if (problems.count() > problems.size())
    std::cout << programme::and_more(problems.count() - problems.size()).in(language) << '\n';
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
