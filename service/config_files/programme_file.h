// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

#include "service/config_files/problem.h"
#include "service/config_files/source_map.h"
#include "service/programme/programme.h"

namespace config_files {

/// programme.toml → everything of `programme` but its id, libraries and people. An item with a mistake stays
/// in, as far as it could be read, so that what refers to it is not reported too. False when the text is no
/// TOML.
bool read_programme_file(std::string_view text, Report& report, programme::Programme& programme,
                         SourceMap& sources);

}  // namespace config_files
