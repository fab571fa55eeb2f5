// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace commands {

/// What changed from one text to the other, line by line, as `diff -u` shows it: three lines around every
/// change, and the file's name in the head. Empty when nothing did.
std::string unified_difference(const std::string& name, std::string_view before, std::string_view after);

}  // namespace commands
