// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <string>
#include <vector>

#include "service/config_files/files.h"
#include "service/config_files/problem.h"

namespace config_files {

/// templates/nl/*.md and templates/en/*.md: "nl/werksessie.md" → text. A file that cannot be read is left out
/// with a warning: it concerns the mails of that template alone.
std::map<std::string, std::string> read_templates(const Files& files, std::vector<Problem>& problems);

}  // namespace config_files
