// SPDX-License-Identifier: Apache-2.0
//
// Checks of option values, for CLI11: each returns what is wrong with a text, or "".
#pragma once

#include <string>

namespace commands {

std::string is_time(const std::string& text);
std::string is_count(const std::string& text);
std::string is_speed(const std::string& text);
std::string is_short(const std::string& text);
std::string no_time(const std::string& text);

}  // namespace commands
