// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "service/config_files/problem.h"
#include "service/config_files/source_map.h"
#include "service/config_files/toml_file.h"
#include "service/config_files/toml_table.h"
#include "service/programme/programme.h"

namespace config_files {

/// One [[activity]]. Without an id (reported) the result has none either.
programme::Activity read_activity(const toml::table& item, const std::vector<programme::Role>& roles,
                                  Report& report, SourceMap& sources);

/// "workshop", or in Dutch "werksessie".
std::optional<programme::ActivityKind> kind_named(std::string_view word);

/// The English names, in the order of the enumeration.
const std::vector<std::string>& kind_names();

/// When an [[activity]] is: exactly one of date, due, follows and per, with time and duration where they
/// belong. Undated, with the reason reported, when that cannot be told.
programme::When read_when(TomlTable& table);

}  // namespace config_files
