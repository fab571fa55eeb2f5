// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "service/config_files/report.h"
#include "service/config_files/source_map.h"
#include "service/config_files/toml.h"
#include "service/programme/programme.h"

namespace config_files {

/// One [[activity]]. Without an id (reported) the result has none either.
programme::Activity read_activity(const toml::table& item, const std::vector<programme::Role>& roles,
                                  Report& report, SourceMap& sources);

/// "workshop", or in Dutch "werksessie".
std::optional<programme::ActivityKind> kind_named(std::string_view word);

/// The English names, in the order of the enumeration.
const std::vector<std::string>& kind_names();

}  // namespace config_files
