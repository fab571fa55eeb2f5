// SPDX-License-Identifier: Apache-2.0
#include "service/programme/schedule.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>
#include <string_view>
#include <unordered_map>
#include <utility>

#include "service/programme/date_rules.h"
#include "service/programme/nearest.h"

namespace programme {
namespace {

/// The resolved dates of one activity: one for all, or one per library in file order.
struct Result {
  bool per_library = false;
  std::vector<Resolved> values{Unplanned{}};
};

/// The activity that `when` refers to, and the key of that reference; nullptr: none.
struct Reference {
  const std::string* id = nullptr;
  const char* field = nullptr;
};

Reference reference_of(const When& when) {
  if (const auto* follows = std::get_if<Follows>(&when)) return {&follows->activity, "follows"};
  if (const auto* due = std::get_if<DueRelative>(&when)) return {&due->activity, "due"};
  return {};
}

class Scheduler {
 public:
  explicit Scheduler(const Programme& programme);
  Schedule run();

 private:
  enum class State { untouched, under_way, done };

  std::optional<std::size_t> referenced(std::size_t index) const;
  void resolve_chain(std::size_t start);
  void break_circle(std::vector<std::size_t> circle);
  Result resolve(std::size_t index);
  void inherit(std::size_t index);
  Result resolve_alone(const Activity& activity);
  Result resolve_per_library(const Activity& activity);
  Result resolve_on(const Activity& activity, std::size_t anchor);
  Result resolve_unknown(const Activity& activity, const Reference& reference);

  const Programme& programme_;
  std::vector<Finding> findings_;
  DateRules rules_;
  KnownIds known_;
  std::unordered_map<std::string_view, std::size_t> index_of_;
  std::vector<State> states_;
  std::vector<Result> results_;
  std::vector<const Activity*> follows_;  ///< By activity: the one it follows; nullptr in a circle.
  std::vector<const Text*> cancelled_;    ///< As Occurrence::cancelled.
};

Scheduler::Scheduler(const Programme& programme)
    : programme_(programme),
      rules_(programme, findings_),
      known_(programme.activities),
      states_(programme.activities.size(), State::untouched),
      results_(programme.activities.size()),
      follows_(programme.activities.size()),
      cancelled_(programme.activities.size()) {
  for (std::size_t i = 0; i < programme.activities.size(); ++i) {
    index_of_.emplace(programme.activities[i].id, i);
  }
}

Schedule Scheduler::run() {
  for (std::size_t i = 0; i < programme_.activities.size(); ++i) resolve_chain(i);

  Schedule schedule;
  for (std::size_t i = 0; i < programme_.activities.size(); ++i) {
    const Result& result = results_[i];
    for (std::size_t j = 0; j < result.values.size(); ++j) {
      const Library* library = result.per_library ? &programme_.libraries[j] : nullptr;
      schedule.occurrences.push_back(
          {&programme_.activities[i], library, result.values[j], follows_[i], cancelled_[i]});
    }
  }
  sort_by_file(programme_, findings_);
  schedule.findings = std::move(findings_);
  return schedule;
}

std::optional<std::size_t> Scheduler::referenced(std::size_t index) const {
  const Reference reference = reference_of(programme_.activities[index].when);
  if (reference.id == nullptr) return std::nullopt;
  const auto found = index_of_.find(*reference.id);
  return found == index_of_.end() ? std::nullopt : std::optional(found->second);
}

// Every activity refers to at most one other, so its references form a chain. Follows the chain to its end or
// into a circle, then resolves backwards. A chain may be as long as the file, so recursion could overflow the
// stack.
void Scheduler::resolve_chain(std::size_t start) {
  std::vector<std::size_t> chain;
  std::optional<std::size_t> next = start;
  while (next && states_[*next] == State::untouched) {
    states_[*next] = State::under_way;
    chain.push_back(*next);
    next = referenced(*next);
  }
  if (next && states_[*next] == State::under_way) {
    const auto entry = std::find(chain.begin(), chain.end(), *next);
    break_circle({entry, chain.end()});
    chain.erase(entry, chain.end());
  }
  for (auto it = chain.rbegin(); it != chain.rend(); ++it) {
    results_[*it] = resolve(*it);
    inherit(*it);
    states_[*it] = State::done;
  }
}

/// Leaves the activities of the circle Unplanned and adds one finding.
void Scheduler::break_circle(std::vector<std::size_t> circle) {
  std::rotate(circle.begin(), std::min_element(circle.begin(), circle.end()), circle.end());
  std::string way;
  for (const std::size_t index : circle) {
    states_[index] = State::done;
    way += programme_.activities[index].id + " → ";
  }
  const Activity& first = programme_.activities[circle.front()];
  findings_.push_back({Rule::circle,
                       {FindingSubject::Kind::activity, first.id, reference_of(first.when).field},
                       {way + first.id}});
}

/// Records the activity that this one follows. Its cancellation also cancels this one.
void Scheduler::inherit(std::size_t index) {
  const Activity& activity = programme_.activities[index];
  if (activity.cancelled) cancelled_[index] = &*activity.cancelled;
  const auto anchor = referenced(index);
  if (!anchor || !std::holds_alternative<Follows>(activity.when)) return;
  follows_[index] = &programme_.activities[*anchor];
  if (cancelled_[index] == nullptr) cancelled_[index] = cancelled_[*anchor];
}

Result Scheduler::resolve(std::size_t index) {
  const Activity& activity = programme_.activities[index];
  if (const auto anchor = referenced(index)) return resolve_on(activity, *anchor);
  if (const Reference reference = reference_of(activity.when); reference.id != nullptr) {
    return resolve_unknown(activity, reference);
  }
  if (std::holds_alternative<PerLibrary>(activity.when)) return resolve_per_library(activity);
  return resolve_alone(activity);
}

Result Scheduler::resolve_alone(const Activity& activity) {
  const FindingSubject at{FindingSubject::Kind::activity, activity.id,
                          activity.is_deadline() ? "due" : "date"};
  if (const auto* day = std::get_if<OnDay>(&activity.when)) return {false, {rules_.resolve(*day, at)}};
  if (const auto* open = std::get_if<Between>(&activity.when)) return {false, {rules_.resolve(*open, at)}};
  if (const auto* due = std::get_if<DueOn>(&activity.when)) return {false, {rules_.resolve(*due, at)}};
  return {};
}

Result Scheduler::resolve_per_library(const Activity& activity) {
  Result result{true, {}};
  result.values.reserve(programme_.libraries.size());
  for (const Library& library : programme_.libraries) {
    const auto found = library.dates.find(activity.id);
    if (found == library.dates.end()) {
      result.values.emplace_back(Unplanned{});
      continue;
    }
    const FindingSubject at{FindingSubject::Kind::library, library.id, activity.id + "_datum"};
    result.values.push_back(
        std::visit([&](const auto& when) { return rules_.resolve(when, at); }, found->second.when));
  }
  return result;
}

Result Scheduler::resolve_on(const Activity& activity, std::size_t anchor_index) {
  const Result& anchor = results_[anchor_index];
  const auto* follows = std::get_if<Follows>(&activity.when);
  if (follows != nullptr && programme_.activities[anchor_index].is_deadline()) {
    findings_.push_back({Rule::follows_deadline,
                         {FindingSubject::Kind::activity, activity.id, "follows"},
                         {follows->activity}});
    return {anchor.per_library, std::vector<Resolved>(anchor.values.size(), Unplanned{})};
  }
  const FindingSubject at{FindingSubject::Kind::activity, activity.id,
                          follows != nullptr ? "duration" : "due"};
  const auto before = static_cast<std::ptrdiff_t>(findings_.size());
  Result result{anchor.per_library, {}};
  result.values.reserve(anchor.values.size());
  for (const Resolved& value : anchor.values) {
    result.values.push_back(follows != nullptr
                                ? rules_.follow(*follows, value, at)
                                : rules_.count_from(std::get<DueRelative>(activity.when), value, at));
    // Reports one mistake once, not per library.
    if (std::ssize(findings_) > before + 1) findings_.erase(findings_.begin() + before + 1, findings_.end());
  }
  return result;
}

Result Scheduler::resolve_unknown(const Activity& activity, const Reference& reference) {
  findings_.push_back({Rule::unknown_activity,
                       {FindingSubject::Kind::activity, activity.id, reference.field},
                       {*reference.id, known_.suggestion(*reference.id)}});
  return {};
}

}  // namespace

std::optional<year_month_day> fixed_day(const Resolved& when) {
  if (const auto* session = std::get_if<Session>(&when))
    return year_month_day{date::floor<date::days>(session->start)};
  if (const auto* deadline = std::get_if<Deadline>(&when)) return deadline->day;
  return std::nullopt;
}

const std::string& Occurrence::place() const {
  const auto place_of = [this](const Activity& of) -> const std::string& {
    if (library != nullptr) {
      const auto found = library->dates.find(of.id);
      if (found != library->dates.end() && !found->second.place.empty()) return found->second.place;
    }
    return of.place;
  };
  const std::string& own = place_of(*activity);
  return own.empty() && follows != nullptr ? place_of(*follows) : own;
}

Schedule schedule(const Programme& programme) { return Scheduler(programme).run(); }

namespace {

using Positions = std::unordered_map<std::string_view, std::size_t>;

template <typename Items>
Positions positions(const Items& items) {
  Positions result;
  result.reserve(items.size());
  for (std::size_t i = 0; i < items.size(); ++i) result.emplace(items[i].id, i);
  return result;
}

}  // namespace

void sort_by_file(const Programme& programme, std::vector<Finding>& findings) {
  if (findings.size() < 2) return;
  // FindingSubject::Kind has the order of the files.
  const std::array<Positions, 6> places{Positions{},
                                        positions(programme.roles),
                                        positions(programme.activities),
                                        positions(programme.reminders),
                                        positions(programme.libraries),
                                        positions(programme.people)};
  using Key = std::pair<std::size_t, std::size_t>;
  std::vector<std::pair<Key, std::size_t>> order;
  for (std::size_t i = 0; i < findings.size(); ++i) {
    const auto kind = static_cast<std::size_t>(findings[i].at.kind);
    const auto found = places[kind].find(findings[i].at.id);
    order.push_back({{kind, found == places[kind].end() ? 0 : found->second}, i});
  }
  std::sort(order.begin(), order.end());
  std::vector<Finding> sorted;
  sorted.reserve(findings.size());
  for (const auto& [key, index] : order) sorted.push_back(std::move(findings[index]));
  findings = std::move(sorted);
}

}  // namespace programme
