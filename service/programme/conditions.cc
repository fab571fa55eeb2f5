// SPDX-License-Identifier: Apache-2.0
//
// The recipients of a moment, and the reasons to skip it.
#include <algorithm>

#include "service/programme/audience.h"
#include "service/programme/reminders.h"

namespace programme {
namespace {

bool contains(const std::vector<std::string>& list, std::string_view word) {
  return std::find(list.begin(), list.end(), word) != list.end();
}

/// The roles and groups that a rule addresses.
class Addressees {
 public:
  explicit Addressees(const Moment& moment) {
    const auto& to = moment.rule->to;
    for (const Role& role : moment.programme->roles) {
      const char* group = role.type == RoleType::participant ? "participants" : "managers";
      if (contains(to, group) || contains(to, role.id)) roles_.push_back(role.id);
    }
  }

  bool has(const Person& person) const {
    return std::any_of(person.roles.begin(), person.roles.end(), [&](const std::string& role) {
      return std::find(roles_.begin(), roles_.end(), role) != roles_.end();
    });
  }

 private:
  std::vector<std::string_view> roles_;
};

/// A moment about the programme as a whole concerns all its people; joined_later is checked elsewhere.
bool concerns(const Moment& moment, const Person& person) {
  return moment.occurrence == nullptr || concerns(*moment.occurrence, person);
}

bool left_by(const Moment& moment, const Person& person, Instant instant) {
  return person.left && *person.left <= local_day(instant, moment.programme->zone);
}

bool came_after(const std::unordered_map<std::string, Instant>& since, const std::string& key, Instant due) {
  const auto found = since.find(key);
  return found != since.end() && found->second > due;
}

std::string_view library_of(const Occurrence& occurrence) {
  return occurrence.library != nullptr ? std::string_view(occurrence.library->id) : std::string_view();
}

std::vector<std::string> people_missing(const Moment& moment, const Facts& facts) {
  std::vector<std::string> names;
  for (const Person& person : moment.programme->people) {
    if (!concerns(*moment.occurrence, person)) continue;
    if (moment.due && left_by(moment, person, *moment.due)) continue;
    if (!handed_in(*moment.programme, *moment.occurrence, person, facts)) names.push_back(person.name);
  }
  return names;
}

std::vector<std::string> libraries_missing(const Moment& moment, const Facts& facts) {
  const Occurrence& occurrence = *moment.occurrence;
  std::vector<std::string> names;
  for (const Library& library : moment.programme->libraries) {
    if (!concerns(occurrence, library)) continue;
    const std::string key =
        hand_in_key(moment.programme->id, occurrence.activity->id, library_of(occurrence), library.id);
    if (!facts.handed_in.contains(key)) names.push_back(library.name);
  }
  return names;
}

std::optional<SkipReason> reason_against_coordinator(const Moment& moment, const Facts& facts) {
  if (!moment.rule->unless_handed_in || moment.occurrence == nullptr) return std::nullopt;
  if (moment.occurrence->activity->hand_in == HandIn::none) return std::nullopt;
  return missing(moment, facts).empty() ? std::optional(SkipReason::handed_in) : std::nullopt;
}

std::optional<SkipReason> reason_against_person(const Moment& moment, const Person& person,
                                                const Facts& facts, Instant now) {
  if (!is_for(moment, person) || left_by(moment, person, now)) return SkipReason::left;
  if (came_after(facts.person_since, moment.programme->id + "/" + person.id, *moment.due) ||
      (person.joined && *person.joined > local_day(*moment.due, moment.programme->zone))) {
    return SkipReason::joined_later;
  }
  if (moment.rule->unless_handed_in && moment.occurrence != nullptr &&
      handed_in(*moment.programme, *moment.occurrence, person, facts)) {
    return SkipReason::handed_in;
  }
  const std::string opt_out = opt_out_key(Recipient{&person, nullptr}.key(), topic_of(moment.occurrence));
  if (facts.opted_out.contains(opt_out)) return SkipReason::opted_out;
  return std::nullopt;
}

}  // namespace

bool handed_in(const Programme& programme, const Occurrence& occurrence, const Person& person,
               const Facts& facts) {
  const HandIn by = occurrence.activity->hand_in;
  if (by == HandIn::none || facts.handed_in.empty()) return false;
  return facts.handed_in.contains(hand_in_key(programme.id, occurrence.activity->id, library_of(occurrence),
                                              by == HandIn::person ? person.id : person.library));
}

bool comes_after_what_was_over(const Moment& moment, Instant since) {
  const auto* offset = std::get_if<Offset>(&moment.rule->when);
  const date::time_zone* zone = find_zone(moment.programme->zone);
  if (offset == nullptr || offset->side != Side::after || moment.occurrence == nullptr || zone == nullptr)
    return false;
  const auto& when = moment.occurrence->when;
  if (const auto* session = std::get_if<Session>(&when)) return to_instant(session->end, *zone) <= since;
  if (const auto* deadline = std::get_if<Deadline>(&when)) return to_instant(deadline->end(), *zone) <= since;
  return false;
}

bool is_for(const Moment& moment, const Person& person) {
  return Addressees(moment).has(person) && concerns(moment, person);
}

std::vector<Recipient> recipients(const Moment& moment, std::span<const Coordinator> coordinators) {
  const Addressees addressees(moment);
  std::vector<Recipient> out;
  for (const Person& person : moment.programme->people) {
    if (concerns(moment, person) && addressees.has(person)) out.push_back({&person, nullptr});
  }
  if (contains(moment.rule->to, "coordinators")) {
    for (const Coordinator& coordinator : coordinators) out.push_back({nullptr, &coordinator});
  }
  return out;
}

std::vector<std::string> missing(const Moment& moment, const Facts& facts) {
  if (moment.occurrence == nullptr) return {};
  if (moment.rule->only_unplanned) {
    if (moment.occurrence->library == nullptr) return {};
    return {moment.occurrence->library->name};
  }
  switch (moment.occurrence->activity->hand_in) {
    case HandIn::person:
      return people_missing(moment, facts);
    case HandIn::library:
      return libraries_missing(moment, facts);
    case HandIn::none:
      break;
  }
  return {};
}

std::optional<SkipReason> skip_reason(const Moment& moment, const Facts& facts, Instant now) {
  if (moment.blocked) return moment.blocked;
  if (!moment.due) return SkipReason::unconfirmed;
  if (came_after(facts.rule_since, moment.programme->id + "/" + moment.rule->id, *moment.due)) {
    return SkipReason::not_known_then;
  }
  const MomentKey& key = moment.key;
  const auto since = facts.date_since.find(date_key(key.programme, key.activity, key.library, key.day));
  if (since != facts.date_since.end() && comes_after_what_was_over(moment, since->second))
    return SkipReason::past_when_set;
  if (now < moment.not_after) return std::nullopt;
  return now >= *moment.due + moment.rule->late ? SkipReason::late : SkipReason::begun;
}

std::optional<SkipReason> skip_reason(const Moment& moment, const Recipient& recipient, const Facts& facts,
                                      Instant now) {
  if (recipient.coordinator != nullptr) return reason_against_coordinator(moment, facts);
  return reason_against_person(moment, *recipient.person, facts, now);
}

}  // namespace programme
