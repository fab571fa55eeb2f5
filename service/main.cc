// SPDX-License-Identifier: Apache-2.0
//
// Parses the command line, checks the time zone data and runs the command.
#include <signal.h>
#include <sys/stat.h>

#include <CLI/CLI.hpp>
#include <exception>
#include <iostream>
#include <string>
#include <string_view>
#include <vector>

#include "service/commands/command_line.h"
#include "service/commands/terminal.h"
#include "service/daemon/service_loop.h"
#include "service/programme/civil_time.h"
#include "service/programme/nearest.h"
#include "service/programme/printable.h"
#include "service/store/failure.h"

namespace {

/// Returns an error message about the first word that should name a command but does not, with the nearest
/// name; the parser reports only that a command is missing. Returns "" when the words name a command or begin
/// with an option.
std::string unknown_command(const CLI::App& app, int argc, char** argv) {
  const CLI::App* group = &app;
  for (int i = 1; i < argc && *argv[i] != '-'; ++i) {
    const std::string word{argv[i]};
    std::vector<std::string> names;
    const CLI::App* found = nullptr;
    for (const CLI::App* command : group->get_subcommands([](const CLI::App*) { return true; })) {
      if (command->get_name().empty()) continue;  // a group of options
      names.push_back(command->get_name());
      if (command->get_name() == word) found = command;
    }
    if (names.empty()) return {};
    if (found == nullptr) {
      const std::string near = programme::nearest(word, names);
      return "there is no command " + programme::in_quotes(word) + "; " +
             (near.empty() ? "'" + std::string{argv[0]} + " --help' lists them"
                           : "did you mean '" + near + "'?");
    }
    group = found;
  }
  return {};
}

int run(int argc, char** argv) {
  CLI::App app{"Programme calendar: feeds that people subscribe to, from files that a coordinator edits",
               "traject"};
  app.require_subcommand(1);
  app.failure_message([](const CLI::App*, const CLI::Error& error) {
    return programme::printable(error.what()) + "\nRun with --help for more information.\n";
  });
  app.set_version_flag("--version", TRAJECT_VERSION);
  app.add_flag_callback("--help-markdown",
                        [&app] {
                          std::cout << commands::reference(app);
                          throw CLI::Success();
                        })
      ->group("");

  commands::CommandLine line;
  const commands::Runners run_command = commands::add_commands(app, line);

  if (const auto unknown = unknown_command(app, argc, argv); !unknown.empty()) {
    std::cerr << unknown << '\n';
    return commands::exit_usage;
  }
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? commands::exit_ok : commands::exit_usage;
  }
  if (const auto mismatches = programme::zone_self_test(); !mismatches.empty()) {
    for (const auto& mismatch : mismatches) std::cerr << "time zone data: " << mismatch << '\n';
    return commands::exit_configuration;
  }
  const CLI::App* chosen = &app;
  while (!chosen->get_subcommands().empty()) chosen = chosen->get_subcommands().front();
  return run_command.at(chosen)();
}

}  // namespace

int main(int argc, char** argv) {
  umask(077);  // what the service writes is for itself
  // Writing to a closed pipe or beyond a limit on files is an error of that write, not the end.
  for (const int each : {SIGPIPE, SIGXFSZ}) signal(each, SIG_IGN);
  // A reload that comes before the service is ready waits for it.
  if (argc > 1 && std::string_view{argv[1]} == "serve") service::block_signals();
  // Static, so that the log, which begins later, ends before.
  static const commands::PrintableErrors printable_errors;
  try {
    return run(argc, argv);
  } catch (const std::exception& error) {
    std::cerr << "traject: " << programme::printable(store::in_words(error)) << '\n';
    return commands::exit_failure;
  }
}
