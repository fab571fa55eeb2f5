// SPDX-License-Identifier: Apache-2.0
//
// Parts of the sentences in problems.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "service/programme/text.h"

namespace config_files {

using programme::Fill;
using programme::say;
using programme::Text;

/// Returns `"a", "b" of "c"` and `"a", "b" or "c"`.
Text one_of(const std::vector<std::string>& words);

/// Returns `bedoelde u "x"?` and `did you mean "x"?`, or `otherwise` when `near` is empty.
Text did_you_mean(const std::string& near, const Text& otherwise);

/// Returns a value in quotes for a message: 60 characters at most, control characters replaced by spaces.
std::string in_quotes(std::string_view value);

}  // namespace config_files
