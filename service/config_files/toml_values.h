// SPDX-License-Identifier: Apache-2.0
//
// Values that several tables of programme.toml share.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "service/config_files/source_map.h"
#include "service/config_files/toml_table.h"
#include "service/config_files/wording.h"

namespace config_files {

programme::year_month_day to_day(const toml::date& day);

/// The item's id, with the places of the item and its keys noted in `sources`. Empty, and reported, when it
/// is missing or was used before; an id with wrong characters is reported and kept.
std::string read_id(TomlTable& table, programme::FindingSubject::Kind kind, const toml::table& item,
                    SourceMap& sources);

/// 3, 0.75 or "45 min": whole minutes, from 0 up to 1,000 hours.
std::optional<programme::minutes> read_hours(const toml::node& node, std::string_view key, Report& report);

}  // namespace config_files
