// SPDX-License-Identifier: Apache-2.0
//
// Local time to instants: the one place that decides about times that do not exist or occur twice, and the
// self-test that the zone database means what we think it means.
#pragma once

#include <date/tz.h>

#include <string>
#include <vector>

#include "service/programme/programme.h"

namespace programme {

/// UTC, to the second.
using Instant = date::sys_seconds;

/// The instant of a local time. A time that the clock skips moves forward by the gap (02:30 on 2026-03-29 in
/// Amsterdam is 01:30Z, shown as 03:30); one that occurs twice is the first (RFC 5545 §3.3.5 for both).
Instant to_instant(LocalMinute local, const date::time_zone& zone);

/// What a clock on the wall in `zone` shows at `instant`, seconds cut off.
LocalMinute to_local(Instant instant, const date::time_zone& zone);

/// The day of that, in the zone of that IANA name; UTC's when the system database has no such zone.
year_month_day local_day(Instant instant, const std::string& zone);

enum class LocalTimeKind { unique, nonexistent, ambiguous };
LocalTimeKind kind_of(LocalMinute local, const date::time_zone& zone);

/// The zone of that IANA name, or nullptr when the system database has none.
const date::time_zone* find_zone(const std::string& name);

/// All zone names of the database, sorted; for "did you mean".
std::vector<std::string> zone_names();

/// Years in which schedules may lie: system zone files know summer time until 2037.
inline constexpr int first_supported_year = 2000;
inline constexpr int last_supported_year = 2037;

/// Compares eight known offsets with the database (a missing or "slim"-misread database silently shifts
/// times by an hour). Empty when all is well, else one English sentence per mismatch.
std::vector<std::string> zone_self_test();

// Days, times and lengths as the arguments of findings spell them: the same in every language.
std::string year_text(date::year year);      ///< "2038"
std::string day_text(year_month_day day);    ///< "2026-03-29"
std::string clock_text(LocalMinute local);   ///< "02:30"
std::string moment_text(LocalMinute local);  ///< "2026-03-29 02:30"
std::string hours_text(minutes length);      ///< In hours: "20", "2.25"; to two decimals

}  // namespace programme
