// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "service/programme/finding.h"
#include "service/programme/programme.h"

namespace config_files {

/// "what is wrong; what would be right" of a finding, in both languages.
programme::Text text_of(const programme::Finding& finding);

}  // namespace config_files
