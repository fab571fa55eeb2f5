// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <string_view>
#include <unordered_map>
#include <unordered_set>

#include "service/programme/audience.h"
#include "service/programme/check_parts.h"
#include "service/programme/civil_time.h"

namespace programme {
namespace {

using date::days;
using date::sys_days;

// Both are outside every schedule.
constexpr sys_days beginning{date::year{1} / date::January / 1};
constexpr sys_days end_of_time{date::year{9999} / date::December / 31};

/// A set of periods that answers whether another period overlaps any of them.
class Periods {
 public:
  void add(sys_days first, sys_days last) { periods_.push_back({first, last}); }

  /// Call after the last add(). Sorts by start; each period gets the latest end up to and including it.
  void sort() {
    std::sort(periods_.begin(), periods_.end(),
              [](const auto& a, const auto& b) { return a.first < b.first; });
    for (std::size_t i = 1; i < periods_.size(); ++i) {
      periods_[i].last = std::max(periods_[i].last, periods_[i - 1].last);
    }
  }

  bool meet(sys_days joined, sys_days left) const {
    const auto starts_before = [](const Period& period, sys_days day) { return period.first < day; };
    const auto after = std::lower_bound(periods_.begin(), periods_.end(), left, starts_before);
    return after != periods_.begin() && std::prev(after)->last >= joined;
  }

 private:
  struct Period {
    sys_days first;
    sys_days last;
  };
  std::vector<Period> periods_;
};

/// Answers concerns() for many people, by role, library and dates.
class Attendance {
 public:
  explicit Attendance(const Schedule& schedule) {
    for (const Occurrence& occurrence : schedule.occurrences) {
      const auto span = days_of(occurrence);
      for (const std::string& role : occurrence.activity->roles) {
        Periods& periods = of(role, occurrence.library == nullptr ? everyone : occurrence.library->id);
        if (span) {
          periods.add(span->first, span->last);
        } else {
          periods.add(beginning, end_of_time);
        }
      }
    }
    for (auto& [role, by_library] : by_role_) {
      for (auto& [library, periods] : by_library) periods.sort();
    }
  }

  bool has_any(const Person& person) const {
    return std::any_of(person.roles.begin(), person.roles.end(), [&](const std::string& role) {
      return meets(person, role, everyone) || meets(person, role, person.library);
    });
  }

 private:
  using ByLibrary = std::unordered_map<std::string_view, Periods>;

  static constexpr std::string_view everyone{};  // no library has an empty id

  Periods& of(std::string_view role, std::string_view library) { return by_role_[role][library]; }

  bool meets(const Person& person, std::string_view role, std::string_view library) const {
    const auto by_library = by_role_.find(role);
    if (by_library == by_role_.end()) return false;
    const auto periods = by_library->second.find(library);
    if (periods == by_library->second.end()) return false;
    return periods->second.meet(person.joined ? sys_days{*person.joined} : beginning,
                                person.left ? sys_days{*person.left} : end_of_time);
  }

  std::unordered_map<std::string_view, ByLibrary> by_role_;
};

bool leaves_too_early(const Person& person) {
  return person.joined && person.left && *person.left <= *person.joined;
}

void check_addresses(const Programme& programme, std::vector<Finding>& findings) {
  std::unordered_map<std::string_view, const Person*> first_with;
  for (const Person& person : programme.people) {
    if (person.address.empty()) continue;
    const auto [earlier, is_first] = first_with.emplace(person.address, &person);
    if (is_first || earlier->second->id == person.id) continue;
    findings.push_back({Rule::shared_address,
                        {FindingSubject::Kind::person, person.id, "e-mail"},
                        {person.address, earlier->second->id}});
  }
}

}  // namespace

void check_people(const Programme& programme, const Schedule& schedule, std::vector<Finding>& findings) {
  // A person with another finding gets no second one that results from it.
  std::unordered_set<std::string_view> wrong;
  for (const Finding& finding : findings) {
    if (finding.at.kind == FindingSubject::Kind::person) wrong.insert(finding.at.id);
  }
  const Attendance attendance(schedule);
  std::vector<Finding> found;
  for (const Person& person : programme.people) {
    if (leaves_too_early(person)) {
      found.push_back({Rule::left_before_joined,
                       {FindingSubject::Kind::person, person.id, "tot"},
                       {day_text(*person.joined), day_text(*person.left)}});
    } else if (!wrong.contains(person.id) && !attendance.has_any(person)) {
      found.push_back(
          {Rule::person_without_activities, {FindingSubject::Kind::person, person.id, ""}, {person.id}});
    }
  }
  findings.insert(findings.end(), found.begin(), found.end());
  check_addresses(programme, findings);
}

}  // namespace programme
