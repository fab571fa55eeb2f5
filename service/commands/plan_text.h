// SPDX-License-Identifier: Apache-2.0
//
// A plan as a coordinator reads it on a terminal.
#pragma once

#include <string>

#include "service/publishing/change_plan.h"

namespace commands {

/// In lines, the last one ended as well. With `colour` kinds of change are marked for a terminal (ECMA-48).
std::string plan_text(const publishing::ChangePlan& plan, programme::Language language, bool colour);

}  // namespace commands
