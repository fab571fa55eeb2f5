// SPDX-License-Identifier: Apache-2.0
#include "service/feeds/notice.h"

#include <algorithm>

#include "service/feeds/events.h"
#include "service/feeds/wording.h"
#include "service/programme/civil_time.h"
#include "service/programme/stamp.h"

namespace feeds {
namespace {

using date::year_month_day;
using programme::Instant;
using programme::Language;
using programme::local_day;
using programme::OldLink;
using programme::Programme;

/// Some calendar programs refresh once a day, and some people look once a week.
constexpr date::days notice_length{7};

ical::AllDay days_from(year_month_day first, date::days count) {
  return {.start = first, .end = year_month_day{date::sys_days{first} + count}};
}

ical::Event notice(const std::string& name, year_month_day first, Instant since) {
  ical::Event event;
  event.uid = notice_uid(name);
  event.created = since;
  event.last_modified = since;
  event.sequence = programme::sequence_of(since);
  event.when = days_from(first, notice_length);
  event.busy = ical::Busy::free;
  return event;
}

date::local_days monday_of(Instant now, const std::string& zone) {
  const date::local_days today{local_day(now, zone)};
  return today - (date::weekday{today} - date::Monday);
}

}  // namespace

Instant midnight(year_month_day day, const std::string& zone) {
  return programme::to_instant(programme::LocalMinute{date::local_days{day}}, *programme::find_zone(zone));
}

ical::Event closed_notice(const OldLink& link, const Programme& programme, Language language) {
  const std::string name = "closed:" + std::to_string(link.generation) + ":" + link.kind + ":" + link.id;
  ical::Event event = notice(name, local_day(link.works_until, programme.zone), link.works_until);
  event.summary = closed_title(language);
  event.description = closed_description(programme.contact, language);
  return event;
}

ical::Event cleared(ical::Event event, const OldLink& link, const std::string& zone, Language language) {
  if (event.last_modified > link.works_until)
    event.when = days_from(local_day(link.works_until, zone), date::days{1});
  event.last_modified = programme::next_change_time(link.works_until, event.last_modified);
  event.sequence = programme::sequence_of(event.last_modified);
  event.summary = cleared_title(language);
  event.description.clear();
  event.location.clear();
  event.url.clear();
  event.conference.clear();
  event.category.clear();
  event.status = ical::Status::cancelled;
  event.busy = ical::Busy::free;
  return event;
}

ical::Event left_notice(const Subject& subject, year_month_day left, const Programme& programme,
                        Language language) {
  // Another day makes another UID, because no stored time could raise SEQUENCE of a moved notice.
  const std::string name =
      "left:" + programme.id + ":" + to_string(subject) + ":" + programme::day_text(left);
  ical::Event event = notice(name, left, midnight(left, programme.zone));
  event.summary = left_title(programme.title.in(language), language);
  event.description = left_description(programme.contact, language);
  return event;
}

ical::Event invited_notice(const Subject& subject, const Programme& programme, Language language,
                           Instant now) {
  const date::local_days monday = monday_of(now, programme.zone);
  const year_month_day first{monday};
  ical::Event event = notice("invited:" + to_string(subject), first, midnight(first, programme.zone));
  event.summary = invited_title(language);
  event.description = invited_description(programme.contact, language);
  return event;
}

Instant next_week(Instant now, const std::string& zone) {
  return midnight(year_month_day{monday_of(now, zone) + date::weeks{1}}, zone);
}

}  // namespace feeds
