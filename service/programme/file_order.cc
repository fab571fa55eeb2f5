// SPDX-License-Identifier: Apache-2.0
#include "service/programme/file_order.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <string_view>
#include <unordered_map>
#include <utility>

namespace programme {
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
  // In the order of Subject::Kind, which is the order of the files.
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
