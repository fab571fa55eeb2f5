// SPDX-License-Identifier: Apache-2.0
//
// Turns occurrences into calendar events.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "ical/types.h"
#include "service/programme/schedule.h"
#include "service/programme/stamp.h"
#include "service/programme/working_days.h"

namespace feeds {

/// The event of an occurrence in one language; nullopt if it is Unplanned.
/// - A session is a busy timed event.
/// - A deadline is a free all-day event on its day.
/// - An occurrence to be confirmed is a free, tentative all-day event on the first working day of its range.
/// - A cancelled occurrence is free.
///
/// `handed_in` marks a deadline as done. `known_uid` saves the computation of the UID if the caller has it.
std::optional<ical::Event> to_event(const programme::Programme& programme,
                                    const programme::Occurrence& occurrence,
                                    const programme::WorkingDays& working_days, const programme::Stamp& stamp,
                                    programme::Language language, bool handed_in = false,
                                    std::string_view known_uid = {});

/// The UID of an occurrence: a name-based UUID (RFC 9562 §5.5, version 5) of the ids, at a reserved domain.
/// `library` is empty for an occurrence for all. The UID depends on the ids alone, so it is equal in all
/// feeds and stable through changes of title, date, host or secret.
std::string uid(std::string_view programme, std::string_view activity, std::string_view library);

/// The UID of a notice of a feed about itself. It never equals that of an occurrence, because ids of
/// programmes contain no ':'.
std::string notice_uid(std::string_view name);

}  // namespace feeds
