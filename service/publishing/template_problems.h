// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "service/config_files/problem.h"
#include "service/letters/composer.h"

namespace publishing {

/// Returns the errors in the mail templates. Without programmes, it checks each template by itself and not
/// its use by the rules.
config_files::Problems template_problems(const letters::Composer& composer,
                                         const std::vector<programme::Programme>& programmes);

}  // namespace publishing
