// SPDX-License-Identifier: Apache-2.0
#include "service/http/conditional.h"

#include <array>
#include <cstdio>

namespace http {
namespace {

void skip_blanks_and_commas(std::string_view& text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t' || text.front() == ','))
    text.remove_prefix(1);
}

}  // namespace

bool none_match_names(std::string_view field, std::string_view etag) {
  skip_blanks_and_commas(field);
  if (field.starts_with('*')) {
    field.remove_prefix(1);
    return field.find_first_not_of(" \t") == std::string_view::npos;
  }
  while (!field.empty()) {
    if (field.starts_with("W/")) field.remove_prefix(2);
    if (!field.starts_with('"')) return false;
    const auto close = field.find('"', 1);
    if (close == std::string_view::npos) return false;
    if (field.substr(0, close + 1) == etag) return true;
    field.remove_prefix(close + 1);
    skip_blanks_and_commas(field);
  }
  return false;
}

std::string http_date(date::sys_seconds time) {
  static constexpr std::array<const char*, 7> days{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  static constexpr std::array<const char*, 12> months{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                      "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const auto day = date::floor<date::days>(time);
  const date::year_month_day ymd{day};
  const date::hh_mm_ss clock{time - day};
  std::array<char, 40> text{};
  std::snprintf(text.data(), text.size(), "%s, %02u %s %04d %02d:%02d:%02d GMT",
                days[date::weekday{day}.c_encoding()], static_cast<unsigned>(ymd.day()),
                months[static_cast<unsigned>(ymd.month()) - 1], static_cast<int>(ymd.year()),
                static_cast<int>(clock.hours().count()), static_cast<int>(clock.minutes().count()),
                static_cast<int>(clock.seconds().count()));
  return text.data();
}

}  // namespace http
