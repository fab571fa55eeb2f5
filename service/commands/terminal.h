// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace commands {

/// True when standard output is a terminal that shows colour and its user wants that: TERM is not "dumb", and NO_COLOR
/// (no-color.org) is absent or empty.
bool shows_colour();

}  // namespace commands
