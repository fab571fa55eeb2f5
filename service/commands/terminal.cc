// SPDX-License-Identifier: Apache-2.0
#include "service/commands/terminal.h"

#include <unistd.h>

#include <cstdlib>
#include <string_view>

namespace commands {

bool shows_colour() {
  const auto variable = [](const char* name) {
    const char* value = std::getenv(name);
    return std::string_view(value != nullptr ? value : "");
  };
  return ::isatty(STDOUT_FILENO) == 1 && variable("NO_COLOR").empty() && variable("TERM") != "dumb" &&
         !variable("TERM").empty();
}

}  // namespace commands
