// SPDX-License-Identifier: Apache-2.0
#include "service/feeds/people.h"

#include <algorithm>
#include <utility>

namespace feeds {
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
