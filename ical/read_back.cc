// SPDX-License-Identifier: Apache-2.0
#include "ical/read_back.h"

#include <algorithm>
#include <cstring>
#include <mutex>
#include <optional>

#include "ical/parsed.h"
#include "ical/render.h"
#include "ical/text.h"

namespace ical {

namespace {

Status read_status(const Property& property) {
  property.expect_parameters({});
  switch (icalvalue_get_status(property.value(ICAL_STATUS_VALUE))) {
    case ICAL_STATUS_CONFIRMED:
      return Status::confirmed;
    case ICAL_STATUS_TENTATIVE:
      return Status::tentative;
    case ICAL_STATUS_CANCELLED:
      return Status::cancelled;
    default:
      property.refuse("is a value that is never written");
  }
}

Busy read_busy(const Property& property) {
  const std::string value = property.x_value();
  if (value == "BUSY") return Busy::busy;
  if (value == "TENTATIVE") return Busy::tentative;
  if (value == "FREE") return Busy::free;
  property.refuse("is a value that is never written");
}

std::string read_conference(const Property& property) {
  property.expect_parameters({ICAL_VALUE_PARAMETER, ICAL_FEATURE_PARAMETER, ICAL_LABEL_PARAMETER});
  if (icalparameter_get_feature(property.parameter(ICAL_FEATURE_PARAMETER)) != ICAL_FEATURE_VIDEO ||
      std::strcmp(icalparameter_get_label(property.parameter(ICAL_LABEL_PARAMETER)), "Online") != 0)
    property.refuse("has another feature or label than expected");
  return property.uri();
}

/// Collects the properties of a VEVENT and makes an Event of them. The component must outlive it.
class EventReader {
 public:
  /// Sets the properties of the closing lines, which were verified before.
  void assume_closing(Status status, Busy busy) {
    event_.status = status;
    event_.busy = busy;
    transparent_ = busy == Busy::free;
    required_ += closing_properties;
  }

  /// Returns true when the component has only the closing lines.
  bool is_closing(Status status, Busy busy) const {
    return required_ == closing_properties && event_.status == status && event_.busy == busy &&
           transparent_ == (busy == Busy::free);
  }

  void read(const Property& property) {
    switch (property.kind()) {
      case ICAL_UID_PROPERTY:
        event_.uid = property.text();
        break;
      case ICAL_DTSTAMP_PROPERTY:
        stamp_ = property.utc();
        break;
      case ICAL_LASTMODIFIED_PROPERTY:
        event_.last_modified = property.utc();
        ++required_;
        break;
      case ICAL_CREATED_PROPERTY:
        event_.created = property.utc();
        ++required_;
        break;
      case ICAL_SEQUENCE_PROPERTY:
        event_.sequence = property.integer();
        ++required_;
        break;
      case ICAL_DTSTART_PROPERTY:
        start_.emplace(property);
        break;
      case ICAL_DTEND_PROPERTY:
        end_.emplace(property);
        break;
      case ICAL_STATUS_PROPERTY:
        event_.status = read_status(property);
        ++required_;
        break;
      case ICAL_TRANSP_PROPERTY:
        property.expect_parameters({});
        transparent_ = icalvalue_get_transp(property.value(ICAL_TRANSP_VALUE)) == ICAL_TRANSP_TRANSPARENT;
        ++required_;
        break;
      default:
        read_words(property);
    }
  }

  Event take() {
    if (event_.uid.empty() || event_.summary.empty() || required_ != required_properties || !start_ || !end_)
      throw InvalidValue("read back: a property of the event is missing");
    if (stamp_ != event_.last_modified) throw InvalidValue("read back: DTSTAMP is not LAST-MODIFIED");
    if (transparent_ != (event_.busy == Busy::free))
      throw InvalidValue("read back: TRANSP and X-MICROSOFT-CDO-BUSYSTATUS differ");
    read_when();
    return std::move(event_);
  }

 private:
  /// LAST-MODIFIED, CREATED, SEQUENCE, STATUS, TRANSP and X-MICROSOFT-CDO-BUSYSTATUS.
  static constexpr int required_properties = 6;
  static constexpr int closing_properties = 3;  // the last three of these

  void read_words(const Property& property) {
    switch (property.kind()) {
      case ICAL_SUMMARY_PROPERTY:
        event_.summary = property.text();
        break;
      case ICAL_DESCRIPTION_PROPERTY:
        event_.description = property.text();
        break;
      case ICAL_LOCATION_PROPERTY:
        event_.location = property.text();
        break;
      case ICAL_CATEGORIES_PROPERTY:
        event_.category = property.text();
        break;
      case ICAL_URL_PROPERTY:
        property.expect_parameters({});
        event_.url = property.uri();
        break;
      case ICAL_CONFERENCE_PROPERTY:
        event_.conference = read_conference(property);
        break;
      default:
        if (property.x_name() != "X-MICROSOFT-CDO-BUSYSTATUS")
          property.refuse("is never written in an event");
        event_.busy = read_busy(property);
        ++required_;
    }
  }

  void read_when() {
    if (start_->is_date()) {
      event_.when = AllDay{start_->date(), end_->date()};
      return;
    }
    event_.when = Timed{start_->local(), end_->local(), start_->tzid()};
    if (start_->tzid() != end_->tzid()) end_->refuse("is in another zone than DTSTART");
  }

  Event event_;
  Instant stamp_{};
  std::optional<Property> start_;
  std::optional<Property> end_;
  bool transparent_ = false;
  int required_ = 0;
};

void read_properties(icalcomponent* component, EventReader& reader) {
  if (icalcomponent_isa(component) != ICAL_VEVENT_COMPONENT) throw InvalidValue("read back: not a VEVENT");
  if (icalcomponent_get_first_component(component, ICAL_ANY_COMPONENT))
    throw InvalidValue("read back: a component inside an event");
  for_each_property(component, [&](const Property& property) { reader.read(property); });
}

Event read_event(icalcomponent* component) {
  EventReader reader;
  read_properties(component, reader);
  return reader.take();
}

/// Returns the closing lines of an event. The first call verifies all nine texts with libical. It parses line
/// by line, so its result does not depend on the lines above, and one verification per process suffices.
std::string_view judged_closing_lines(Status status, Busy busy) {
  static std::once_flag once;
  std::call_once(once, [] {
    for (const Status s : {Status::confirmed, Status::tentative, Status::cancelled}) {
      for (const Busy b : {Busy::busy, Busy::tentative, Busy::free}) {
        const OwnedComponent root = parse("BEGIN:VEVENT\r\n", closing_lines(s, b));
        EventReader reader;
        read_properties(root.get(), reader);
        if (!reader.is_closing(s, b)) throw InvalidValue("read back: libical reads other closing lines");
      }
    }
  });
  return closing_lines(status, busy);
}

void check_calendar_property(const Property& property) {
  static constexpr icalproperty_kind kinds[] = {ICAL_VERSION_PROPERTY,  ICAL_PRODID_PROPERTY,
                                                ICAL_CALSCALE_PROPERTY, ICAL_METHOD_PROPERTY,
                                                ICAL_NAME_PROPERTY,     ICAL_REFRESHINTERVAL_PROPERTY};
  static constexpr std::string_view x_names[] = {"X-WR-CALNAME", "X-WR-CALDESC", "X-WR-TIMEZONE",
                                                 "X-PUBLISHED-TTL", "X-APPLE-CALENDAR-COLOR"};
  if (std::ranges::find(kinds, property.kind()) == std::end(kinds) &&
      std::ranges::find(x_names, property.x_name()) == std::end(x_names))
    property.refuse("is never written in a calendar");
}

/// Returns the TZID of a VTIMEZONE; ignores its rules.
std::string read_tzid(icalcomponent* zone) {
  std::string tzid;
  for_each_property(zone, [&](const Property& property) {
    if (property.kind() != ICAL_TZID_PROPERTY) property.refuse("is never written in a zone");
    tzid = property.text();
  });
  if (tzid.empty()) throw InvalidValue("read back: a zone without TZID");
  return tzid;
}

/// Removes blanks from both ends, as libical does with values.
std::string_view trimmed(std::string_view text) {
  const std::size_t first = text.find_first_not_of(' ');
  if (first == text.npos) return {};
  return text.substr(first, text.find_last_not_of(' ') - first + 1);
}

void expect_same(const Event& read, const Event& event) {
  const auto expect = [&](bool same, const char* property) {
    if (!same)
      throw InvalidValue("event " + event.uid + ": libical reads another " + property + " than was given");
  };
  expect(read.uid == event.uid, "UID");
  expect(read.sequence == event.sequence, "SEQUENCE");
  expect(read.created == event.created, "CREATED");
  expect(read.last_modified == event.last_modified, "LAST-MODIFIED");
  expect(read.when == event.when, "DTSTART or DTEND");
  expect(read.summary == trimmed(event.summary), "SUMMARY");
  expect(read.description == trimmed(event.description), "DESCRIPTION");
  expect(read.location == trimmed(event.location), "LOCATION");
  expect(read.url == event.url, "URL");
  expect(read.conference == event.conference, "CONFERENCE");
  expect(read.category == trimmed(event.category), "CATEGORIES");
}

/// Verifies that the property of that kind contains the participant, then removes it.
void take_participant(icalcomponent* component, icalproperty_kind kind, const Participant& participant) {
  icalproperty* const raw = icalcomponent_get_first_property(component, kind);
  if (raw == nullptr) throw InvalidValue("read back: an invitation without organizer or attendee");
  const Property property(raw);
  if (icalvalue_get_caladdress(property.value(ICAL_CALADDRESS_VALUE)) != calendar_address(participant.email))
    property.refuse("is another address than was given");
  icalparameter* const name = icalproperty_get_first_parameter(raw, ICAL_CN_PARAMETER);
  if ((name == nullptr ? std::string{} : std::string{icalparameter_get_cn(name)}) !=
      common_name(participant.name))
    property.refuse("is another name than was given");
  if (icalcomponent_get_next_property(component, kind) != nullptr) property.refuse("occurs twice");
  icalcomponent_remove_property(component, raw);
  icalproperty_free(raw);
}

}  // namespace

std::vector<Event> read_back(std::string_view calendar) {
  const OwnedComponent root = parse(calendar);
  if (icalcomponent_isa(root.get()) != ICAL_VCALENDAR_COMPONENT)
    throw InvalidValue("read back: not a VCALENDAR");
  if (icalcomponent_count_errors(root.get()) != 0) throw InvalidValue("read back: libical reports an error");
  for_each_property(root.get(), check_calendar_property);
  std::vector<std::string> zones;
  std::vector<Event> events;
  for (icalcomponent* c = icalcomponent_get_first_component(root.get(), ICAL_ANY_COMPONENT); c;
       c = icalcomponent_get_next_component(root.get(), ICAL_ANY_COMPONENT)) {
    if (icalcomponent_isa(c) == ICAL_VTIMEZONE_COMPONENT) {
      zones.push_back(read_tzid(c));
    } else if (icalcomponent_isa(c) == ICAL_VEVENT_COMPONENT) {
      events.push_back(read_event(c));
      const Timed* const timed = std::get_if<Timed>(&events.back().when);
      if (timed && std::ranges::count(zones, timed->tzid) != 1)
        throw InvalidValue("read back: not exactly one VTIMEZONE for the times in " + timed->tzid);
    } else {
      throw InvalidValue("read back: a component that is never written");
    }
  }
  return events;
}

void verify_event(std::string_view block, const Event& event) {
  const std::string_view closing = judged_closing_lines(event.status, event.busy);
  if (!block.ends_with(closing))
    throw InvalidValue("event " + event.uid + ": ends in other lines than expected");
  block.remove_suffix(closing.size());
  const OwnedComponent root = parse(block, "END:VEVENT\r\n");
  EventReader reader;
  reader.assume_closing(event.status, event.busy);
  read_properties(root.get(), reader);
  const Event read = reader.take();
  expect_same(read, event);
}

void verify_invitation(std::string_view calendar, const SchedulingMessage& invitation) {
  const OwnedComponent root = parse(calendar);
  if (icalcomponent_isa(root.get()) != ICAL_VCALENDAR_COMPONENT ||
      icalcomponent_count_errors(root.get()) != 0 ||
      icalcomponent_count_components(root.get(), ICAL_VEVENT_COMPONENT) != 1)
    throw InvalidValue("read back: not a VCALENDAR of one event");
  for_each_property(root.get(), check_calendar_property);
  const auto method = invitation.method == Method::cancel ? ICAL_METHOD_CANCEL : ICAL_METHOD_REQUEST;
  if (icalcomponent_get_method(root.get()) != method) throw InvalidValue("read back: another METHOD");
  icalcomponent* const event = icalcomponent_get_first_component(root.get(), ICAL_VEVENT_COMPONENT);
  take_participant(event, ICAL_ORGANIZER_PROPERTY, invitation.organizer);
  take_participant(event, ICAL_ATTENDEE_PROPERTY, invitation.attendee);
  const Event read = read_event(event);
  expect_same(read, invitation.event);
  if (read.status != invitation.event.status || read.busy != invitation.event.busy)
    throw InvalidValue("event " + read.uid + ": libical reads another STATUS than was given");
  const Timed* const timed = std::get_if<Timed>(&read.when);
  if (!timed) return;
  icalcomponent* const zone = icalcomponent_get_first_component(root.get(), ICAL_VTIMEZONE_COMPONENT);
  if (zone == nullptr || read_tzid(zone) != timed->tzid)
    throw InvalidValue("read back: not the VTIMEZONE of the times in " + timed->tzid);
}

}  // namespace ical
