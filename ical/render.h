// SPDX-License-Identifier: Apache-2.0
//
// Renders values as RFC 5545 text. A feed is a header, time zones, events and a footer; each part is rendered
// separately, so that feeds share it. The same values give the same bytes: no function reads a clock, the
// host name or the environment. All functions are thread-safe.
#pragma once

#include <date/tz.h>

#include <string>
#include <string_view>

#include "ical/types.h"

namespace ical {

/// Renders BEGIN:VCALENDAR and the calendar properties. Outlook ignores properties that follow a component.
/// Throws InvalidValue.
std::string render_header(const CalendarHeader& header);

/// Renders the VTIMEZONE block of a zone from the zone database (RFC 5545 §3.6.5). It is correct for every
/// local time from 1 January of `first` to 31 December of `last`.
///
/// Most zones enter and leave summer time by one yearly rule each throughout those years. Their block is one
/// STANDARD and one DAYLIGHT part that start in 1970 with a yearly RRULE: Outlook needs this form. A zone
/// without switches has one STANDARD part. Any other zone has one part per switch.
std::string render_timezone(const date::time_zone& zone, date::year first, date::year last);

/// Renders one block from BEGIN:VEVENT to END:VEVENT. Throws InvalidValue.
std::string render_event(const Event& event);

/// Renders END:VCALENDAR.
std::string render_footer();

/// Renders a calendar of one event as an attachment of a mail. It has no METHOD, so that mail programs do not
/// show it as an invitation, and no name, for which Outlook would create a separate calendar. `timezone` is
/// the VTIMEZONE block of the event's zone. Throws InvalidValue.
std::string render_event_file(const Event& event, std::string_view timezone);

/// Renders a calendar of one invitation for a mail part with the same METHOD (RFC 6047 §2.4). `timezone` is
/// the VTIMEZONE block of the event's zone, empty for an all-day event. Throws InvalidValue.
std::string render_invitation(const SchedulingMessage& invitation, std::string_view timezone);

/// Returns the last lines of an event, from STATUS to END:VEVENT: one of nine constant texts with static
/// lifetime. Throws InvalidValue when an argument is not one of its enumerators.
std::string_view closing_lines(Status status, Busy busy);

/// Returns the value of ORGANIZER or ATTENDEE: a mailto URI (RFC 6068) with its special octets escaped.
std::string calendar_address(std::string_view email);

/// Returns a name for a CN parameter. It replaces quotes, which RFC 5545 §3.2 forbids, and carets, which
/// start an escape in RFC 6868.
std::string common_name(std::string_view name);

}  // namespace ical
