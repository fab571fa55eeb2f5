// SPDX-License-Identifier: Apache-2.0
//
// A plan as a coordinator reads it, and as a program does.
#pragma once

#include <string>

#include "service/commands/plan.h"

namespace commands {

/// In lines, the last one ended as well. With `colour` kinds of change are marked for a terminal (ECMA-48).
std::string plan_text(const Plan& plan, programme::Language language, bool colour);

/// One JSON object, indented, ended by a newline. Ids and names of kinds, days and local times in ISO 8601, instants in
/// UTC; no words but titles and names.
std::string plan_json(const Plan& plan);

/// The changes alone, on one line, without whose feeds change and who is mailed: "programmes" of the above, for a revision.
std::string difference_json(const Plan& plan);

}  // namespace commands
