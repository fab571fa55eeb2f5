// SPDX-License-Identifier: Apache-2.0
#include "service/web/person_view.h"

#include <algorithm>

#include "service/feeds/wording.h"
#include "service/programme/audience.h"

namespace web {
namespace {

using programme::Activity;
using programme::Instant;
using programme::LocalMinute;
using programme::Occurrence;

/// One occurrence as it holds for one person, now.
struct Case {
  const programme::Programme& programme;
  const programme::Person& person;
  const Occurrence& occurrence;
  const date::time_zone& zone;
  const Participated& participated;
  Instant now;
  programme::Language language;
};

bool is_deadline(const Occurrence& occurrence) {
  const auto* open = std::get_if<programme::ToBeConfirmed>(&occurrence.when);
  return occurrence.activity->is_deadline() || occurrence.activity->hand_in != programme::HandIn::none ||
         (open != nullptr && open->deadline);
}

/// When it is over: a session's end, a deadline's moment, the last midnight of the days it may be on.
/// nullopt: never, as far as is known.
std::optional<LocalMinute> end_of(const Occurrence& occurrence) {
  if (const auto* session = std::get_if<programme::Session>(&occurrence.when)) return session->end;
  if (const auto* deadline = std::get_if<programme::Deadline>(&occurrence.when)) return deadline->end();
  if (const auto* open = std::get_if<programme::ToBeConfirmed>(&occurrence.when))
    return LocalMinute{date::local_days{open->days.last} + date::days{1}};
  return std::nullopt;
}

bool is_past(const Case& c) {
  const auto end = end_of(c.occurrence);
  return end && programme::to_instant(*end, c.zone) <= c.now;
}

std::string when_in_words(const Case& c) {
  if (const auto* session = std::get_if<programme::Session>(&c.occurrence.when))
    return feeds::session_in_words(session->start, session->end, c.language);
  if (const auto* open = std::get_if<programme::ToBeConfirmed>(&c.occurrence.when))
    return feeds::range_in_words(open->days, c.language);
  const auto* deadline = std::get_if<programme::Deadline>(&c.occurrence.when);
  if (deadline == nullptr) return {};
  const std::string day = feeds::day_in_words(deadline->day, c.language);
  return deadline->time ? day + ", " + feeds::time_in_words(*deadline->time, c.language) : day;
}

std::string library_name(const programme::Programme& programme, const std::string& id) {
  const auto found = std::find_if(programme.libraries.begin(), programme.libraries.end(),
                                  [&](const auto& library) { return library.id == id; });
  return found == programme.libraries.end() ? id : found->name;
}

programme::HandInRecord hand_in_of(const Case& c) {
  const bool by_library = c.occurrence.activity->hand_in == programme::HandIn::library;
  return {.programme = c.programme.id,
          .activity = c.occurrence.activity->id,
          .library = c.occurrence.library != nullptr ? c.occurrence.library->id : "",
          .subject = by_library ? c.person.library : c.person.id};
}

std::string done_since(const Case& c) {
  const programme::HandInRecord key = hand_in_of(c);
  const auto found = c.participated.handed_in.find(
      programme::hand_in_key(key.programme, key.activity, key.library, key.subject));
  if (found == c.participated.handed_in.end()) return {};
  return feeds::day_in_words(programme::local_day(found->second, c.programme.zone), c.language);
}

SessionView session_view(const Case& c) {
  const Activity& activity = *c.occurrence.activity;
  const bool cancelled = c.occurrence.cancelled != nullptr;
  return {.title = activity.title.in(c.language),
          .when = when_in_words(c),
          .to_be_confirmed = !std::holds_alternative<programme::Session>(c.occurrence.when),
          .cancelled = cancelled,
          .reason = cancelled ? c.occurrence.cancelled->in(c.language) : "",
          .place = c.occurrence.place(),
          .online = cancelled ? "" : activity.online};
}

DeadlineView deadline_view(const Case& c, std::string_view token) {
  const Activity& activity = *c.occurrence.activity;
  DeadlineView view{.title = activity.title.in(c.language),
                    .programme = c.programme.title.in(c.language),
                    .due = when_in_words(c),
                    .cancelled = c.occurrence.cancelled != nullptr,
                    .counted = activity.hand_in != programme::HandIn::none,
                    .past = is_past(c),
                    .done_since = "",
                    .library = "",
                    .path = ""};
  if (!view.counted) return view;
  const programme::HandInRecord hand_in = hand_in_of(c);
  view.done_since = done_since(c);
  if (activity.hand_in == programme::HandIn::library)
    view.library = library_name(c.programme, c.person.library);
  if (!view.cancelled)
    view.path = feeds::hand_in_path(token, hand_in.programme, hand_in.activity, hand_in.library);
  return view;
}

template <typename Visit>
void each_case(const Visitor& visitor, const feeds::Membership& membership, const Participated& participated,
               Instant now, Visit visit) {
  const programme::Programme& programme = *membership.part->programme;
  const date::time_zone& zone = *date::locate_zone(programme.zone);
  for (const Occurrence& occurrence : membership.part->schedule.occurrences)
    if (programme::concerns(occurrence, *membership.person))
      visit(Case{programme, *membership.person, occurrence, zone, participated, now, visitor.language});
}

ProgrammeView programme_view(const Visitor& visitor, const feeds::Membership& membership,
                             const Participated& participated, Instant now) {
  const programme::Programme& programme = *membership.part->programme;
  ProgrammeView view{.title = programme.title.in(visitor.language),
                     .organiser = programme.organiser,
                     .contact = programme.contact,
                     .library = library_name(programme, membership.person->library),
                     .sessions = {},
                     .deadlines = {}};
  std::vector<Case> cases;
  each_case(visitor, membership, participated, now, [&](const Case& c) {
    const bool stays = is_deadline(c.occurrence) &&
                       c.occurrence.activity->hand_in != programme::HandIn::none &&
                       c.occurrence.cancelled == nullptr;
    if (stays || !is_past(c)) cases.push_back(c);
  });
  std::vector<const Case*> order;
  for (const Case& c : cases) order.push_back(&c);
  std::stable_sort(order.begin(), order.end(), [](const Case* a, const Case* b) {
    return end_of(a->occurrence).value_or(LocalMinute::max()) <
           end_of(b->occurrence).value_or(LocalMinute::max());
  });
  for (const Case* c : order) {
    if (is_deadline(c->occurrence)) {
      view.deadlines.push_back(deadline_view(*c, visitor.token));
    } else {
      view.sessions.push_back(session_view(*c));
    }
  }
  return view;
}

}  // namespace

std::vector<programme::HandInRecord> hand_ins_of(const Visitor& visitor) {
  std::vector<programme::HandInRecord> hand_ins;
  const Participated nothing;
  for (const feeds::Membership& membership : visitor.memberships)
    each_case(visitor, membership, nothing, {}, [&](const Case& c) {
      if (c.occurrence.activity->hand_in != programme::HandIn::none) hand_ins.push_back(hand_in_of(c));
    });
  return hand_ins;
}

std::vector<ProgrammeView> programmes_of(const Visitor& visitor, const Participated& participated,
                                         Instant now) {
  std::vector<ProgrammeView> views;
  for (const feeds::Membership& membership : visitor.memberships)
    views.push_back(programme_view(visitor, membership, participated, now));
  return views;
}

std::optional<NamedDeadline> deadline_at(const DeadlineName& name, const Visitor& visitor,
                                         const Participated& participated, Instant now) {
  std::optional<NamedDeadline> found;
  for (const feeds::Membership& membership : visitor.memberships) {
    if (membership.part->programme->id != name.programme) continue;
    each_case(visitor, membership, participated, now, [&](const Case& c) {
      const std::string_view library =
          c.occurrence.library != nullptr ? std::string_view{c.occurrence.library->id} : std::string_view{};
      if (c.occurrence.activity->id == name.activity && library == name.library &&
          c.occurrence.activity->hand_in != programme::HandIn::none)
        found = {hand_in_of(c), deadline_view(c, visitor.token)};
    });
  }
  return found;
}

std::string recipient_key(const Visitor& visitor) {
  return programme::Recipient{.person = visitor.memberships.front().person, .coordinator = nullptr}.key();
}

}  // namespace web
