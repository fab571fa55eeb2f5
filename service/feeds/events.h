// SPDX-License-Identifier: Apache-2.0
//
// An occurrence as a calendar event.
#pragma once

#include <optional>
#include <string>
#include <string_view>

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

/// The UID of an occurrence: a name-based UUID (RFC 9562 §5.5, version 5) of the ids, at a domain that is
/// ours for ever. `library` is empty for an occurrence that is for all. Depends on the ids alone: not on a
/// title, a date, a host, a secret or a position, so the occurrence keeps it through every change and in
/// every feed.
std::string uid(std::string_view programme, std::string_view activity, std::string_view library);

/// The UID of what a feed says about itself. Ids of programmes hold no ':', so it is never that of an
/// occurrence.
std::string notice_uid(std::string_view name);

}  // namespace feeds
