// SPDX-License-Identifier: Apache-2.0
//
// Pieces of the sentences about what stands in the files.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "service/programme/text.h"

namespace config_files {

using programme::Fill;
using programme::say;
using programme::Text;

/// `"a", "b" of "c"` / `"a", "b" or "c"`.
Text one_of(const std::vector<std::string>& words);

/// `; bedoelde u "x"?`-style hint, or `otherwise` when `near` is empty.
Text did_you_mean(const std::string& near, const Text& otherwise);

/// A value as it may stand in a message: at most 60 characters, nothing that could break a line.
std::string in_quotes(std::string_view value);

}  // namespace config_files
