// SPDX-License-Identifier: Apache-2.0
//
// A plan as a program reads it.
#pragma once

#include <string>

#include "service/publishing/change_plan.h"

namespace publishing {

/// One JSON object, indented, ended by a newline. Ids and names of kinds, days and local times in ISO 8601,
/// instants in UTC; no words but titles and names.
std::string plan_json(const ChangePlan& plan);

/// The changes alone, on one line, without whose feeds change and who is mailed: "programmes" of the above,
/// for a revision.
std::string difference_json(const ChangePlan& plan);

}  // namespace publishing
