// SPDX-License-Identifier: Apache-2.0
//
// The parts of check(). They append findings in any order; check() sorts them.
#pragma once

#include <vector>

#include "service/programme/check.h"
#include "service/programme/programme.h"
#include "service/programme/schedule.h"

namespace programme {

/// Finds unknown ids. schedule() finds those in references between activities.
void check_references(const Programme& programme, std::vector<Finding>& findings);

/// Checks the zone, and the days and times outside activities.
void check_settings(const Programme& programme, std::vector<Finding>& findings);

/// Compares planned hours with promised hours.
void check_hours(const Programme& programme, std::vector<Finding>& findings);

/// Finds sessions and deadlines on weekends, public holidays and closed days.
void check_days(const Programme& programme, const Schedule& schedule, std::vector<Finding>& findings);

/// Finds overlapping sessions of one role, and lunches that do not adjoin a session.
void check_sessions(const Programme& programme, const Schedule& schedule, std::vector<Finding>& findings);

void check_people(const Programme& programme, const Schedule& schedule, std::vector<Finding>& findings);

/// The column of libraries.csv that has the date of a library's occurrence: its own, or that of the activity
/// that its date derives from. `suffix` is "_datum" or "_tijd".
FindingSubject library_field(const Programme& programme, const Occurrence& occurrence, const char* suffix);

}  // namespace programme
