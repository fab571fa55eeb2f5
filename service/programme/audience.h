// SPDX-License-Identifier: Apache-2.0
//
// Who an occurrence is for.
#pragma once

#include "service/programme/programme.h"
#include "service/programme/schedule.h"

namespace programme {

/// The days that an occurrence covers, for the question whether somebody was there then. Unplanned: nullopt.
std::optional<DayRange> days_of(const Occurrence& occurrence);

/// True when one of the person's roles takes part, the occurrence is for all or for the person's own library,
/// and the person belongs to the programme then (joined <= its last day, its first day < left).
/// Unplanned occurrences concern everyone with the role.
bool concerns(const Occurrence& occurrence, const Person& person);

/// True when it goes to calendars as an invitation: it has a date, and takes place.
bool is_invited(const Occurrence& occurrence);

/// True for occurrences for all and for this library's own.
bool concerns(const Occurrence& occurrence, const Library& library);

}  // namespace programme
