// SPDX-License-Identifier: Apache-2.0
#include "service/feeds/memberships.h"

#include <algorithm>
#include <utility>

namespace feeds {

std::vector<Membership> memberships_of(const Timetable& timetable) {
  const auto by_id = [](const Membership& a, const Membership& b) { return a.person->id < b.person->id; };
  std::vector<Membership> all;
  for (const Part& part : timetable.parts()) {
    const auto middle = static_cast<std::ptrdiff_t>(all.size());
    for (const programme::Person& person : part.programme->people) all.push_back({&part, &person});
    if (!std::is_sorted(all.begin() + middle, all.end(), by_id))
      std::stable_sort(all.begin() + middle, all.end(), by_id);
    std::inplace_merge(all.begin(), all.begin() + middle, all.end(), by_id);
  }
  return all;
}

namespace {

std::string_view id_of(const feeds::Membership& membership) { return membership.person->id; }

}  // namespace

People::People(std::shared_ptr<const feeds::Timetable> timetable)
    : timetable_{std::move(timetable)}, memberships_{feeds::memberships_of(*timetable_)} {}

std::span<const feeds::Membership> People::find(std::string_view id) const {
  const auto first = std::ranges::lower_bound(memberships_, id, {}, id_of);
  const auto last = std::ranges::upper_bound(memberships_, id, {}, id_of);
  return {first, last};
}

}  // namespace feeds
