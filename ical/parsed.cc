// SPDX-License-Identifier: Apache-2.0
#include "ical/parsed.h"

#include <mutex>

#include "ical/text.h"

namespace ical {

namespace {

struct ParserDeleter {
  void operator()(icalparser* parser) const { icalparser_free(parser); }
};

/// Sets the process-wide state of libical before any thread parses. Errors become results instead of abort().
/// The list of built-in zones is loaded, because libical would load it without a lock at the first UTC time.
void prepare_libical() {
  static std::once_flag once;
  std::call_once(once, [] {
    icalerror_set_errors_are_fatal(false);
    icaltimezone_get_utc_timezone();
  });
}

/// Removes one content line from `text` and unfolds it into `line` (RFC 5545 §3.1). It refuses a single CR or
/// LF, lines over 75 octets, empty lines and NUL, which libical accepts.
void take_line(std::string_view& text, std::string& line) {
  line.clear();
  bool continued = false;
  do {
    const std::size_t end = text.find('\n');
    if (end == text.npos || end < 2 || end > 76 || text.find('\r') != end - 1)
      throw InvalidValue("read back: a line is empty, longer than 75 octets or does not end in CRLF alone");
    line.append(text.substr(continued, end - 1 - continued));
    text.remove_prefix(end + 1);
    continued = text.starts_with(' ');
  } while (continued);
  if (line.find('\0') != line.npos) throw InvalidValue("read back: NUL in a line");
}

std::string copy(const char* text, const Property& property) {
  if (!text) property.refuse("is empty");
  return text;
}

date::year_month_day day_of(const icaltimetype& time, const Property& property) {
  const date::year_month_day day{date::year{time.year}, date::month{static_cast<unsigned>(time.month)},
                                 date::day{static_cast<unsigned>(time.day)}};
  if (!day.ok()) property.refuse("is not a day of the calendar");
  return day;
}

}  // namespace

/// Passes the lines to the parser itself: icalparser_parse() changes a global error state, which other
/// threads would see, and copies every line three times.
OwnedComponent parse(std::string_view text, std::string_view rest) {
  prepare_libical();
  const std::unique_ptr<icalparser, ParserDeleter> parser(icalparser_new());
  OwnedComponent root;
  std::string line;
  for (std::string_view part : {text, rest}) {
    while (!part.empty()) {
      if (root) throw InvalidValue("read back: more than one component");
      take_line(part, line);
      root.reset(icalparser_add_line(parser.get(), line.data()));
      if (icalparser_get_state(parser.get()) == ICALPARSER_ERROR)
        throw InvalidValue("read back: a line is refused");
    }
  }
  if (!root) throw InvalidValue("read back: no complete component");
  return root;
}

std::string_view Property::x_name() const {
  const char* const name = kind() == ICAL_X_PROPERTY ? icalproperty_get_x_name(property_) : nullptr;
  return name ? name : "";
}

std::string Property::name() const {
  return kind() == ICAL_X_PROPERTY ? std::string(x_name()) : icalproperty_kind_to_string(kind());
}

void Property::refuse(const char* why) const { throw InvalidValue("read back: " + name() + " " + why); }

std::string Property::text() const {
  expect_parameters({});
  return copy(icalvalue_get_text(value(ICAL_TEXT_VALUE)), *this);
}

std::string Property::x_value() const {
  expect_parameters({});
  return copy(icalvalue_get_x(value(ICAL_X_VALUE)), *this);
}

int Property::integer() const {
  expect_parameters({});
  return icalvalue_get_integer(value(ICAL_INTEGER_VALUE));
}

Instant Property::utc() const {
  expect_parameters({});
  const icaltimetype time = icalvalue_get_datetime(value(ICAL_DATETIME_VALUE));
  if (!icaltime_is_utc(time)) refuse("is not in UTC");
  return date::sys_days{day_of(time, *this)} + std::chrono::hours{time.hour} +
         std::chrono::minutes{time.minute} + std::chrono::seconds{time.second};
}

date::year_month_day Property::date() const {
  expect_parameters({ICAL_VALUE_PARAMETER});
  return day_of(icalvalue_get_date(value(ICAL_DATE_VALUE)), *this);
}

LocalMinute Property::local() const {
  expect_parameters({ICAL_TZID_PARAMETER});
  const icaltimetype time = icalvalue_get_datetime(value(ICAL_DATETIME_VALUE));
  if (icaltime_is_utc(time) || time.second != 0) refuse("is not a local time to the minute");
  return date::local_days{day_of(time, *this)} + std::chrono::hours{time.hour} +
         std::chrono::minutes{time.minute};
}

std::string Property::uri() const { return copy(icalvalue_get_uri(value(ICAL_URI_VALUE)), *this); }

bool Property::is_date() const {
  return icalproperty_get_first_parameter(property_, ICAL_VALUE_PARAMETER) != nullptr;
}

std::string Property::tzid() const {
  return copy(icalparameter_get_tzid(parameter(ICAL_TZID_PARAMETER)), *this);
}

void Property::expect_parameters(std::initializer_list<icalparameter_kind> kinds) const {
  if (static_cast<std::size_t>(icalproperty_count_parameters(property_)) != kinds.size())
    refuse("has other parameters than expected");
  for (const icalparameter_kind kind : kinds) parameter(kind);
}

icalparameter* Property::parameter(icalparameter_kind kind) const {
  icalparameter* const found = icalproperty_get_first_parameter(property_, kind);
  if (!found) refuse("lacks a parameter");
  return found;
}

icalvalue* Property::value(icalvalue_kind kind) const {
  icalvalue* const found = icalproperty_get_value(property_);
  if (!found || icalvalue_isa(found) != kind) refuse("is of another type than expected");
  return found;
}

}  // namespace ical
