// SPDX-License-Identifier: Apache-2.0
#include <filesystem>
#include <iostream>

#include "service/commands/command_errors.h"
#include "service/commands/commands.h"
#include "service/commands/plan_text.h"
#include "service/commands/terminal.h"
#include "service/publishing/change_plan.h"
#include "service/publishing/proposal.h"

namespace commands {
namespace {

/// Returns an empty head when there is no store, and creates none.
publishing::Head read_head(const Options& options, const config_files::Loaded& folder) {
  const auto data = options.data_folder(folder.settings);
  if (!std::filesystem::exists(data / "traject.db")) return {};
  store::Store store{data};
  return publishing::read_head(store, folder, options.time());
}

int report_invalid(int revision, programme::Language language) {
  std::cerr << say(
      language,
      "versie {0} klopt niet meer: 'traject show {0} --to MAP' en 'traject check --config MAP' "
      "zeggen waarom\n",
      "revision {0} is not good any more: 'traject show {0} --to DIR' and 'traject check --config "
      "DIR' say why\n",
      {std::to_string(revision)});
  return exit_problems;
}

}  // namespace

int plan(const Options& options, bool json) {
  publishing::Configuration folder = publishing::read_configuration(config_files::read_files(options.config));
  if (report_errors(folder.loaded.problems, options.language)) return exit_problems;
  const publishing::Head head = read_head(options, folder.loaded);
  const auto plan = publishing::propose(head, std::move(folder), options.time()).plan;
  if (!plan) return report_invalid(head.revision(), options.language);
  std::cout << (json ? publishing::plan_json(*plan) : plan_text(*plan, options.language, shows_colour()));
  if (!std::cout.flush()) return exit_failure;
  return plan->empty() ? exit_ok : exit_changes;
}

}  // namespace commands
