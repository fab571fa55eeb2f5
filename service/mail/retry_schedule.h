// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>

#include "service/programme/civil_time.h"

namespace mail {

/// When to try again a mail that has been tried `tries` times (1 or more): 1, 2, 5, 15, 30 and 60 minutes
/// after the last try, then hourly, a fifth earlier or later by `random` (0 to 1), so that mails that failed
/// together do not all come back together. Never more than a quarter of the time that is left, so that what
/// is urgent is tried more than once; never less than half a minute. nullopt: there is no time for another
/// try.
std::optional<programme::Instant> next_try(int tries, programme::Instant now, programme::Instant not_after,
                                           double random);

}  // namespace mail
