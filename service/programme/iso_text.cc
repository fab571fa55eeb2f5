// SPDX-License-Identifier: Apache-2.0
#include "service/programme/iso_text.h"

namespace programme {

std::string year_text(date::year year) { return std::to_string(static_cast<int>(year)); }

std::string day_text(year_month_day day) { return date::format("%F", day); }

std::string clock_text(LocalMinute local) { return date::format("%R", local); }

std::string moment_text(LocalMinute local) { return date::format("%F %R", local); }

std::string hours_text(minutes length) {
  const auto hundredths = (length.count() * 100 + (length.count() < 0 ? -30 : 30)) / 60;
  std::string text = std::to_string(hundredths / 100);
  const auto rest = hundredths % 100;
  if (rest == 0) return text;
  text += "." + std::to_string(rest / 10);
  if (rest % 10 != 0) text += std::to_string(rest % 10);
  return text;
}

}  // namespace programme
