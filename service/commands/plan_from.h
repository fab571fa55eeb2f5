// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>

#include "service/commands/plan.h"
#include "service/commands/publication.h"

namespace commands {

/// What publishing `next` would do to revision `number` of that store; 0: to nothing. nullopt when this program finds
/// errors in that revision, which an earlier one let pass. Writes nothing.
std::optional<Plan> plan_from(store::Store& store, int number, const Candidate& next, programme::Instant now);

}  // namespace commands
