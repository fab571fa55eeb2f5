// SPDX-License-Identifier: Apache-2.0
#include "service/programme/civil_time.h"

#include <algorithm>
#include <array>
#include <stdexcept>

namespace programme {
namespace {

using std::chrono::seconds;

// A link in the database's folder to the zone of this machine; not an IANA name.
constexpr const char* host_zone = "localtime";

date::local_info info(LocalMinute local, const date::time_zone& zone) {
  return zone.get_info(date::local_seconds{local.time_since_epoch()});
}

struct KnownOffset {
  const char* zone;
  date::sys_days day;  ///< At 12:00 UTC.
  minutes offset;
};

constexpr auto jan_2026 = date::sys_days{date::January / 15 / 2026};
constexpr auto jul_2026 = date::sys_days{date::July / 15 / 2026};
constexpr auto jan_2037 = date::sys_days{date::January / 15 / 2037};
constexpr auto jul_2037 = date::sys_days{date::July / 15 / 2037};

// Both halves of a year, and the last year with rules. "Slim" zone files have a table of past years and a
// rule for the rest; date 3.0.1 ignores the rule, so that every later winter has summer time.
constexpr std::array<KnownOffset, 8> known_offsets{{{"Europe/Amsterdam", jan_2026, minutes{60}},
                                                    {"Europe/Amsterdam", jul_2026, minutes{120}},
                                                    {"Europe/Amsterdam", jan_2037, minutes{60}},
                                                    {"Europe/Amsterdam", jul_2037, minutes{120}},
                                                    {"America/New_York", jan_2026, minutes{-300}},
                                                    {"Pacific/Auckland", jan_2026, minutes{780}},
                                                    {"Asia/Tokyo", jul_2026, minutes{540}},
                                                    {"UTC", jul_2026, minutes{0}}}};

/// "UTC+01:00"
std::string utc_text(seconds offset) {
  return (offset < seconds{0} ? "UTC-" : "UTC+") + date::format("%R", date::abs(offset));
}

}  // namespace

// local_info.first is the offset of a unique time, the offset before a gap, or the first of two.
Instant to_instant(LocalMinute local, const date::time_zone& zone) {
  return Instant{local.time_since_epoch() - info(local, zone).first.offset};
}

LocalMinute to_local(Instant instant, const date::time_zone& zone) {
  return date::floor<minutes>(zone.to_local(instant));
}

year_month_day local_day(Instant instant, const std::string& zone) {
  const date::time_zone* known = find_zone(zone);
  if (known == nullptr) return year_month_day{date::floor<date::days>(instant)};
  return year_month_day{date::floor<date::days>(to_local(instant, *known))};
}

LocalTimeKind kind_of(LocalMinute local, const date::time_zone& zone) {
  switch (info(local, zone).result) {
    case date::local_info::nonexistent:
      return LocalTimeKind::nonexistent;
    case date::local_info::ambiguous:
      return LocalTimeKind::ambiguous;
    default:
      return LocalTimeKind::unique;
  }
}

const date::time_zone* find_zone(const std::string& name) {
  if (name == host_zone) return nullptr;
  try {
    return date::locate_zone(name);
  } catch (const std::runtime_error&) {
    return nullptr;
  }
}

std::vector<std::string> zone_names() {
  std::vector<std::string> names;
  for (const date::time_zone& zone : date::get_tzdb().zones) {
    if (zone.name() != host_zone) names.push_back(zone.name());
  }
  std::sort(names.begin(), names.end());
  return names;
}

std::vector<std::string> zone_self_test() {
  std::vector<std::string> mismatches;
  for (const KnownOffset& known : known_offsets) {
    const date::time_zone* zone = find_zone(known.zone);
    if (zone == nullptr) {
      mismatches.push_back("The zone database of this system has no " + std::string(known.zone) + ".");
      continue;
    }
    const seconds offset = zone->get_info(known.day + std::chrono::hours{12}).offset;
    if (offset == known.offset) continue;
    mismatches.push_back("The zone database of this system has " + std::string(known.zone) + " at " +
                         utc_text(offset) + " on " + date::format("%F", known.day) + "; it is at " +
                         utc_text(known.offset) + ".");
  }
  return mismatches;
}

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
