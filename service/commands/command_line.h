// SPDX-License-Identifier: Apache-2.0
//
// Defines every command with its options and its help text.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>

#include "service/commands/commands.h"

namespace CLI {  // NOLINT(readability-identifier-naming): the library's own name
class App;
}

namespace commands {

struct MailOptions {
  std::string state, to, why;
  std::size_t limit = 50;
  std::int64_t id = 0;
  bool json = false, yes = false;
};

struct RevisionOptions {
  PublishOptions publish;
  int number = 0;
  std::optional<int> other;
  bool json = false;
  std::string to;
};

/// The values of all options, filled in by the parser.
struct CommandLine {
  Options options;
  std::string feed;   ///< Argument of render.
  std::string whose;  ///< Argument of link.
  bool json = false;  ///< --json of commands that have no options struct.
  bool announce_yes = false;
  FeedsOptions feeds;
  HandInOptions hand_in;
  RevisionOptions revisions;
  MailOptions mail;
  RemindersOptions reminders;
  ServeOptions serve;
  SimulateOptions simulate;
};

/// Functions that run a command and return its exit status, by the parser's command.
using Runners = std::map<const CLI::App*, std::function<int()>>;

/// Adds every command to `app`. The parser and the runners refer to `line`, which must outlive both.
Runners add_commands(CLI::App& app, CommandLine& line);

/// Returns every command and option of `app` as Markdown, the content of docs/commands.md.
std::string reference(const CLI::App& app);

}  // namespace commands
