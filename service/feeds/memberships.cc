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
    : timetable_{std::move(timetable)}, memberships_{feeds::memberships_of(*timetable_)} {
  previous_of_library_.reserve(memberships_.size());
  for (const Membership& membership : memberships_) {
    std::uint32_t& last = last_of_library_[membership.person->library];
    previous_of_library_.push_back(last);
    last = static_cast<std::uint32_t>(previous_of_library_.size());
  }
}

std::vector<std::string_view> People::of_library(std::string_view library) const {
  std::vector<std::string_view> ids;
  const auto last = last_of_library_.find(library);
  for (std::uint32_t at = last == last_of_library_.end() ? 0 : last->second; at != 0;
       at = previous_of_library_[at - 1])
    ids.emplace_back(memberships_[at - 1].person->id);
  return ids;
}

std::span<const feeds::Membership> People::find(std::string_view id) const {
  const auto first = std::ranges::lower_bound(memberships_, id, {}, id_of);
  const auto last = std::ranges::upper_bound(memberships_, id, {}, id_of);
  return {first, last};
}

}  // namespace feeds
