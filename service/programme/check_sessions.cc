// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <optional>
#include <set>
#include <string_view>
#include <tuple>
#include <unordered_map>
#include <utility>

#include "service/programme/check_parts.h"
#include "service/programme/civil_time.h"

namespace programme {
namespace {

using date::days;
using date::floor;

// The number of overlapping pairs is quadratic if all activities are at the same time.
constexpr std::size_t most_overlaps = 1000;

struct Slot {
  const Occurrence* occurrence;
  LocalMinute start;
  LocalMinute end;
};

using Slots = std::vector<Slot>;

/// The sessions of one role: those for all, and each library's own.
struct RoleSessions {
  Slots for_all;
  std::unordered_map<const Library*, Slots> of_library;

  const Slots* of(const Library* library) const {
    const auto found = of_library.find(library);
    return found == of_library.end() ? nullptr : &found->second;
  }
};

class SessionChecks {
 public:
  SessionChecks(const Programme& programme, const Schedule& schedule, std::vector<Finding>& findings);
  void check_lunches();
  void check_overlaps();

 private:
  std::optional<LocalMinute> nearest_end(const Occurrence& lunch, LocalMinute start) const;
  void check_own(const Slots& own, const Slots& for_all, const std::vector<LocalMinute>& latest_end,
                 const Role& role);
  void overlap(const Slot& a, const Slot& b, const Role& role);
  bool is_known_misplacement(const Slot& lunch, const Slot& other) const;

  const Programme& programme_;
  const Schedule& schedule_;
  std::vector<Finding>& findings_;
  std::unordered_map<std::string_view, RoleSessions> by_role_;
  std::unordered_map<const Occurrence*, LocalMinute> misplaced_;  ///< Lunches, with the end they must adjoin.
  std::set<std::tuple<const Activity*, const Activity*, const Library*>> overlapping_;
};

void sort_by_start(Slots& slots) {
  std::stable_sort(slots.begin(), slots.end(),
                   [](const Slot& a, const Slot& b) { return a.start < b.start; });
}

SessionChecks::SessionChecks(const Programme& programme, const Schedule& schedule,
                             std::vector<Finding>& findings)
    : programme_(programme), schedule_(schedule), findings_(findings) {
  for (const Occurrence& occurrence : schedule.occurrences) {
    const auto* session = std::get_if<Session>(&occurrence.when);
    if (session == nullptr) continue;
    for (const std::string& role : occurrence.activity->roles) {
      RoleSessions& sessions = by_role_[role];
      Slots& slots =
          occurrence.library == nullptr ? sessions.for_all : sessions.of_library[occurrence.library];
      slots.push_back({&occurrence, session->start, session->end});
    }
  }
  for (auto& [role, sessions] : by_role_) {
    sort_by_start(sessions.for_all);
    for (auto& [library, slots] : sessions.of_library) sort_by_start(slots);
  }
}

std::string span_text(const Slot& slot) { return clock_text(slot.start) + "-" + clock_text(slot.end); }

// --- Lunches ---

/// The session end on that day nearest to the start of the lunch, among sessions that share a role with it.
/// Cancelled sessions count, because a cancellation does not make the lunch wrong.
std::optional<LocalMinute> SessionChecks::nearest_end(const Occurrence& lunch, LocalMinute start) const {
  std::optional<LocalMinute> nearest;
  const auto look_at = [&](const Slots* slots) {
    if (slots == nullptr) return;
    for (const Slot& slot : *slots) {
      if (slot.occurrence->activity->kind == ActivityKind::lunch) continue;
      if (floor<days>(slot.end) != floor<days>(start)) continue;
      if (!nearest || date::abs(slot.end - start) < date::abs(*nearest - start)) nearest = slot.end;
    }
  };
  for (const std::string& role : lunch.activity->roles) {
    const auto sessions = by_role_.find(role);
    if (sessions == by_role_.end()) continue;
    look_at(&sessions->second.for_all);
    if (lunch.library != nullptr) look_at(sessions->second.of(lunch.library));
  }
  return nearest;
}

void SessionChecks::check_lunches() {
  for (const Occurrence& lunch : schedule_.occurrences) {
    const Activity& activity = *lunch.activity;
    const auto* session = std::get_if<Session>(&lunch.when);
    if (activity.kind != ActivityKind::lunch || session == nullptr || activity.cancelled) continue;
    if (std::holds_alternative<Follows>(activity.when)) continue;
    const auto end = nearest_end(lunch, session->start);
    if (end == session->start) continue;
    if (end) misplaced_.emplace(&lunch, *end);
    const FindingSubject at = lunch.library != nullptr
                                  ? library_field(programme_, lunch, "_tijd")
                                  : FindingSubject{FindingSubject::Kind::activity, activity.id, "time"};
    findings_.push_back(
        {Rule::lunch_not_adjacent, at, {clock_text(session->start), end ? clock_text(*end) : std::string()}});
  }
}

// --- Overlaps ---

void SessionChecks::check_overlaps() {
  for (const Role& role : programme_.roles) {
    const auto found = by_role_.find(role.id);
    if (found == by_role_.end()) continue;
    const Slots& for_all = found->second.for_all;
    std::vector<LocalMinute> latest_end;  // by session: the latest end up to and including it
    for (const Slot& slot : for_all) {
      latest_end.push_back(latest_end.empty() ? slot.end : std::max(latest_end.back(), slot.end));
    }
    check_own(for_all, {}, {}, role);
    for (const Library& library : programme_.libraries) {
      if (const Slots* own = found->second.of(&library)) check_own(*own, for_all, latest_end, role);
    }
  }
}

/// Finds pairs within `own`, and pairs of `own` and `for_all`.
void SessionChecks::check_own(const Slots& own, const Slots& for_all,
                              const std::vector<LocalMinute>& latest_end, const Role& role) {
  for (std::size_t i = 0; i < own.size(); ++i) {
    for (std::size_t j = i + 1; j < own.size() && own[j].start < own[i].end; ++j) {
      if (overlapping_.size() >= most_overlaps) return;
      overlap(own[i], own[j], role);
    }
    const auto reaches = std::upper_bound(latest_end.begin(), latest_end.end(), own[i].start);
    auto k = static_cast<std::size_t>(reaches - latest_end.begin());
    for (; k < for_all.size() && for_all[k].start < own[i].end; ++k) {
      if (overlapping_.size() >= most_overlaps) return;
      if (for_all[k].end > own[i].start) overlap(for_all[k], own[i], role);
    }
  }
}

/// True for a lunch that does not adjoin that session: it has a finding already.
bool SessionChecks::is_known_misplacement(const Slot& lunch, const Slot& other) const {
  const auto found = misplaced_.find(lunch.occurrence);
  return found != misplaced_.end() && found->second == other.end;
}

void SessionChecks::overlap(const Slot& a, const Slot& b, const Role& role) {
  if (a.occurrence->cancelled != nullptr || b.occurrence->cancelled != nullptr) return;
  if (is_known_misplacement(a, b) || is_known_misplacement(b, a)) return;
  // Reports at the later one in the file; prefers a library's own date.
  const auto order = [](const Slot& slot) {
    return std::pair(slot.occurrence->library != nullptr, slot.occurrence->activity);
  };
  const Slot& later = order(a) < order(b) ? b : a;
  const Slot& other = order(a) < order(b) ? a : b;
  const Library* library = later.occurrence->library;
  const Activity& activity = *later.occurrence->activity;
  if (!overlapping_.emplace(&activity, other.occurrence->activity, library).second) return;
  const bool follows = std::holds_alternative<Follows>(activity.when);
  const FindingSubject at = library != nullptr ? library_field(programme_, *later.occurrence, "_datum")
                                               : FindingSubject{FindingSubject::Kind::activity, activity.id,
                                                                follows ? "follows" : "date"};
  findings_.push_back(
      {Rule::overlap,
       at,
       {other.occurrence->activity->id, role.id, day_text(year_month_day{floor<days>(later.start)}),
        span_text(other), span_text(later)}});
}

}  // namespace

FindingSubject library_field(const Programme& programme, const Occurrence& occurrence, const char* suffix) {
  const Activity* activity = occurrence.activity;
  // A session for one library leads to the activity that is per library: schedule() found the way and no
  // circle.
  while (const auto* follows = std::get_if<Follows>(&activity->when)) {
    const auto next = std::find_if(programme.activities.begin(), programme.activities.end(),
                                   [&](const Activity& other) { return other.id == follows->activity; });
    activity = &*next;
  }
  return {FindingSubject::Kind::library, occurrence.library->id, activity->id + suffix};
}

void check_sessions(const Programme& programme, const Schedule& schedule, std::vector<Finding>& findings) {
  SessionChecks checks(programme, schedule, findings);
  checks.check_lunches();
  checks.check_overlaps();
}

}  // namespace programme
