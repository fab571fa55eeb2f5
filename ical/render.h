// SPDX-License-Identifier: Apache-2.0
//
// Values in, RFC 5545 text out. A feed is header + zones + events + footer; each part is rendered by itself
// so that feeds can share it. Same values, same bytes: no clock, no host name, no environment is read.
#pragma once

#include <date/tz.h>

#include <string>
#include <string_view>

#include "ical/types.h"

namespace ical {

/// BEGIN:VCALENDAR and every calendar property (Outlook ignores those after a component).
std::string render_header(const CalendarHeader& header);

/// The VTIMEZONE block of a zone, from the zone database, right for every local time from 1 January of
/// `first` to 31 December of `last`.
///
/// Where the zone switches by one yearly rule each way throughout those years (most do), the block is one
/// STANDARD and one DAYLIGHT part that start in 1970 with a yearly RRULE: the shape that Outlook can use. A
/// zone without switches is one STANDARD part. Anything else gets one part per switch.
std::string render_timezone(const date::time_zone& zone, date::year first, date::year last);

/// One BEGIN:VEVENT … END:VEVENT block. Throws InvalidValue.
std::string render_event(const Event& event);

/// END:VCALENDAR.
std::string render_footer();

/// A calendar of one event to go along with a mail: without a METHOD, so that nobody takes it for an
/// invitation, and without a name, at which Outlook would make a calendar of its own for it. `timezone`: the
/// block of its zone.
std::string render_event_file(const Event& event, std::string_view timezone);

/// A calendar of one invitation, for a mail part of the same METHOD. `timezone`: the block of its zone; empty
/// for whole days. Throws InvalidValue.
std::string render_invitation(const SchedulingMessage& invitation, std::string_view timezone);

/// The last lines of an event, from STATUS to END:VEVENT: one of nine fixed texts. The view is valid for
/// ever. Throws InvalidValue when an argument is not one of its enumerators.
std::string_view closing_lines(Status status, Busy busy);

/// The value of ORGANIZER and ATTENDEE: a mailto URI (RFC 6068).
std::string calendar_address(std::string_view email);

/// How a name stands in a CN parameter, which cannot hold a quote, nor a caret for readers that know RFC
/// 6868.
std::string common_name(std::string_view name);

}  // namespace ical
