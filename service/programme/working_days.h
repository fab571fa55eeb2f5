// SPDX-License-Identifier: Apache-2.0
//
// Dutch public holidays and the working days of a programme.
#pragma once

#include <optional>
#include <vector>

#include "service/programme/programme.h"

namespace programme {

/// The public holiday on that day in the Netherlands, if any: New Year's Day, Good Friday, Easter Sunday and
/// Monday, King's Day (27 April; 26 when that is a Sunday), Liberation Day (5 May, every year), Ascension
/// Day, Whit Sunday and Monday, both Christmas days.
std::optional<Text> public_holiday(year_month_day day);

bool is_weekend(year_month_day day);

/// The working days of one programme: Monday to Friday, no public holiday, not in its `closed` list.
class WorkingDays {
 public:
  explicit WorkingDays(std::vector<DayRange> closed);

  bool is_closed(year_month_day day) const;  ///< True for days in the programme's `closed` list.
  bool is_working_day(year_month_day day) const;

  /// The day `count` working days before (or after) `day`, which itself does not count. Requires count >= 0;
  /// 0 gives `day`.
  year_month_day step(year_month_day day, int count, Side side) const;

  /// The first working day in the range; its first day if it has none.
  year_month_day first_in(DayRange days) const;

 private:
  std::vector<DayRange> closed_;
};

}  // namespace programme
