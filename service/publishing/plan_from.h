// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>

#include "service/publishing/change_plan.h"
#include "service/publishing/publication.h"

namespace publishing {

/// What publishing `next` would do to revision `number` of that store; 0: to nothing. nullopt when this
/// program finds errors in that revision, which an earlier one let pass. Writes nothing.
std::optional<ChangePlan> plan_from(store::Store& store, int number, const Configuration& next,
                                    programme::Instant now);

}  // namespace publishing
