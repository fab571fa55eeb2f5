// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace service {

/// Installs spdlog's default logger, which writes to standard error. `format` is "text", "json" (one object a
/// line) or "auto" (text when standard error is a terminal, else JSON). Every message is one line: text shows
/// a control character as "?", JSON escapes it. Times are UTC with milliseconds. Call it before any thread
/// starts.
void set_up_log(const std::string& format);

}  // namespace service
