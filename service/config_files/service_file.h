// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

#include "service/config_files/load.h"
#include "service/config_files/problem.h"

namespace config_files {

/// service.toml → settings; what is missing or wrong keeps its default.
Settings read_service_file(std::string_view text, Report& report);

}  // namespace config_files
