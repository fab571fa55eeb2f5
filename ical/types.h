// SPDX-License-Identifier: Apache-2.0
//
// The values in an iCalendar file (RFC 5545, RFC 7986). No libical type leaves this folder.
#pragma once

#include <date/date.h>

#include <chrono>
#include <string>
#include <variant>
#include <vector>

namespace ical {

using Instant = date::sys_seconds;  ///< UTC.
using LocalMinute =
    date::local_time<std::chrono::minutes>;  ///< Wall-clock time in the zone of the `tzid` beside it.

/// DTSTART and DTEND with a TZID; `start` is before `end`.
struct Timed {
  LocalMinute start;
  LocalMinute end;
  std::string tzid;
  bool operator==(const Timed&) const = default;
};

/// DTSTART and DTEND with VALUE=DATE; `end` is the day after the last (RFC 5545 §3.6.1).
struct AllDay {
  date::year_month_day start;
  date::year_month_day end;
  bool operator==(const AllDay&) const = default;
};

enum class Status { confirmed, tentative, cancelled };

/// The entry in a free/busy view, written as TRANSP and X-MICROSOFT-CDO-BUSYSTATUS.
enum class Busy { busy, tentative, free };

/// A VEVENT. All strings are UTF-8 without control characters; only `description` may contain '\n'.
struct Event {
  std::string uid;
  int sequence = 0;
  Instant created;
  Instant last_modified;  ///< UTC; also the DTSTAMP (RFC 5545 §3.8.7.2).
  std::variant<Timed, AllDay> when;
  std::string summary;
  std::string description;  ///< May be empty.
  std::string location;     ///< May be empty.
  std::string url;          ///< May be empty; https.
  std::string conference;   ///< CONFERENCE (RFC 7986 §5.11): a meeting link; may be empty; https.
  std::string category;     ///< May be empty.
  Status status = Status::confirmed;
  Busy busy = Busy::busy;
  bool operator==(const Event&) const = default;
};

/// The name and e-mail address of a calendar user (RFC 5545 §3.3.3).
struct Participant {
  std::string name;   ///< May be empty.
  std::string email;  ///< addr-spec (RFC 5322 §3.4.1).
  bool operator==(const Participant&) const = default;
};

enum class Method { request, cancel };

/// A REQUEST or CANCEL for one event, sent by mail (RFC 5546, RFC 6047). It names one attendee only, so that
/// recipients do not see each other's addresses.
struct SchedulingMessage {
  Method method = Method::request;
  Event event;
  Participant organizer;  ///< Calendar programs send replies to this address.
  Participant attendee;
};

/// The calendar properties, which precede the first component.
struct CalendarHeader {
  std::string name;         ///< X-WR-CALNAME and NAME; at most 255 characters.
  std::string description;  ///< X-WR-CALDESC; may be empty.
  std::string tzid;         ///< X-WR-TIMEZONE.
  std::string color;        ///< "#RRGGBB" or empty.
  bool operator==(const CalendarHeader&) const = default;
};

}  // namespace ical
