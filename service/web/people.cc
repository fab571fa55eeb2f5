// SPDX-License-Identifier: Apache-2.0
#include "service/web/people.h"

#include <algorithm>
#include <utility>

namespace web {

People::People(std::shared_ptr<const feeds::Draft> draft)
    : draft_{std::move(draft)}, memberships_{feeds::memberships_of(*draft_)} {}

std::span<const feeds::Membership> People::find(std::string_view id) const {
  const auto found = std::ranges::equal_range(
      memberships_, id, {},
      [](const feeds::Membership& each) -> std::string_view { return each.person->id; });
  return {found.begin(), found.end()};
}

}  // namespace web
