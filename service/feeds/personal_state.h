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

#include "service/feeds/hand_in.h"
#include "service/feeds/timetable.h"

namespace feeds {

struct PersonalState {
  bool done = false;
  int changes = 0;
  date::sys_seconds changed{};
  auto operator<=>(const PersonalState&) const = default;
};

class PersonalStates {
 public:
  PersonalStates(const Timetable& timetable, std::span<const HandIn> hand_ins);

  /// PersonalState{} for what was never handed in: such a person sees what all see. What the person and what
  /// the library said both count as changes, so that SEQUENCE does not fall when the files begin to ask the
  /// other one.
  PersonalState of(std::uint32_t entry, const programme::Person& person) const;

  /// False when nobody ever said anything about or for this person: of() is PersonalState{} for every entry.
  bool any(const programme::Person& person) const {
    return subjects_.contains(person.id) || subjects_.contains(person.library);
  }

 private:
  const Timetable& timetable_;
  std::unordered_set<std::string> subjects_;
  std::vector<std::unordered_map<std::string, PersonalState>>
      by_entry_;  ///< By subject; empty when there are none.
};

}  // namespace feeds
