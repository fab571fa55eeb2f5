// SPDX-License-Identifier: Apache-2.0
#include "service/feeds/events.h"

#include <uuid/uuid.h>

#include <array>
#include <string>

#include "service/feeds/wording.h"

namespace feeds {
namespace {

using programme::Deadline;
using programme::Language;
using programme::Occurrence;
using programme::Programme;
using programme::Session;
using programme::ToBeConfirmed;

ical::AllDay whole_day(date::year_month_day day) {
  return {.start = day, .end = date::year_month_day{date::sys_days{day} + date::days{1}}};
}

TitleMarks marks_of(const Occurrence& occurrence) {
  TitleMarks marks;
  marks.cancelled = occurrence.cancelled != nullptr;
  if (const auto* deadline = std::get_if<Deadline>(&occurrence.when)) {
    marks.deadline = true;
    marks.deadline_time = deadline->time;
  } else if (const auto* open = std::get_if<ToBeConfirmed>(&occurrence.when)) {
    marks.deadline = open->deadline;
    marks.to_be_confirmed = open->days;
  }
  return marks;
}

void set_time(ical::Event& event, const Programme& programme, const Occurrence& occurrence,
              const programme::WorkingDays& working_days) {
  if (const auto* session = std::get_if<Session>(&occurrence.when)) {
    event.when = ical::Timed{.start = session->start, .end = session->end, .tzid = programme.zone};
    event.busy = ical::Busy::busy;
  } else if (const auto* deadline = std::get_if<Deadline>(&occurrence.when)) {
    event.when = whole_day(deadline->day);
    event.busy = ical::Busy::free;
  } else {
    event.when = whole_day(working_days.first_in(std::get<ToBeConfirmed>(occurrence.when).days));
    event.status = ical::Status::tentative;
    event.busy = ical::Busy::free;
  }
  if (occurrence.cancelled != nullptr) {
    event.status = ical::Status::cancelled;
    event.busy = ical::Busy::free;
  }
}

// A random UUID. A change of it, or of the domain, gives every event in every subscribed calendar a new
// identity, so that people see every event twice.
constexpr const char* name_space = "6f1d0b5e-3c0f-4b0e-9a53-6f1e2d4c7b90";
constexpr const char* domain = "werktraject.invalid";  // RFC 2606 §2: no host ever has this name

std::string uid_of(const std::string& name) {
  uuid_t space, id;
  uuid_parse(name_space, space);
  uuid_generate_sha1(id, space, name.data(), name.size());
  std::array<char, UUID_STR_LEN> text{};
  uuid_unparse_lower(id, text.data());
  return std::string{text.data()} + "@" + domain;
}

}  // namespace

std::optional<ical::Event> to_event(const Programme& programme, const Occurrence& occurrence,
                                    const programme::WorkingDays& working_days, const programme::Stamp& stamp,
                                    Language language, bool handed_in, std::string_view known_uid) {
  if (std::holds_alternative<programme::Unplanned>(occurrence.when)) return std::nullopt;
  const programme::Activity& activity = *occurrence.activity;
  TitleMarks marks = marks_of(occurrence);
  marks.handed_in = handed_in;

  ical::Event event;
  event.uid = known_uid.empty()
                  ? uid(programme.id, activity.id, occurrence.library ? occurrence.library->id : "")
                  : std::string{known_uid};
  event.sequence = programme::sequence_of(stamp.last_changed);
  event.created = stamp.first_published;
  event.last_modified = stamp.last_changed;
  set_time(event, programme, occurrence, working_days);

  std::string title = activity.title.in(language);
  if (occurrence.library) title += " – " + occurrence.library->name;
  event.summary = marked_title(title, marks, language);
  event.description = description(
      {.marks = marks,
       .cancelled_reason = occurrence.cancelled ? occurrence.cancelled->in(language) : std::string_view{},
       .online = activity.online,
       .text = activity.description.in(language),
       .programme_title = programme.title.in(language),
       .organiser = programme.organiser,
       .contact = programme.contact},
      language);
  event.location = place_in_words(occurrence);
  event.url = activity.page.empty() ? programme.website : activity.page;
  if (occurrence.cancelled == nullptr) event.conference = activity.online;
  event.category = kind_name(activity.kind, language);
  return event;
}

std::string uid(std::string_view programme, std::string_view activity, std::string_view library) {
  // Ids contain no '/', so the joined name is unambiguous.
  std::string name{programme};
  name.append("/").append(activity);
  if (!library.empty()) name.append("/").append(library);
  return uid_of(name);
}

std::string notice_uid(std::string_view name) { return uid_of("notice:" + std::string{name}); }

}  // namespace feeds
