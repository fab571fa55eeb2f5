// SPDX-License-Identifier: Apache-2.0
#include "service/programme/working_days.h"

#include <algorithm>
#include <utility>

namespace programme {
namespace {

using date::days;
using date::sys_days;

/// Easter Sunday in the Gregorian calendar (Meeus, Astronomical Algorithms, chapter 8).
sys_days easter(date::year y) {
  const int year = static_cast<int>(y);
  const int golden = year % 19;
  const int century = year / 100;
  const int in_century = year % 100;
  const int moon_correction = (century - (century + 8) / 25 + 1) / 3;
  const int epact = (19 * golden + century - century / 4 - moon_correction + 15) % 30;
  const int to_sunday = (32 + 2 * (century % 4) + 2 * (in_century / 4) - epact - in_century % 4) % 7;
  const int late = (golden + 11 * epact + 22 * to_sunday) / 451;
  const int day_of_march = epact + to_sunday - 7 * late + 22;  // 32 and above are in April
  return sys_days{y / date::March / 1} + days{day_of_march - 1};
}

/// 27 April since 2014, before that Queen's Day on 30 April; one day earlier instead of on a Sunday.
sys_days monarchs_day(date::year year) {
  const sys_days day = year < date::year{2014} ? year / date::April / 30 : year / date::April / 27;
  return date::weekday{day} == date::Sunday ? day - days{1} : day;
}

/// Holidays relative to Easter. Good Friday is not a day off by law; a collective agreement or an employer
/// decides. It is included because many public organisations close.
std::optional<Text> moving_holiday(days after_easter) {
  switch (after_easter.count()) {
    case -2:
      return Text{"Goede Vrijdag", "Good Friday"};
    case 0:
      return Text{"Eerste Paasdag", "Easter Sunday"};
    case 1:
      return Text{"Tweede Paasdag", "Easter Monday"};
    case 39:
      return Text{"Hemelvaartsdag", "Ascension Day"};
    case 49:
      return Text{"Eerste Pinksterdag", "Whit Sunday"};
    case 50:
      return Text{"Tweede Pinksterdag", "Whit Monday"};
    default:
      return std::nullopt;
  }
}

std::optional<Text> fixed_holiday(date::month_day day) {
  if (day == date::January / 1) return Text{"Nieuwjaarsdag", "New Year's Day"};
  // A day off for all once in five years, but every year for much of the public sector.
  if (day == date::May / 5) return Text{"Bevrijdingsdag", "Liberation Day"};
  if (day == date::December / 25) return Text{"Eerste Kerstdag", "Christmas Day"};
  if (day == date::December / 26) return Text{"Tweede Kerstdag", "Boxing Day"};
  return std::nullopt;
}

bool starts_later(sys_days day, const DayRange& range) { return day < sys_days{range.first}; }

}  // namespace

std::optional<Text> public_holiday(year_month_day day) {
  if (auto fixed = fixed_holiday(day.month() / day.day())) return fixed;
  if (sys_days{day} == monarchs_day(day.year())) {
    if (day.year() < date::year{2014}) return Text{"Koninginnedag", "Queen's Day"};
    return Text{"Koningsdag", "King's Day"};
  }
  return moving_holiday(sys_days{day} - easter(day.year()));
}

bool is_weekend(year_month_day day) {
  const date::weekday weekday{sys_days{day}};
  return weekday == date::Saturday || weekday == date::Sunday;
}

// Sorted and disjoint, so that one look-up finds the only range that can contain a day.
WorkingDays::WorkingDays(std::vector<DayRange> closed) {
  std::erase_if(closed, [](const DayRange& range) { return range.last < range.first; });
  std::sort(closed.begin(), closed.end(),
            [](const DayRange& a, const DayRange& b) { return a.first < b.first; });
  for (const DayRange& range : closed) {
    if (!closed_.empty() && range.first <= closed_.back().last) {
      closed_.back().last = std::max(closed_.back().last, range.last);
    } else {
      closed_.push_back(range);
    }
  }
}

bool WorkingDays::is_closed(year_month_day day) const {
  const auto after = std::upper_bound(closed_.begin(), closed_.end(), sys_days{day}, starts_later);
  return after != closed_.begin() && day <= std::prev(after)->last;
}

bool WorkingDays::is_working_day(year_month_day day) const {
  return !is_weekend(day) && !is_closed(day) && !public_holiday(day);
}

year_month_day WorkingDays::step(year_month_day day, int count, Side side) const {
  const days one{side == Side::after ? 1 : -1};
  sys_days at{day};
  while (count > 0) {
    at += one;
    if (is_working_day(at)) --count;
  }
  return at;
}

year_month_day WorkingDays::first_in(DayRange range) const {
  for (sys_days day{range.first}; day <= sys_days{range.last}; day += days{1}) {
    if (is_working_day(day)) return day;
  }
  return range.first;
}

}  // namespace programme
