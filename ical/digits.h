// SPDX-License-Identifier: Apache-2.0
//
// Formats DATE (RFC 5545 §3.3.4) and DATE-TIME (§3.3.5) without streams, independent of the locale.
#pragma once

#include <date/date.h>

#include <string>

namespace ical {

/// Appends the last `width` decimal digits of `value`, with leading zeros; `width` is 10 at most.
inline void append_digits(std::string& out, unsigned value, unsigned width) {
  char digits[10];
  for (unsigned i = width; i > 0; --i, value /= 10) digits[i - 1] = static_cast<char>('0' + value % 10);
  out.append(digits, width);
}

/// Appends "20230620".
inline void append_date(std::string& out, date::year_month_day day) {
  append_digits(out, static_cast<unsigned>(int{day.year()}), 4);
  append_digits(out, unsigned{day.month()}, 2);
  append_digits(out, unsigned{day.day()}, 2);
}

/// Appends "20230620T100000" for a local time or an instant; the caller appends the "Z" of UTC.
template <class Clock, class Duration>
void append_date_time(std::string& out, std::chrono::time_point<Clock, Duration> time) {
  const auto day = date::floor<date::days>(time);
  const auto second = std::chrono::duration_cast<std::chrono::seconds>(time - day).count();
  append_date(out, date::year_month_day{day});
  out.push_back('T');
  const auto since_midnight = static_cast<unsigned>(second);
  append_digits(out, since_midnight / 3600, 2);
  append_digits(out, since_midnight / 60 % 60, 2);
  append_digits(out, since_midnight % 60, 2);
}

}  // namespace ical
