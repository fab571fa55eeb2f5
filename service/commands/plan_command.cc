// SPDX-License-Identifier: Apache-2.0
#include <filesystem>
#include <iostream>

#include "service/commands/commands.h"
#include "service/commands/latest.h"
#include "service/commands/plan_text.h"
#include "service/commands/terminal.h"
#include "service/publishing/choose.h"
#include "service/publishing/plan_from.h"
#include "service/publishing/plan_json.h"

namespace commands {
namespace {

/// A service that never ran has no store, and asking does not make one.
std::optional<publishing::ChangePlan> plan_or_report(const Options& options,
                                                     const publishing::Configuration& folder) {
  const auto data = options.data_folder(folder.loaded.settings);
  if (!std::filesystem::exists(data / "traject.db"))
    return publishing::make_plan(
        std::make_shared<const feeds::Timetables>(std::vector<programme::Programme>{}),
        std::make_shared<const feeds::Timetables>(folder.loaded.programmes), options.time());
  store::Store store{data};
  const auto latest = store::Revisions{store}.latest();
  auto plan = publishing::plan_from(store, latest ? latest->number : 0, folder, options.time());
  if (!plan)
    std::cerr << publishing::choose(options.language, "versie ", "revision ") << latest->number
              << publishing::choose(options.language, " klopt niet meer: 'traject show ",
                                    " is not good any more: 'traject show ")
              << latest->number
              << publishing::choose(options.language,
                                    " --to MAP' en 'traject check --config MAP' zeggen waarom\n",
                                    " --to DIR' and 'traject check --config DIR' say why\n");
  return plan;
}

}  // namespace

int plan(const Options& options, bool json) {
  const publishing::Configuration folder =
      publishing::read_configuration(config_files::read_files(options.config));
  if (report_errors(folder.loaded.problems, options.language)) return exit_problems;
  const auto plan = plan_or_report(options, folder);
  if (!plan) return exit_problems;
  std::cout << (json ? publishing::plan_json(*plan) : plan_text(*plan, options.language, shows_colour()));
  if (!std::cout.flush()) return exit_failure;
  return plan->empty() ? exit_ok : exit_changes;
}

}  // namespace commands
