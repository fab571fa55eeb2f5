// SPDX-License-Identifier: Apache-2.0
//
// Reads values that occur in several tables of programme.toml.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "service/config_files/source_map.h"
#include "service/config_files/toml_table.h"
#include "service/config_files/wording.h"

namespace config_files {

programme::year_month_day to_day(const toml::date& day);

/// Returns the id of an item and records the positions of the item and its keys in `sources`. Reports a
/// missing or duplicate id and returns "". Reports an id with wrong characters and returns it.
std::string read_id(TomlTable& table, programme::FindingSubject::Kind kind, const toml::table& item,
                    SourceMap& sources);

/// Reads 3, 0.75 (hours) or "45 min" as whole minutes, from 0 to 1,000 hours. Reports other values.
std::optional<programme::minutes> read_hours(const toml::node& node, std::string_view key, Report& report);

}  // namespace config_files
