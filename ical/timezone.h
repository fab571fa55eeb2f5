// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <date/tz.h>

#include <string>

namespace ical {

/// The VTIMEZONE block of a zone, from the zone database, right for every local time from 1 January of
/// `first` to 31 December of `last`.
///
/// Where the zone switches by one yearly rule each way throughout those years (most do), the block is one
/// STANDARD and one DAYLIGHT part that start in 1970 with a yearly RRULE: the shape that Outlook can use. A
/// zone without switches is one STANDARD part. Anything else gets one part per switch.
std::string render_timezone(const date::time_zone& zone, date::year first, date::year last);

}  // namespace ical
