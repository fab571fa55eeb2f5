// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace service {

/// Installs spdlog's default logger, which writes to standard error. `format` is "text", "json" (one object a
/// line) or "auto" (text when standard error is a terminal, else JSON). Every message is one printable()
/// line. Times are UTC with milliseconds.
///
/// Nobody waits for the reader of standard error: a thread writes, at most 256 KiB of lines wait, then the
/// oldest are dropped and the log says how many. What std::cerr is given from now on takes the same way, in
/// order. What waits when the process exits is written for at most a second.
///
/// Call it before any other thread starts; another call changes the format.
void set_up_log(const std::string& format);

}  // namespace service
