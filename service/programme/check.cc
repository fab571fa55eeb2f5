// SPDX-License-Identifier: Apache-2.0
#include "service/programme/check.h"

#include <utility>

#include "service/programme/check_parts.h"
#include "service/programme/file_order.h"

namespace programme {

bool is_warning(Rule rule) {
  switch (rule) {
    case Rule::unknown_activity:
    case Rule::unknown_role:
    case Rule::unknown_library:
    case Rule::circle:
    case Rule::follows_deadline:
    case Rule::overlap:
    case Rule::lunch_not_adjacent:
    case Rule::year_out_of_range:
    case Rule::unknown_zone:
    case Rule::left_before_joined:
    case Rule::shared_address:
      return false;
    case Rule::nonexistent_time:
    case Rule::ambiguous_time:
    case Rule::weekend:
    case Rule::public_holiday:
    case Rule::closed_day:
    case Rule::hours_mismatch:
    case Rule::person_without_activities:
      return true;
  }
  return false;
}

std::vector<Finding> check(const Programme& programme) {
  Schedule dates = schedule(programme);
  std::vector<Finding> findings = std::move(dates.findings);
  check_settings(programme, findings);
  check_references(programme, findings);
  check_hours(programme, findings);
  check_days(programme, dates, findings);
  check_sessions(programme, dates, findings);
  check_people(programme, dates, findings);
  sort_by_file(programme, findings);
  return findings;
}

}  // namespace programme
