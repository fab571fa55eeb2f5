// SPDX-License-Identifier: Apache-2.0
#include "service/feeds/memberships.h"

#include <algorithm>

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

}  // namespace feeds
