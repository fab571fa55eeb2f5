// SPDX-License-Identifier: Apache-2.0
//
// What makes an event different for one person: whether it is handed in, and how often that changed.
#pragma once

#include <compare>
#include <cstdint>
#include <span>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "service/feeds/draft.h"
#include "service/feeds/hand_in.h"

namespace feeds {

struct OwnState {
  bool done = false;
  int changes = 0;
  date::sys_seconds changed{};
  auto operator<=>(const OwnState&) const = default;
};

class OwnStates {
 public:
  OwnStates(const Draft& draft, std::span<const HandIn> hand_ins);

  /// OwnState{} for what was never handed in: such a person sees what all see. What the person and what the library
  /// said both count as changes, so that SEQUENCE does not fall when the files begin to ask the other one.
  OwnState of(std::uint32_t entry, const programme::Person& person) const;

  /// False when nobody ever said anything about or for this person: of() is OwnState{} for every entry.
  bool any(const programme::Person& person) const {
    return subjects_.contains(person.id) || subjects_.contains(person.library);
  }

 private:
  const Draft& draft_;
  std::unordered_set<std::string> subjects_;
  std::vector<std::unordered_map<std::string, OwnState>>
      by_entry_;  ///< By subject; empty when there are none.
};

}  // namespace feeds
