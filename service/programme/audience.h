// SPDX-License-Identifier: Apache-2.0
//
// Decides whom an occurrence concerns.
#pragma once

#include "service/programme/programme.h"
#include "service/programme/schedule.h"

namespace programme {

/// The days that an occurrence covers; nullopt if it is Unplanned.
std::optional<DayRange> days_of(const Occurrence& occurrence);

/// True if one of the person's roles takes part, the occurrence is for all or for the person's library, and
/// the person belongs to the programme at that time (joined <= its last day, its first day < left). An
/// Unplanned occurrence needs only the role and the library.
bool concerns(const Occurrence& occurrence, const Person& person);

/// True if the occurrence has a fixed date and is not cancelled, so that it can be sent as an invitation.
bool is_invited(const Occurrence& occurrence);

/// True if the occurrence is for all or for this library.
bool concerns(const Occurrence& occurrence, const Library& library);

}  // namespace programme
