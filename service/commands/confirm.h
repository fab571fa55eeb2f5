// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "service/programme/programme.h"

namespace commands {

/// Asks a person at the terminal, in that language. Only "yes" and "ja" count; where nobody can be asked, says that --yes is for
/// that. `yes`: there is no need to ask.
bool confirm(bool yes, programme::Language language, const std::string& question);

}  // namespace commands
