// SPDX-License-Identifier: Apache-2.0
#include "ical/render.h"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

#include "ical/digits.h"
#include "ical/text.h"

namespace ical {

namespace {

using date::year;

constexpr std::array statuses = {"STATUS:CONFIRMED\r\n", "STATUS:TENTATIVE\r\n", "STATUS:CANCELLED\r\n"};

/// Outlook reads STATUS only when both lines are absent. They are always written, and agree.
constexpr std::array busy_times = {"TRANSP:OPAQUE\r\nX-MICROSOFT-CDO-BUSYSTATUS:BUSY\r\n",
                                   "TRANSP:OPAQUE\r\nX-MICROSOFT-CDO-BUSYSTATUS:TENTATIVE\r\n",
                                   "TRANSP:TRANSPARENT\r\nX-MICROSOFT-CDO-BUSYSTATUS:FREE\r\n"};

// VTIMEZONE blocks begin in 1970, and the system's zone files contain summer time until 2037.
constexpr date::year_month_day first_day{year{1970}, date::January, date::day{1}};
constexpr date::year_month_day after_last_day{year{2038}, date::January, date::day{1}};

constexpr std::size_t max_uid_octets = 255;       // RFC 7986 §5.3
constexpr std::size_t max_name_characters = 255;  // Outlook's folder name

/// Validates values and appends their content lines.
class Writer {
 public:
  /// Error messages begin with `subject`.
  explicit Writer(std::string subject) : subject_(std::move(subject)) { out_.reserve(1024); }

  std::string take() { return std::move(out_); }

  [[noreturn]] void refuse(std::string_view property, std::string_view why) const {
    throw InvalidValue(subject_ + ": " + std::string(property) + " " + std::string(why));
  }

  /// Appends a constant line without CRLF.
  void literal(std::string_view line) { out_.append(line).append("\r\n"); }

  /// Appends constant lines with their CRLF.
  void lines(std::string_view text) { out_.append(text); }

  /// Appends a checked value that needs no escaping.
  void plain(std::string_view name, std::string_view value) {
    line_.assign(name).append(value);
    append_folded(out_, line_);
  }

  /// Appends a TEXT value; no line for an empty one.
  void text(std::string_view name, std::string_view value, bool newline_allowed = false) {
    if (value.empty()) return;
    const std::string_view property = name.substr(0, name.size() - 1);
    if (!is_clean(value, newline_allowed)) refuse(property, "holds control characters or is not UTF-8");
    if (value.find_first_not_of(' ') == value.npos) refuse(property, "is blank");
    line_.assign(name);
    append_escaped(line_, value);
    append_folded(out_, line_);
  }

  /// Appends a URI value; no line for an empty one. A URI is not escaped, so characters that end the line or
  /// the value are refused. `name` ends with the colon; `property` is the name in error messages.
  void uri(std::string_view property, std::string_view name, std::string_view value) {
    if (value.empty()) return;
    const auto plain_ascii = [](char c) {
      return c > ' ' && c < 0x7F && c != '"' && c != '\\' && c != '<' && c != '>';
    };
    if (!value.starts_with("https://") || value.size() == std::string_view("https://").size())
      refuse(property, "is not an https address");
    if (!std::ranges::all_of(value, plain_ascii))
      refuse(property,
             "holds a blank, a quote, a backslash, an angle bracket or a character that is not ASCII");
    plain(name, value);
  }

  /// Appends an ORGANIZER or ATTENDEE. `parameters` are those besides CN.
  void participant(std::string_view property, std::string_view parameters, const Participant& participant) {
    if (!is_clean(participant.name, false)) refuse(property, "holds control characters or is not UTF-8");
    const auto at = participant.email.find('@');
    if (at == 0 || at == participant.email.npos || at + 1 == participant.email.size())
      refuse(property, "is not an e-mail address");
    line_.assign(property);
    if (const std::string name = common_name(participant.name); !name.empty())
      line_.append(";CN=\"").append(name).append("\"");
    line_.append(parameters).append(":").append(calendar_address(participant.email));
    append_folded(out_, line_);
  }

  void utc(std::string_view name, Instant instant) {
    const std::string_view property = name.substr(0, name.size() - 1);
    if (instant < date::sys_days{first_day} || instant >= date::sys_days{year{9999} / 12 / 31})
      refuse(property, "is not between 1970 and 9999");
    line_.assign(name);
    append_date_time(line_, instant);
    line_.push_back('Z');
    append_folded(out_, line_);
  }

  void time(std::string_view name, std::string_view tzid, LocalMinute local) {
    line_.assign(name).append(";TZID=").append(tzid).push_back(':');
    append_date_time(line_, local);
    append_folded(out_, line_);
  }

  void day(std::string_view name, date::year_month_day value) {
    line_.assign(name).append(";VALUE=DATE:");
    append_date(line_, value);
    append_folded(out_, line_);
  }

 private:
  std::string subject_;
  std::string out_;
  std::string line_;
};

bool is_alphanumeric(char c) {
  return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

bool is_uid(std::string_view uid) {
  return !uid.empty() && uid.size() <= max_uid_octets && std::ranges::all_of(uid, [](char c) {
    return is_alphanumeric(c) || c == '-' || c == '.' || c == '_' || c == '@';
  });
}

/// Returns true for a zone name that needs no quotes as a parameter value.
bool is_zone_name(std::string_view name) {
  return !name.empty() && name.size() <= 64 && std::ranges::all_of(name, [](char c) {
    return is_alphanumeric(c) || c == '/' || c == '_' || c == '-' || c == '+';
  });
}

bool is_color(std::string_view color) {
  return color.size() == 7 && color.front() == '#' && std::ranges::all_of(color.substr(1), [](char c) {
           return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'F') || (c >= 'a' && c <= 'f');
         });
}

std::size_t characters(std::string_view utf8) {
  return static_cast<std::size_t>(
      std::ranges::count_if(utf8, [](char c) { return (static_cast<unsigned char>(c) & 0xC0u) != 0x80u; }));
}

void write_when(Writer& writer, const Timed& timed) {
  if (!is_zone_name(timed.tzid)) writer.refuse("TZID", "is not a zone name");
  if (timed.start >= timed.end) writer.refuse("DTEND", "is not after DTSTART");
  if (timed.start < date::local_days{first_day} || timed.end > date::local_days{after_last_day})
    writer.refuse("DTSTART", "or DTEND is not between 1970 and 2037");
  writer.time("DTSTART", timed.tzid, timed.start);
  writer.time("DTEND", timed.tzid, timed.end);
}

void write_when(Writer& writer, const AllDay& all_day) {
  if (!all_day.start.ok() || !all_day.end.ok())
    writer.refuse("DTSTART", "or DTEND is not a day of the calendar");
  if (all_day.start >= all_day.end) writer.refuse("DTEND", "is not after DTSTART");
  if (all_day.start < first_day || all_day.end > after_last_day)
    writer.refuse("DTSTART", "or DTEND is not between 1970 and 2037");
  writer.day("DTSTART", all_day.start);
  writer.day("DTEND", all_day.end);
}

void begin_calendar(Writer& writer) {
  writer.literal("BEGIN:VCALENDAR");
  writer.literal("VERSION:2.0");
  writer.literal("PRODID:-//Werktraject//Programmakalender//NL");
  writer.literal("CALSCALE:GREGORIAN");
}

std::string write_event(const Event& event, const SchedulingMessage* invitation) {
  if (!is_uid(event.uid))
    throw InvalidValue("event: UID is empty, too long or holds other characters than A-Z a-z 0-9 - . _ @");
  Writer writer("event " + event.uid);
  if (event.sequence < 0) writer.refuse("SEQUENCE", "is negative");
  if (event.summary.empty()) writer.refuse("SUMMARY", "is empty");
  writer.literal("BEGIN:VEVENT");
  writer.plain("UID:", event.uid);
  writer.utc("DTSTAMP:", event.last_modified);
  writer.utc("LAST-MODIFIED:", event.last_modified);
  writer.utc("CREATED:", event.created);
  writer.plain("SEQUENCE:", std::to_string(event.sequence));
  std::visit([&](const auto& when) { write_when(writer, when); }, event.when);
  if (invitation != nullptr) {
    writer.participant("ORGANIZER", "", invitation->organizer);
    writer.participant("ATTENDEE", ";CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT=NEEDS-ACTION;RSVP=FALSE",
                       invitation->attendee);
  }
  writer.text("SUMMARY:", event.summary);
  writer.text("LOCATION:", event.location);
  writer.text("DESCRIPTION:", event.description, true);
  writer.uri("URL", "URL:", event.url);
  writer.uri("CONFERENCE", "CONFERENCE;VALUE=URI;FEATURE=VIDEO;LABEL=Online:", event.conference);
  writer.text("CATEGORIES:", event.category);
  writer.lines(closing_lines(event.status, event.busy));
  return writer.take();
}

}  // namespace

std::string_view closing_lines(Status status, Busy busy) {
  static const auto texts = [] {
    std::array<std::array<std::string, busy_times.size()>, statuses.size()> all;
    for (std::size_t s = 0; s < statuses.size(); ++s)
      for (std::size_t b = 0; b < busy_times.size(); ++b)
        all[s][b] = std::string(statuses[s]) + busy_times[b] + "END:VEVENT\r\n";
    return all;
  }();
  const auto s = static_cast<std::size_t>(status);
  const auto b = static_cast<std::size_t>(busy);
  if (s >= statuses.size() || b >= busy_times.size())
    throw InvalidValue("STATUS or TRANSP is none of its values");
  return texts[s][b];
}

std::string render_header(const CalendarHeader& header) {
  Writer writer("calendar");
  if (header.name.empty()) writer.refuse("NAME", "is empty");
  if (characters(header.name) > max_name_characters) writer.refuse("NAME", "is longer than 255 characters");
  if (!is_zone_name(header.tzid)) writer.refuse("X-WR-TIMEZONE", "is not a zone name");
  if (!header.color.empty() && !is_color(header.color))
    writer.refuse("X-APPLE-CALENDAR-COLOR", "is not #RRGGBB");
  begin_calendar(writer);
  writer.literal("METHOD:PUBLISH");
  writer.text("X-WR-CALNAME:", header.name);
  writer.text("NAME:", header.name);
  writer.text("X-WR-CALDESC:", header.description);
  writer.plain("X-WR-TIMEZONE:", header.tzid);
  writer.literal("REFRESH-INTERVAL;VALUE=DURATION:PT1H");
  writer.literal("X-PUBLISHED-TTL:PT1H");
  if (!header.color.empty()) writer.plain("X-APPLE-CALENDAR-COLOR:", header.color);
  return writer.take();
}

std::string render_event(const Event& event) { return write_event(event, nullptr); }

std::string render_footer() { return "END:VCALENDAR\r\n"; }

std::string render_event_file(const Event& event, std::string_view timezone) {
  Writer writer("calendar");
  begin_calendar(writer);
  writer.lines(timezone);
  writer.lines(render_event(event));
  return writer.take() + render_footer();
}

std::string render_invitation(const SchedulingMessage& invitation, std::string_view timezone) {
  const bool cancels = invitation.method == Method::cancel;
  Writer writer("invitation " + invitation.event.uid);
  if (cancels != (invitation.event.status == Status::cancelled))
    writer.refuse("STATUS", "and METHOD differ in whether it takes place");
  begin_calendar(writer);
  writer.literal(cancels ? "METHOD:CANCEL" : "METHOD:REQUEST");
  writer.lines(timezone);
  writer.lines(write_event(invitation.event, &invitation));
  return writer.take() + render_footer();
}

std::string calendar_address(std::string_view email) {
  static constexpr std::string_view plain = "-._~!$'()*+,:@";
  static constexpr std::string_view digits = "0123456789ABCDEF";
  std::string uri = "mailto:";
  for (const char c : email) {
    if (is_alphanumeric(c) || plain.find(c) != plain.npos) {
      uri += c;
    } else {
      const auto octet = static_cast<unsigned char>(c);
      uri.append({'%', digits[octet >> 4U], digits[octet & 15U]});
    }
  }
  return uri;
}

std::string common_name(std::string_view name) {
  std::string plain{name};
  std::ranges::replace_if(
      plain, [](char c) { return c == '"' || c == '^'; }, '\'');
  return plain;
}

}  // namespace ical
