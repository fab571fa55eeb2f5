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

/// Reads an [[activity]] table and reports its mistakes. The id of the result is empty when the table has
/// none.
programme::Activity read_activity(const toml::table& item, const std::vector<programme::Role>& roles,
                                  Report& report, SourceMap& sources);

/// Returns the kind with that English or Dutch name: "workshop", "werksessie". Returns nullopt for other
/// words.
std::optional<programme::ActivityKind> kind_named(std::string_view word);

/// Returns the English names, in the order of the enumeration.
const std::vector<std::string>& kind_names();

/// Reads the date of an [[activity]]: exactly one of the keys date, due, follows and per, with time and
/// duration where they apply. Reports a mistake and returns Undated when there is no valid date.
programme::When read_when(TomlTable& table);

}  // namespace config_files
