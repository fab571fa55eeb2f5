// SPDX-License-Identifier: Apache-2.0
//
// Parts of the sentences in problems.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "service/programme/printable.h"
#include "service/programme/text.h"

namespace config_files {

using programme::and_more;
using programme::Fill;
using programme::in_quotes;
using programme::printable;
using programme::say;
using programme::shortened;
using programme::Text;

/// Returns `"a", "b" of "c"` and `"a", "b" or "c"`.
Text one_of(const std::vector<std::string>& words);

/// Returns `bedoelde u "x"?` and `did you mean "x"?`, or `otherwise` when `near` is empty.
Text did_you_mean(const std::string& near, const Text& otherwise);

}  // namespace config_files
