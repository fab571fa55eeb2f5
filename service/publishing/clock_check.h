// SPDX-License-Identifier: Apache-2.0
//
// A wrong clock makes lasting damage: SEQUENCE is a time, and reminders go out by it. The service then serves
// what is published, and neither publishes nor mails.
#pragma once

#include <optional>

#include "service/programme/civil_time.h"
#include "service/programme/text.h"

namespace publishing {

/// When this program was configured to be built, to the day. No right clock is before it.
programme::Instant build_day();

/// Why the machine's clock cannot be right; nullopt: nothing is known against it. `built`: build_day(), or
/// the epoch when `now` is not the machine's clock: that is never wrong. `published`: the latest revision, or
/// the epoch without one.
std::optional<programme::Text> clock_problem(programme::Instant now, programme::Instant built,
                                             programme::Instant published);

}  // namespace publishing
