// SPDX-License-Identifier: Apache-2.0
//
// One mistake or doubt in the files, located, in Dutch and in English.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "service/programme/programme.h"

namespace config_files {

struct Problem {
  std::string file;          ///< Relative to the configuration folder, with '/'.
  std::uint32_t line = 0;    ///< From 1; 0 when the whole file is meant.
  std::uint32_t column = 0;  ///< In characters, from 1; 0 with line 0.
  bool warning = false;
  programme::Text text;  ///< "what is wrong; what would be right", both languages always filled.

  bool operator==(const Problem&) const = default;
};

/// "file:line:column: text", with "waarschuwing: " / "warning: " before the text of a warning.
std::string to_line(const Problem& problem, programme::Language language);

}  // namespace config_files
