// SPDX-License-Identifier: Apache-2.0
//
// Resolves one written date in the zone and the working days of a programme, and finds doubtful dates. The
// references between activities are resolved by schedule.cc.
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

  // `written_at` is the field with the date. A date outside the supported years gives a finding and
  // Unplanned.
  Resolved resolve(const OnDay& value, const FindingSubject& written_at);
  Resolved resolve(const Between& value, const FindingSubject& written_at);
  Resolved resolve(const DueOn& value, const FindingSubject& written_at);
  Resolved resolve(const Undated&, const FindingSubject&) { return Unplanned{}; }

  /// `anchor` is the session that it follows, or a day range if the date is not fixed yet.
  Resolved follow(const Follows& follows, const Resolved& anchor, const FindingSubject& written_at);
  Resolved count_from(const DueRelative& due, const Resolved& anchor, const FindingSubject& written_at);

 private:
  bool in_supported_years(year_month_day day, const FindingSubject& written_at);
  bool in_supported_years(DayRange range, const FindingSubject& written_at);
  LocalMinute shown(LocalMinute local, const FindingSubject& written_at);
  Deadline deadline(year_month_day day, std::optional<minutes> time, const FindingSubject& written_at);
  year_month_day shift(year_month_day day, const DueRelative& due) const;
  void find(Rule rule, const FindingSubject& at, std::vector<std::string> args);

  const date::time_zone* zone_;  ///< nullptr: unknown zone; times stay as they are written.
  WorkingDays working_days_;
  std::vector<Finding>& findings_;
};

}  // namespace programme
