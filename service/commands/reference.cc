// SPDX-License-Identifier: Apache-2.0
#include <CLI/CLI.hpp>
#include <algorithm>
#include <vector>

#include "service/commands/command_line.h"

namespace commands {
namespace {

using CommandOptions = std::vector<const CLI::Option*>;

const std::string head =
    "# Commands\n\n"
    "`traject --help-markdown` writes this page from the descriptions in "
    "`service/commands/command_line.cc`.\n"
    "A test compares the two.\n\n";

/// Appends the visible options. The parser keeps options of which one is required in a nameless subcommand.
void add_options(const CLI::App& command, CommandOptions& options) {
  for (const CLI::Option* option : command.get_options()) {
    if (!option->get_group().empty()) options.push_back(option);
  }
  for (const CLI::App* part : command.get_subcommands([](const CLI::App*) { return true; })) {
    if (part->get_name().empty()) add_options(*part, options);
  }
}

/// A command without subcommands.
struct Command {
  std::string name;  ///< In full: "traject mail list".
  const CLI::App* app = nullptr;
  CommandOptions options;
};

/// Appends the commands under `app`, or `app` itself when it has none, in the order of the parser.
void add_commands(const CLI::App& app, const std::string& name, std::vector<Command>& commands) {
  const std::size_t before = commands.size();
  for (const CLI::App* command : app.get_subcommands([](const CLI::App*) { return true; })) {
    if (!command->get_name().empty()) add_commands(*command, name + " " + command->get_name(), commands);
  }
  if (commands.size() != before) return;
  commands.push_back({name, &app, {}});
  CommandOptions& options = commands.back().options;
  add_options(app, options);
  std::stable_partition(options.begin(), options.end(),
                        [](const CLI::Option* option) { return !option->nonpositional(); });
}

std::string upper(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; });
  return text;
}

/// "-m, --message TEXT", "--json", or "NUMBER" for an argument without a name.
std::string usage(const CLI::Option& option) {
  if (!option.nonpositional()) return upper(option.get_name(true));
  std::string names;
  for (const std::string& name : option.get_snames()) names += "-" + name + ", ";
  for (const std::string& name : option.get_lnames()) names += "--" + name + ", ";
  names.resize(names.size() - 2);
  return option.get_items_expected_max() == 0 ? names : names + " " + option.get_type_name();
}

std::string in_cell(std::string text) {
  for (std::size_t at = text.find('|'); at != std::string::npos; at = text.find('|', at + 2))
    text.insert(at, 1, '\\');
  return text;
}

std::string table(const CommandOptions& options) {
  std::string text;
  for (const CLI::Option* option : options) {
    text += "| `" + in_cell(usage(*option)) + "` | " + in_cell(option->get_description());
    const std::string& standard = option->get_default_str();
    text += (standard.empty() ? "" : " (default: " + standard + ")") + std::string(" |\n");
  }
  return text.empty() ? text : "\n| option | what it does |\n|---|---|\n" + text;
}

/// "traject hand-in --person ID --activity ID [OPTION...]"
std::string synopsis(const std::string& name, const CommandOptions& options) {
  std::string text = name;
  for (const CLI::Option* option : options) {
    if (option->get_required()) text += " " + usage(*option);
  }
  return text + " [OPTION...]";
}

bool has(const CommandOptions& options, const CLI::Option& wanted) {
  return std::any_of(options.begin(), options.end(),
                     [&](const CLI::Option* option) { return usage(*option) == usage(wanted); });
}

}  // namespace

std::string reference(const CLI::App& app) {
  std::vector<Command> commands;
  add_commands(app, app.get_name(), commands);
  CommandOptions common = commands.front().options;
  for (const Command& command : commands) {
    std::erase_if(common, [&](const CLI::Option* option) { return !has(command.options, *option); });
  }
  std::string text = head + app.get_footer() + "\n\nEvery command takes these options:\n" + table(common);
  for (Command& command : commands) {
    std::erase_if(command.options, [&](const CLI::Option* option) { return has(common, *option); });
    text += "\n## " + command.name + "\n\n    " + synopsis(command.name, command.options) + "\n\n" +
            command.app->get_description() + ".\n";
    if (const std::string more = command.app->get_footer(); !more.empty()) text += "\n" + more + "\n";
    text += table(command.options);
  }
  return text;
}

}  // namespace commands
