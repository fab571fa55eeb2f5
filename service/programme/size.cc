// SPDX-License-Identifier: Apache-2.0
#include "service/programme/size.h"

#include <algorithm>
#include <string>
#include <unordered_set>
#include <variant>

namespace programme {
namespace {

const std::string* referenced_by(const Activity& activity) {
  if (const auto* follows = std::get_if<Follows>(&activity.when)) return &follows->activity;
  const auto* due = std::get_if<DueRelative>(&activity.when);
  return due == nullptr ? nullptr : &due->activity;
}

/// Returns the ids of the activities that have an occurrence for each library: by themselves, or because they
/// refer to such a one.
std::unordered_set<std::string> with_each_library(const std::vector<Activity>& activities) {
  std::unordered_set<std::string> found;
  for (const Activity& activity : activities)
    if (std::holds_alternative<PerLibrary>(activity.when)) found.insert(activity.id);
  for (std::size_t before = 0; before != found.size();) {
    before = found.size();
    for (const Activity& activity : activities) {
      const std::string* reference = referenced_by(activity);
      if (reference != nullptr && found.contains(*reference)) found.insert(activity.id);
    }
  }
  return found;
}

bool matches(const ReminderRule& rule, const Activity& activity) {
  return std::find(rule.kinds.begin(), rule.kinds.end(), activity.kind) != rule.kinds.end() ||
         std::find(rule.activities.begin(), rule.activities.end(), activity.id) != rule.activities.end();
}

}  // namespace

Size size_of(const Programme& programme) {
  const auto each_library = with_each_library(programme.activities);
  const auto occurrences_of = [&](const Activity& activity) {
    return each_library.contains(activity.id) ? programme.libraries.size() : 1;
  };
  Size size;
  for (const Activity& activity : programme.activities) size.occurrences += occurrences_of(activity);
  for (const ReminderRule& rule : programme.reminders) {
    const std::size_t rounds = 1 + static_cast<std::size_t>(rule.repeat ? rule.repeat->at_most : 0);
    if (rule.kinds.empty() && rule.activities.empty()) size.moments += rounds;
    for (const Activity& activity : programme.activities)
      if (matches(rule, activity)) size.moments += rounds * occurrences_of(activity);
  }
  return size;
}

}  // namespace programme
