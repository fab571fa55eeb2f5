// SPDX-License-Identifier: Apache-2.0
//
// Plain values for what we put into an iCalendar file (RFC 5545, 7986). No libical type leaves this folder.
#pragma once

#include <date/date.h>

#include <chrono>
#include <string>
#include <variant>
#include <vector>

namespace ical {

using Instant = date::sys_seconds;                           ///< UTC.
using LocalMinute = date::local_time<std::chrono::minutes>;  ///< In the zone named beside it.

/// DTSTART and DTEND with a TZID; start < end.
struct Timed {
  LocalMinute start;
  LocalMinute end;
  std::string tzid;
  bool operator==(const Timed&) const = default;
};

/// DTSTART and DTEND as DATE; `end` is the day after the last (RFC 5545 §3.6.1: exclusive).
struct AllDay {
  date::year_month_day start;
  date::year_month_day end;
  bool operator==(const AllDay&) const = default;
};

enum class Status { confirmed, tentative, cancelled };

/// What the time looks like in a free/busy view; written as TRANSP and X-MICROSOFT-CDO-BUSYSTATUS together.
enum class Busy { busy, tentative, free };

/// One VEVENT. All strings are UTF-8 without control characters, except that `description` may hold '\n'.
struct Event {
  std::string uid;
  int sequence = 0;
  Instant created;
  Instant last_modified;  ///< Also DTSTAMP: both are the time of the last change (RFC 5545 §3.8.7.2).
  std::variant<Timed, AllDay> when;
  std::string summary;
  std::string description;  ///< May be empty.
  std::string location;     ///< May be empty.
  std::string url;          ///< May be empty; https.
  std::string conference;   ///< Meeting link, may be empty; https.
  std::string category;     ///< May be empty.
  Status status = Status::confirmed;
  Busy busy = Busy::busy;
  bool operator==(const Event&) const = default;
};

/// Who is behind a calendar address (RFC 5545 §3.3.3).
struct Participant {
  std::string name;   ///< May be empty.
  std::string email;  ///< As in a To header, without angle brackets.
  bool operator==(const Participant&) const = default;
};

enum class Method { request, cancel };

/// An event for one person's calendar, by mail (RFC 6047); only that person stands in it.
struct SchedulingMessage {
  Method method = Method::request;
  Event event;
  Participant organizer;  ///< Whom calendar programs send answers to.
  Participant attendee;
};

/// The properties before the first component.
struct CalendarHeader {
  std::string name;         ///< X-WR-CALNAME and NAME; at most 255 characters.
  std::string description;  ///< X-WR-CALDESC; may be empty.
  std::string tzid;         ///< X-WR-TIMEZONE.
  std::string color;        ///< "#RRGGBB" or empty.
  bool operator==(const CalendarHeader&) const = default;
};

}  // namespace ical
