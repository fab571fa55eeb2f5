// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "service/config_files/load.h"

namespace config_files {

/// Everything that was loaded, one value a line, in a fixed order: what the files mean once defaults are
/// filled in and groups such as "participants" are spelled out. References stay as written. For tests and for
/// reading.
std::string describe(const Loaded& loaded);

}  // namespace config_files
