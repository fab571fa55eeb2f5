// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "service/config_files/problem.h"
#include "service/config_files/source_map.h"
#include "service/config_files/toml.h"
#include "service/programme/programme.h"

namespace config_files {

/// One [[reminder]] about the roles and activities that `programme` already holds. Without an id (reported)
/// the result has none either.
programme::ReminderRule read_reminder(const toml::table& item, const programme::Programme& programme,
                                      Report& report, SourceMap& sources);

}  // namespace config_files
