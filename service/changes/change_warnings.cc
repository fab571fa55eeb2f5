// SPDX-License-Identifier: Apache-2.0
#include "service/changes/change_warnings.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <tuple>
#include <unordered_map>
#include <utility>

#include "service/changes/clashes.h"
#include "service/programme/audience.h"
#include "service/programme/working_days.h"

namespace changes {
namespace {

std::optional<programme::year_month_day> fixed_day(const programme::Occurrence* occurrence) {
  return occurrence != nullptr ? fixed_day(occurrence->when) : std::nullopt;
}

/// True if the time or the place changes, or whether it takes place.
bool asks_attention(const OccurrenceChange& change) {
  return std::any_of(change.kinds.begin(), change.kinds.end(), [](ChangeKind kind) {
    return kind != ChangeKind::renamed && kind != ChangeKind::readdressed && kind != ChangeKind::described;
  });
}

bool has_new_date(const OccurrenceChange& change) {
  return change.after != nullptr && (change.before == nullptr || change.changes_date());
}

/// Collects the warnings of one programme.
class Watch {
 public:
  Watch(const Difference& difference, programme::Instant now, int notice,
        std::vector<ChangeWarning>& warnings)
      : difference_(difference),
        now_(now),
        notice_(notice),
        warnings_(warnings),
        working_days_(difference.after->closed) {
    const std::string& zone = (difference.after->id.empty() ? difference.before : difference.after)->zone;
    zone_ = programme::find_zone(zone);
    today_ = programme::local_day(now, zone);
  }

  void run(const Timeline& timeline, std::size_t index, std::span<const Difference> all);

 private:
  ChangeWarning& add(ChangeWarningKind kind, const OccurrenceChange& change);
  void check_day(const OccurrenceChange& change, programme::year_month_day day);
  bool is_past(const programme::Occurrence& occurrence) const;
  void check_notice(const OccurrenceChange& change);
  void check_clashes(const OccurrenceChange& change, const Timeline& timeline, std::size_t index,
                     std::span<const Difference> all);
  void check_removed();
  void check_people();
  const programme::Occurrence* under_other_id(const programme::Activity& activity) const;

  const Difference& difference_;
  programme::Instant now_;
  int notice_;
  std::vector<ChangeWarning>& warnings_;
  programme::WorkingDays working_days_;
  const date::time_zone* zone_ = nullptr;
  programme::year_month_day today_;
  std::set<std::pair<const programme::Occurrence*, const programme::Occurrence*>> clashing_;
};

ChangeWarning& Watch::add(ChangeWarningKind kind, const OccurrenceChange& change) {
  ChangeWarning& warning = warnings_.emplace_back();
  warning.kind = kind;
  warning.programme = difference_.programme;
  warning.activity = change.activity;
  warning.library = change.library;
  warning.occurrence = &change.latest();
  return warning;
}

void Watch::check_day(const OccurrenceChange& change, programme::year_month_day day) {
  if (const auto holiday = programme::public_holiday(day)) {
    add(ChangeWarningKind::public_holiday, change).holiday = *holiday;
  } else if (programme::is_weekend(day)) {
    add(ChangeWarningKind::weekend, change);
  } else if (working_days_.is_closed(day)) {
    add(ChangeWarningKind::closed_day, change);
  }
}

bool Watch::is_past(const programme::Occurrence& occurrence) const {
  if (const auto* session = std::get_if<programme::Session>(&occurrence.when))
    return programme::to_instant(session->start, *zone_) <= now_;
  if (const auto* deadline = std::get_if<programme::Deadline>(&occurrence.when))
    return programme::to_instant(deadline->end(), *zone_) <= now_;
  return false;
}

/// Uses the nearer of the old and the new day: a mail tomorrow is too late for a session that was today.
void Watch::check_notice(const OccurrenceChange& change) {
  const auto is_off = [](const programme::Occurrence* occurrence) {
    return occurrence == nullptr || occurrence->cancelled != nullptr;
  };
  if (is_off(change.before) && is_off(change.after)) return;
  std::optional<int> nearest;
  for (const programme::Occurrence* occurrence : {change.before, change.after}) {
    const auto day = fixed_day(occurrence);
    if (!day || *day < today_) continue;
    const auto count = static_cast<int>((date::sys_days{*day} - date::sys_days{today_}).count());
    if (!nearest || count < *nearest) nearest = count;
  }
  if (nearest && *nearest < notice_) add(ChangeWarningKind::short_notice, change).days = *nearest;
}

/// Reports each pair of sessions once.
void Watch::check_clashes(const OccurrenceChange& change, const Timeline& timeline, std::size_t index,
                          std::span<const Difference> all) {
  for (const Clash& clash : timeline.clashes(index, *change.after)) {
    const auto pair = std::minmax(change.after, clash.other);
    if (!clashing_.emplace(pair.first, pair.second).second) continue;
    ChangeWarning& warning = add(ChangeWarningKind::clash, change);
    warning.other = clash.other;
    warning.other_programme = all[clash.other_difference].programme;
    warning.people = clash.people;
  }
}

/// The added activity with the kind and title of the removed one; nullptr: none.
const programme::Occurrence* Watch::under_other_id(const programme::Activity& activity) const {
  for (const OccurrenceChange& change : difference_.occurrences) {
    if (change.before != nullptr || change.activity == activity.id) continue;
    const programme::Activity& added = *change.after->activity;
    if (added.kind == activity.kind && added.title == activity.title) return change.after;
  }
  return nullptr;
}

/// Warns once per activity, not per library.
void Watch::check_removed() {
  std::map<std::string_view, std::pair<const OccurrenceChange*, std::set<const programme::Person*>>> removed;
  std::optional<PeopleIndex> people;
  for (const OccurrenceChange& change : difference_.occurrences) {
    if (change.after != nullptr || change.with_library || change.before->cancelled != nullptr) continue;
    const auto covered = days_of(*change.before);
    if (!covered || covered->last < today_) continue;
    if (!people) people.emplace(*difference_.before);
    auto& [first, who] =
        removed.try_emplace(change.activity, &change, std::set<const programme::Person*>{}).first->second;
    for (const programme::Person* person : people->concerned_by(*change.before)) who.insert(person);
  }
  for (const auto& [activity, found] : removed) {
    const auto& [change, who] = found;
    if (who.empty()) continue;
    const programme::Occurrence* other = under_other_id(*change->before->activity);
    ChangeWarning& warning =
        add(other != nullptr ? ChangeWarningKind::other_id : ChangeWarningKind::removed, *change);
    warning.library.clear();
    warning.other = other;
    warning.people = who.size();
  }
}

/// Also finds people whose id came from a removed row in another programme.
void Watch::check_people() {
  std::unordered_map<std::string_view, const programme::Person*> gone;
  for (const PersonChange& change : difference_.people)
    if (change.after == nullptr) gone.emplace(change.before->address, change.before);
  if (gone.empty()) return;
  for (const PersonChange& change : difference_.people) {
    if (change.before != nullptr) continue;
    const auto former = gone.find(change.after->address);
    if (former == gone.end()) continue;
    ChangeWarning& warning = warnings_.emplace_back();
    warning.kind = ChangeWarningKind::other_person_id;
    warning.programme = difference_.programme;
    warning.person = change.after;
    warning.former = former->second;
  }
}

void Watch::run(const Timeline& timeline, std::size_t index, std::span<const Difference> all) {
  if (zone_ == nullptr) return;
  for (const OccurrenceChange& change : difference_.occurrences) {
    const bool new_date = has_new_date(change);
    const bool goes_on = change.after != nullptr && change.after->cancelled == nullptr;
    const bool follows = std::holds_alternative<programme::Follows>(change.latest().activity->when);
    const auto day = fixed_day(change.after);
    // An activity that follows a session has the day of the session.
    if (new_date && goes_on && day && !follows) check_day(change, *day);
    const bool past = new_date && goes_on && is_past(*change.after);
    if (past && !follows) add(ChangeWarningKind::past, change);
    const bool counts = asks_attention(change) && !change.with_library && !difference_.before->id.empty();
    if (counts && !past && !follows) check_notice(change);
    const bool meets_others =
        new_date || change.has(ChangeKind::reinstated) || change.has(ChangeKind::readdressed);
    if (goes_on && meets_others) check_clashes(change, timeline, index, all);
  }
  check_removed();
  check_people();
}

}  // namespace

std::string_view to_string(ChangeWarningKind kind) {
  constexpr std::array<std::string_view, 9> names{"public_holiday", "weekend",      "closed_day",
                                                  "clash",          "short_notice", "past",
                                                  "removed",        "other_id",     "other_person_id"};
  return names.at(static_cast<std::size_t>(kind));
}

std::vector<ChangeWarning> change_warnings(std::span<const Difference> differences, programme::Instant now,
                                           int notice) {
  std::vector<ChangeWarning> warnings;
  const Timeline timeline(differences);
  for (std::size_t i = 0; i < differences.size(); ++i)
    Watch(differences[i], now, notice, warnings).run(timeline, i, differences);
  return warnings;
}

}  // namespace changes
