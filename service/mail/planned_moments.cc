// SPDX-License-Identifier: Apache-2.0
#include "service/mail/planned_moments.h"

#include <algorithm>
#include <iterator>

#include "service/feeds/digest.h"
#include "service/letters/moment_words.h"
#include "service/programme/civil_time.h"

namespace mail {
namespace {

using programme::Moment;
using programme::MomentKey;

constexpr std::string_view person_prefix = "person:";

bool goes_earlier(const Moment& a, const Moment& b) {
  if (a.due && b.due) return *a.due < *b.due;
  return a.due.has_value() && !b.due;
}

std::string joined(const std::vector<std::string>& words) {
  std::string out;
  for (const auto& word : words) out += word + ' ';
  return out;
}

feeds::Digest digest_of(const Moment& moment) {
  const MomentKey& key = moment.key;
  const std::string due = moment.due ? std::to_string(moment.due->time_since_epoch().count()) : "";
  return feeds::digest(
      {key.programme, key.rule, key.activity, key.library, key.day, std::to_string(key.round), due,
       moment.blocked ? programme::to_string(*moment.blocked) : "", joined(moment.rule->to)});
}

}  // namespace

PlannedMoments::PlannedMoments(std::shared_ptr<const Edition> edition) : edition_{std::move(edition)} {
  for (const feeds::Part& part : edition_->timetable.parts()) {
    auto own = programme::moments(*part.programme, part.schedule);
    moments_.insert(moments_.end(), std::make_move_iterator(own.begin()), std::make_move_iterator(own.end()));
    Members& members = programmes_[part.programme->id];
    members.part = &part;
    members.people.reserve(part.programme->people.size());
    for (const auto& person : part.programme->people) members.people.emplace(person.id, &person);
  }
  std::stable_sort(moments_.begin(), moments_.end(), goes_earlier);
  for (const Moment& moment : moments_) by_key_.emplace(moment.key, &moment);
}

const Moment* PlannedMoments::find(const MomentKey& key) const {
  const auto found = by_key_.find(key);
  return found == by_key_.end() ? nullptr : found->second;
}

programme::SkipReason PlannedMoments::why_gone(const MomentKey& key) const {
  // Keys differ only in the last two parts when the rule still is about the occurrence.
  MomentKey first = key;
  first.day.clear();
  first.round = 0;
  const auto found = by_key_.lower_bound(first);
  const bool planned = found != by_key_.end() && found->first.programme == key.programme &&
                       found->first.rule == key.rule && found->first.activity == key.activity &&
                       found->first.library == key.library;
  return planned ? programme::SkipReason::moved : programme::SkipReason::no_rule;
}

const feeds::Part* PlannedMoments::part(std::string_view programme) const {
  const auto found = programmes_.find(programme);
  return found == programmes_.end() ? nullptr : found->second.part;
}

std::optional<programme::Recipient> PlannedMoments::recipient(std::string_view programme,
                                                              std::string_view key) const {
  if (key.starts_with(person_prefix)) {
    const auto members = programmes_.find(programme);
    if (members == programmes_.end()) return std::nullopt;
    const auto person = members->second.people.find(key.substr(person_prefix.size()));
    if (person == members->second.people.end()) return std::nullopt;
    return programme::Recipient{person->second, nullptr};
  }
  for (const auto& coordinator : edition_->coordinators) {
    const programme::Recipient recipient{nullptr, &coordinator};
    if (recipient.key() == key) return recipient;
  }
  return std::nullopt;
}

std::optional<ical::Event> PlannedMoments::event(const programme::Programme& programme,
                                                 const programme::Occurrence& occurrence,
                                                 programme::Language language) const {
  const feeds::Part* const of = part(programme.id);
  if (of == nullptr) return std::nullopt;
  const auto* indices = &of->general;
  if (occurrence.library != nullptr) {
    const auto own = of->own.find(occurrence.library->id);
    if (own == of->own.end()) return std::nullopt;
    indices = &own->second;
  }
  for (const auto index : *indices) {
    const feeds::Entry& entry = edition_->timetable.entries()[index];
    if (entry.occurrence == &occurrence)
      return edition_->timetable.event(entry, edition_->snapshot->stamps->at(index), language);
  }
  return std::nullopt;
}

std::string PlannedMoments::digest() const {
  std::vector<feeds::Digest> parts;
  parts.reserve(moments_.size());
  for (const Moment& moment : moments_) parts.push_back(digest_of(moment));
  for (const auto& programme : edition_->programmes)
    for (const auto& person : programme.people)
      parts.push_back(feeds::digest({programme.id, person.id, person.library, joined(person.roles)}));
  for (const auto& coordinator : edition_->coordinators)
    parts.push_back(feeds::digest({coordinator.address}));
  std::sort(parts.begin(), parts.end());
  return feeds::to_hex(feeds::digest(parts));
}

std::vector<store::Participation::Known> PlannedMoments::known(const PlannedMoments* before) const {
  std::vector<store::Participation::Known> known;
  for (const auto& programme : edition_->programmes) {
    for (const auto& rule : programme.reminders) known.push_back({"rule", programme.id, rule.id});
    const auto* former = before != nullptr ? before->part(programme.id) : nullptr;
    if (former != nullptr && former->programme->people.is_shared_with(programme.people)) continue;
    for (const auto& person : programme.people) known.push_back({"person", programme.id, person.id});
  }
  for (const auto& part : edition_->timetable.parts()) {
    for (const auto& occurrence : part.schedule.occurrences) {
      const auto day = programme::fixed_day(occurrence.when);
      if (!day) continue;
      const std::string library = occurrence.library != nullptr ? occurrence.library->id : "";
      known.push_back({"date", part.programme->id,
                       occurrence.activity->id + '/' + library + '/' + programme::day_text(*day)});
    }
  }
  return known;
}

}  // namespace mail
