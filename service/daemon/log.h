// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace service {

/// Sets up the one logger: lines to standard error, as text or one JSON object a line. "auto" is text on a
/// terminal and JSON elsewhere. Control characters in a message never reach the terminal or start a new line.
void set_up_log(const std::string& format);

}  // namespace service
