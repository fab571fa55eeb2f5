// SPDX-License-Identifier: Apache-2.0
//
// A wrong clock does lasting damage: SEQUENCE derives from the time, and reminders are sent by it. With such
// a clock the service still serves feeds, but neither publishes nor mails.
#pragma once

#include <optional>

#include "service/programme/civil_time.h"
#include "service/programme/text.h"

namespace publishing {

/// The day on which this build was configured, in UTC. A correct clock is never before it.
programme::Instant build_day();

/// Returns the reason why `now` cannot be right, or nullopt. `built` is build_day(); pass the epoch if `now`
/// is not the machine's clock, and the result is nullopt. `published` is the time of the latest revision; the
/// epoch if there is none.
std::optional<programme::Text> clock_problem(programme::Instant now, programme::Instant built,
                                             programme::Instant published);

}  // namespace publishing
