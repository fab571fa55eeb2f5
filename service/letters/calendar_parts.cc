// SPDX-License-Identifier: Apache-2.0
#include "service/letters/calendar_parts.h"

#include <set>
#include <stdexcept>

#include "ical/read_back.h"
#include "ical/render.h"
#include "service/feeds/subject.h"
#include "service/letters/letter_values.h"

namespace letters {
namespace {

using programme::Language;

/// Of whole words, and short enough for a header line of 78 octets.
std::string file_name_of(std::string_view title) {
  constexpr std::size_t longest = 30;
  std::string name = feeds::slug(title);
  if (name.size() <= longest) return name;
  const auto hyphen = name.rfind('-', longest);
  return name.substr(0, hyphen == std::string::npos ? longest : hyphen);
}

std::string zone_block(const ical::Timed& timed) {
  const date::time_zone* zone = programme::find_zone(timed.tzid);
  if (zone == nullptr) throw std::invalid_argument{"no time zone " + timed.tzid};
  const auto year = date::year_month_day{date::floor<date::days>(timed.start)}.year();
  return ical::render_timezone(*zone, year, year + date::years{1});
}

}  // namespace

std::vector<smtp::CalendarFile> calendar_files(const Letter& letter, Language language) {
  std::vector<smtp::CalendarFile> files;
  std::set<std::string> names;
  for (const Item& item : letter.items) {
    if (!has_attachment(item)) continue;
    const auto& timed = std::get<ical::Timed>(item.event->when);
    const std::string base = file_name_of(item.moment.occurrence->activity->title.in(language));
    std::string name = base;
    for (int i = 2; !names.insert(name).second; ++i) name = base + "-" + std::to_string(i);
    files.push_back({name + ".ics", ical::render_event_file(*item.event, zone_block(timed))});
  }
  return files;
}

void set_invitation(smtp::MimeParts& parts, const letters::InvitationLetter& letter) {
  const bool cancels = letter.kind == letters::InvitationKind::cancel;
  const ical::SchedulingMessage invitation{.method = cancels ? ical::Method::cancel : ical::Method::request,
                                           .event = letter.event,
                                           .organizer = {parts.from.name, parts.from.address},
                                           .attendee = {parts.to.name, parts.to.address}};
  std::string zone;
  if (const auto* timed = std::get_if<ical::Timed>(&letter.event.when)) zone = zone_block(*timed);
  parts.invitation = ical::render_invitation(invitation, zone);
  ical::verify_invitation(parts.invitation, invitation);
  parts.invitation_method = cancels ? "CANCEL" : "REQUEST";
}

}  // namespace letters
