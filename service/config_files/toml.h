// SPDX-License-Identifier: Apache-2.0
//
// toml++ as every file here must see it: compiled once, in toml.cc. "Unreleased" is what toml++ 3.3 calls
// TOML 1.1; we want `due = 2023-06-13T17:00` without seconds, which the packaged library was built without.
#pragma once

#define TOML_HEADER_ONLY 0
#define TOML_ENABLE_UNRELEASED_FEATURES 1
#define TOML_ENABLE_FORMATTERS 0
#include <toml++/toml.h>
