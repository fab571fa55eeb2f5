// SPDX-License-Identifier: Apache-2.0
//
// Formats a plan for a coordinator at a terminal.
#pragma once

#include <string>

#include "service/publishing/change_plan.h"

namespace commands {

/// Returns lines, each ended by LF. With `colour`, escape sequences of ECMA-48 mark the kinds of change.
std::string plan_text(const publishing::ChangePlan& plan, programme::Language language, bool colour);

}  // namespace commands
