// SPDX-License-Identifier: Apache-2.0
#include "service/changes/difference.h"

#include <map>
#include <optional>
#include <set>
#include <tuple>
#include <utility>

#include "service/changes/difference_parts.h"
#include "service/programme/audience.h"

namespace changes {
namespace {

using ByKey = std::map<OccurrenceKey, const programme::Occurrence*>;

ByKey by_key(const programme::Schedule& schedule) {
  ByKey found;
  for (const programme::Occurrence& occurrence : schedule.occurrences)
    found.emplace(key_of(occurrence), &occurrence);
  return found;
}

/// The certainty of a date: 0 none, 1 a range, 2 fixed.
int certainty(const programme::Resolved& when) {
  if (std::holds_alternative<programme::Unplanned>(when)) return 0;
  return std::holds_alternative<programme::ToBeConfirmed>(when) ? 1 : 2;
}

void compare_dates(const programme::Resolved& before, const programme::Resolved& after,
                   std::vector<ChangeKind>& kinds) {
  if (before == after) return;
  const int old = certainty(before);
  const int now = certainty(after);
  if (old == 0) return kinds.push_back(ChangeKind::planned);
  if (now == 0) return kinds.push_back(ChangeKind::unplanned);
  if (old != now) return kinds.push_back(old < now ? ChangeKind::confirmed : ChangeKind::unconfirmed);
  const auto* session_before = std::get_if<programme::Session>(&before);
  const auto* session_after = std::get_if<programme::Session>(&after);
  if (session_before == nullptr || session_after == nullptr) return kinds.push_back(ChangeKind::moved);
  if (session_before->start != session_after->start) kinds.push_back(ChangeKind::moved);
  const programme::minutes length_before = session_before->end - session_before->start;
  const programme::minutes length_after = session_after->end - session_after->start;
  if (length_after < length_before) kinds.push_back(ChangeKind::shortened);
  if (length_after > length_before) kinds.push_back(ChangeKind::lengthened);
}

bool same_reason(const programme::Occurrence& before, const programme::Occurrence& after) {
  return before.cancelled == nullptr || after.cancelled == nullptr || *before.cancelled == *after.cancelled;
}

std::vector<ChangeKind> kinds_between(const programme::Occurrence& before,
                                      const programme::Occurrence& after) {
  std::vector<ChangeKind> kinds;
  compare_dates(before.when, after.when, kinds);
  const auto note = [&](bool differs, ChangeKind kind) {
    if (differs) kinds.push_back(kind);
  };
  const programme::Activity& old = *before.activity;
  const programme::Activity& fresh = *after.activity;
  note(old.title != fresh.title, ChangeKind::renamed);
  note(before.place() != after.place() || old.online != fresh.online, ChangeKind::relocated);
  note(before.cancelled == nullptr && after.cancelled != nullptr, ChangeKind::cancelled);
  note(before.cancelled != nullptr && after.cancelled == nullptr, ChangeKind::reinstated);
  note(old.roles != fresh.roles, ChangeKind::readdressed);
  note(old.description != fresh.description || old.page != fresh.page || old.kind != fresh.kind ||
           old.hand_in != fresh.hand_in || !same_reason(before, after),
       ChangeKind::described);
  return kinds;
}

/// The id of the activity that a date derives from; nullptr: none.
const std::string* anchor_of(const programme::When& when) {
  if (const auto* follows = std::get_if<programme::Follows>(&when)) return &follows->activity;
  if (const auto* due = std::get_if<programme::DueRelative>(&when)) return &due->activity;
  return nullptr;
}

/// True if a part of `change` results from `cause`, the change of the activity that its date derives from.
bool comes_from(const OccurrenceChange& change, const OccurrenceChange& cause) {
  const programme::Activity& before = *change.before->activity;
  const programme::Activity& after = *change.after->activity;
  if (change.changes_date() && cause.changes_date() && before.when == after.when) return true;
  if (!std::holds_alternative<programme::Follows>(after.when)) return false;
  const bool own_cancellation = before.cancelled.has_value() != after.cancelled.has_value();
  for (const ChangeKind kind : {ChangeKind::cancelled, ChangeKind::reinstated})
    if (change.has(kind) && cause.has(kind) && !own_cancellation) return true;
  const bool own_place = before.place != after.place || before.online != after.online;
  return change.has(ChangeKind::relocated) && cause.has(ChangeKind::relocated) && !own_place;
}

class Comparison {
 public:
  Comparison(const programme::Schedule& before, const programme::Schedule& after,
             const std::vector<LibraryChange>& libraries);
  std::vector<OccurrenceChange> run();

 private:
  void add(OccurrenceKey key, const programme::Occurrence* before, const programme::Occurrence* after);
  void find_causes();

  const ByKey before_;
  const ByKey after_;
  std::set<std::string_view> coming_and_going_;  ///< Libraries that were added or withdrew.
  std::vector<OccurrenceChange> changes_;
};

Comparison::Comparison(const programme::Schedule& before, const programme::Schedule& after,
                       const std::vector<LibraryChange>& libraries)
    : before_(by_key(before)), after_(by_key(after)) {
  for (const LibraryChange& change : libraries)
    if (change.kind != LibraryChangeKind::renamed) coming_and_going_.insert(change.library);
}

void Comparison::add(OccurrenceKey key, const programme::Occurrence* before,
                     const programme::Occurrence* after) {
  OccurrenceChange change{std::string(key.first), std::string(key.second), before, after, {}, {}, false};
  if (before == nullptr) {
    change.kinds = {ChangeKind::added};
  } else if (after == nullptr) {
    change.kinds = {ChangeKind::removed};
  } else {
    change.kinds = kinds_between(*before, *after);
  }
  if (change.kinds.empty()) return;
  change.with_library = (before == nullptr || after == nullptr) && coming_and_going_.contains(key.second);
  changes_.push_back(std::move(change));
}

void Comparison::find_causes() {
  std::map<OccurrenceKey, const OccurrenceChange*> found;
  for (const OccurrenceChange& change : changes_)
    found.emplace(OccurrenceKey{change.activity, change.library}, &change);
  for (OccurrenceChange& change : changes_) {
    if (change.before == nullptr || change.after == nullptr) continue;
    const std::string* anchor = anchor_of(change.after->activity->when);
    if (anchor == nullptr) continue;
    const auto cause = found.find({*anchor, change.library});
    if (cause == found.end() || cause->second->before == nullptr || cause->second->after == nullptr) continue;
    if (comes_from(change, *cause->second)) change.follows_from = *anchor;
  }
}

/// The start after the change, for sorting.
std::optional<programme::LocalMinute> start_of(const OccurrenceChange& change) {
  const programme::Occurrence& occurrence = change.latest();
  if (const auto* session = std::get_if<programme::Session>(&occurrence.when)) return session->start;
  const auto covered = programme::days_of(occurrence);
  return covered ? std::optional(programme::LocalMinute{date::local_days{covered->first}}) : std::nullopt;
}

/// Occurrences without a day come last.
bool comes_before(const OccurrenceChange& a, const OccurrenceChange& b) {
  const auto start_a = start_of(a);
  const auto start_b = start_of(b);
  if (start_a.has_value() != start_b.has_value()) return start_a.has_value();
  return std::tie(start_a, a.activity, a.library) < std::tie(start_b, b.activity, b.library);
}

std::vector<OccurrenceChange> Comparison::run() {
  for (const auto& [key, occurrence] : before_) {
    const auto after = after_.find(key);
    add(key, occurrence, after == after_.end() ? nullptr : after->second);
  }
  for (const auto& [key, occurrence] : after_)
    if (!before_.contains(key)) add(key, nullptr, occurrence);
  std::sort(changes_.begin(), changes_.end(), comes_before);
  find_causes();
  return std::move(changes_);
}

}  // namespace

bool OccurrenceChange::has(ChangeKind kind) const {
  return std::find(kinds.begin(), kinds.end(), kind) != kinds.end();
}

bool OccurrenceChange::changes_date() const {
  return std::any_of(kinds.begin(), kinds.end(), [](ChangeKind kind) {
    return kind >= ChangeKind::planned && kind <= ChangeKind::lengthened;
  });
}

bool PersonChange::has(PersonChangeKind kind) const {
  return std::find(kinds.begin(), kinds.end(), kind) != kinds.end();
}

bool Difference::empty() const {
  return settings.empty() && libraries.empty() && occurrences.empty() && people.empty() && rules.empty();
}

Difference difference(const programme::Programme& before, const programme::Schedule& schedule_before,
                      const programme::Programme& after, const programme::Schedule& schedule_after) {
  Difference found;
  found.programme = after.id.empty() ? before.id : after.id;
  found.before = &before;
  found.after = &after;
  found.schedule_before = &schedule_before;
  found.schedule_after = &schedule_after;
  found.settings = compare_settings(before, after);
  found.libraries = compare_libraries(before, after);
  found.occurrences = Comparison(schedule_before, schedule_after, found.libraries).run();
  found.people = compare_people(before, after);
  found.rules = compare_rules(before, after);
  return found;
}

const programme::Programme& latest(const Difference& difference) {
  return difference.after->id.empty() ? *difference.before : *difference.after;
}

}  // namespace changes
