// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

#include "service/config_files/problem.h"
#include "service/config_files/source_map.h"
#include "service/programme/programme.h"

namespace config_files {

/// Reads programme.toml into `programme`, except for its id, libraries and people, and records in `sources`
/// where each value is written. Keeps the valid values of an item with a mistake, so that references to it
/// are not reported as well. Reports a text that is not TOML and returns false.
bool read_programme_file(std::string_view text, Report& report, programme::Programme& programme,
                         SourceMap& sources);

}  // namespace config_files
