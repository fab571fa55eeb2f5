// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "service/config_files/toml_table.h"
#include "service/programme/programme.h"

namespace config_files {

/// When an [[activity]] is: exactly one of date, due, follows and per, with time and duration where they belong.
/// Undated, with the reason reported, when that cannot be told.
programme::When read_when(TomlTable& table);

}  // namespace config_files
