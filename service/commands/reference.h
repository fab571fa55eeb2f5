// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <CLI/CLI.hpp>
#include <string>

namespace commands {

/// Every command and option of `app` as Markdown: the text of docs/commands.md.
std::string reference(const CLI::App& app);

}  // namespace commands
