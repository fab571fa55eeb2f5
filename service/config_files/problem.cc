// SPDX-License-Identifier: Apache-2.0
#include "service/config_files/problem.h"

#include <algorithm>

namespace config_files {

std::string to_line(const Problem& problem, programme::Language language) {
  // A problem of the whole file opens at its top in an editor that understands file:line:column.
  const auto line = std::max<std::uint32_t>(problem.line, 1);
  const auto column = std::max<std::uint32_t>(problem.column, 1);
  const char* prefix = language == programme::Language::nl ? "waarschuwing: " : "warning: ";
  return problem.file + ":" + std::to_string(line) + ":" + std::to_string(column) + ": " +
         (problem.warning ? prefix : "") + problem.text.in(language);
}

}  // namespace config_files
