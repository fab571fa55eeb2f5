// SPDX-License-Identifier: Apache-2.0
//
// Converts between local time and instants. This file alone decides about local times that do not exist or
// occur twice. It also tests the zone database.
#pragma once

#include <date/tz.h>

#include <string>
#include <vector>

#include "service/programme/programme.h"

namespace programme {

/// A time in UTC, in seconds.
using Instant = date::sys_seconds;

/// The instant of a local time. A time that the clock skips moves forward by the gap (02:30 on 2026-03-29 in
/// Amsterdam is 01:30Z, shown as 03:30); one that occurs twice is the first (RFC 5545 §3.3.5 for both).
Instant to_instant(LocalMinute local, const date::time_zone& zone);

/// The local time in `zone` at `instant`, truncated to minutes.
LocalMinute to_local(Instant instant, const date::time_zone& zone);

/// The local day in the zone with that IANA name; the day in UTC if the zone is unknown.
year_month_day local_day(Instant instant, const std::string& zone);

enum class LocalTimeKind { unique, nonexistent, ambiguous };
LocalTimeKind kind_of(LocalMinute local, const date::time_zone& zone);

/// The zone with that IANA name, or nullptr if the system database lacks it. Valid for ever.
const date::time_zone* find_zone(const std::string& name);

/// All zone names of the database, sorted; for suggestions.
std::vector<std::string> zone_names();

/// The range of supported years. System zone files have summer time until 2037.
inline constexpr int first_supported_year = 2000;
inline constexpr int last_supported_year = 2037;

/// Compares eight known offsets with the database, because a missing or misread database shifts times by an
/// hour without an error. Returns one English sentence per mismatch.
std::vector<std::string> zone_self_test();

// Days, times and lengths in the spelling of Finding::args, which is the same in every language.
std::string year_text(date::year year);      ///< "2038"
std::string day_text(year_month_day day);    ///< "2026-03-29"
std::string clock_text(LocalMinute local);   ///< "02:30"
std::string moment_text(LocalMinute local);  ///< "2026-03-29 02:30"
std::string hours_text(minutes length);      ///< In hours: "20", "2.25"; to two decimals

}  // namespace programme
