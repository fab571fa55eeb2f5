// SPDX-License-Identifier: Apache-2.0
//
// The parts of check(), one file each. They append in any order; check() sorts.
#pragma once

#include <vector>

#include "service/programme/check.h"
#include "service/programme/programme.h"
#include "service/programme/schedule.h"

namespace programme {

/// Ids that name nothing, except the references between activities, which schedule() follows.
void check_references(const Programme& programme, std::vector<Finding>& findings);

/// The zone, and the days and moments that belong to no activity.
void check_settings(const Programme& programme, std::vector<Finding>& findings);

/// Planned hours against promised hours.
void check_hours(const Programme& programme, std::vector<Finding>& findings);

/// Sessions and deadlines on days on which nobody works.
void check_days(const Programme& programme, const Schedule& schedule, std::vector<Finding>& findings);

/// Sessions of one role at the same time, and lunches that do not join on to a session.
void check_sessions(const Programme& programme, const Schedule& schedule, std::vector<Finding>& findings);

void check_people(const Programme& programme, const Schedule& schedule, std::vector<Finding>& findings);

/// Where the date of one library's occurrence is written: with itself, or with what it follows or hangs on.
/// `suffix` is "_datum" or "_tijd".
FindingSubject library_field(const Programme& programme, const Occurrence& occurrence, const char* suffix);

}  // namespace programme
