// SPDX-License-Identifier: Apache-2.0
//
// One written date at a time: what it means in the programme's zone and working days, and what is doubtful
// about it. Which activity hangs on which is schedule.cc's.
#pragma once

#include <string>
#include <vector>

#include "service/programme/schedule.h"
#include "service/programme/working_days.h"

namespace programme {

class DateRules {
 public:
  /// Findings are appended to `findings`, which must outlive this.
  DateRules(const Programme& programme, std::vector<Finding>& findings);

  // `written_at` is where the date stands. A date outside the supported years has a finding and is Unplanned.
  Resolved resolve(const OnDay& value, const FindingSubject& written_at);
  Resolved resolve(const Between& value, const FindingSubject& written_at);
  Resolved resolve(const DueOn& value, const FindingSubject& written_at);
  Resolved resolve(const Undated&, const FindingSubject&) { return Unplanned{}; }

  /// What follows a session, or something of which the day is not known yet.
  Resolved follow(const Follows& follows, const Resolved& anchor, const FindingSubject& written_at);
  Resolved count_from(const DueRelative& due, const Resolved& anchor, const FindingSubject& written_at);

 private:
  bool in_supported_years(year_month_day day, const FindingSubject& written_at);
  bool in_supported_years(DayRange range, const FindingSubject& written_at);
  LocalMinute shown(LocalMinute local, const FindingSubject& written_at);
  Deadline deadline(year_month_day day, std::optional<minutes> time, const FindingSubject& written_at);
  year_month_day shift(year_month_day day, const DueRelative& due) const;
  void find(Rule rule, const FindingSubject& at, std::vector<std::string> args);

  const date::time_zone* zone_;  ///< nullptr when unknown: times stay as they are written.
  WorkingDays working_days_;
  std::vector<Finding>& findings_;
};

}  // namespace programme
