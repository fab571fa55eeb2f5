// SPDX-License-Identifier: Apache-2.0
#include "service/web/people.h"

#include <algorithm>

namespace web {
namespace {

struct ById {
  bool operator()(const Membership& a, const Membership& b) const { return a.person->id < b.person->id; }
  bool operator()(const Membership& a, std::string_view id) const { return a.person->id < id; }
  bool operator()(std::string_view id, const Membership& b) const { return id < b.person->id; }
};

}  // namespace

People::People(std::shared_ptr<const feeds::Draft> draft) : draft_{std::move(draft)} {
  for (const feeds::Part& part : draft_->parts())
    for (const programme::Person& person : part.programme->people) memberships_.push_back({&part, &person});
  if (!std::is_sorted(memberships_.begin(), memberships_.end(), ById{}))
    std::stable_sort(memberships_.begin(), memberships_.end(), ById{});
}

std::span<const Membership> People::find(std::string_view id) const {
  const auto [first, last] = std::equal_range(memberships_.begin(), memberships_.end(), id, ById{});
  return {first, last};
}

}  // namespace web
