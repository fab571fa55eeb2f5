// SPDX-License-Identifier: Apache-2.0
//
// The parts of difference().
#pragma once

#include <algorithm>
#include <string_view>
#include <utility>
#include <vector>

#include "service/changes/difference.h"

namespace changes {

/// Activity and library id: the identity of an occurrence across versions.
using OccurrenceKey = std::pair<std::string_view, std::string_view>;

inline OccurrenceKey key_of(const programme::Occurrence& occurrence) {
  return {occurrence.activity->id,
          occurrence.library != nullptr ? std::string_view(occurrence.library->id) : std::string_view()};
}

std::vector<SettingChange> compare_settings(const programme::Programme& before,
                                            const programme::Programme& after);
std::vector<RuleChange> compare_rules(const programme::Programme& before, const programme::Programme& after);
std::vector<LibraryChange> compare_libraries(const programme::Programme& before,
                                             const programme::Programme& after);
std::vector<PersonChange> compare_people(const programme::Programme& before,
                                         const programme::Programme& after);

/// Calls `with(before, after)` for every id in either list, ascending. The pointer is nullptr if a list lacks
/// the id.
template <class Items, class With>
void for_each_pair(const Items& before, const Items& after, const With& with) {
  using Item = typename Items::value_type;
  const auto by_id = [](const Items& items) {
    std::vector<const Item*> sorted;
    sorted.reserve(items.size());
    for (const Item& item : items) sorted.push_back(&item);
    const auto order = [](const Item* a, const Item* b) { return a->id < b->id; };
    if (!std::is_sorted(sorted.begin(), sorted.end(), order)) std::sort(sorted.begin(), sorted.end(), order);
    return sorted;
  };
  const auto olds = by_id(before);
  const auto news = by_id(after);
  auto old = olds.begin();
  auto fresh = news.begin();
  while (old != olds.end() || fresh != news.end()) {
    if (fresh == news.end() || (old != olds.end() && (*old)->id < (*fresh)->id)) {
      with(*old++, nullptr);
    } else if (old == olds.end() || (*fresh)->id < (*old)->id) {
      with(nullptr, *fresh++);
    } else {
      with(*old++, *fresh++);
    }
  }
}

}  // namespace changes
