// SPDX-License-Identifier: Apache-2.0
//
// An occurrence as a calendar event.
#pragma once

#include <optional>

#include "ical/types.h"
#include "service/programme/schedule.h"
#include "service/programme/stamp.h"
#include "service/programme/working_days.h"

namespace feeds {

/// The event of an occurrence in one language; nullopt when no day at all is known (nothing to show).
/// A session is a busy timed event, a deadline a free all-day event on its day, something to be confirmed a
/// free, tentative all-day event on the first working day of its range; what is cancelled is free.
/// `handed_in`: by the person who is shown it. `known_uid`: of the occurrence, where it is known already.
std::optional<ical::Event> to_event(const programme::Programme& programme,
                                    const programme::Occurrence& occurrence,
                                    const programme::WorkingDays& working_days, const programme::Stamp& stamp,
                                    programme::Language language, bool handed_in = false,
                                    std::string_view known_uid = {});

}  // namespace feeds
