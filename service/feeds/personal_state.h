// SPDX-License-Identifier: Apache-2.0
//
// What makes an event different for one person: whether it is handed in, and when that or the language
// changed.
#pragma once

#include <compare>
#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <unordered_map>
#include <unordered_set>

#include "service/feeds/hand_in.h"
#include "service/feeds/timetable.h"

namespace feeds {

struct PersonalState {
  bool done = false;
  date::sys_seconds changed{};  ///< Of the hand-ins of person and library and of the language, the latest.
  auto operator<=>(const PersonalState&) const = default;
};

class PersonalStates {
 public:
  PersonalStates(const Timetable& timetable, std::span<const programme::HandInRecord> hand_ins,
                 std::span<const programme::LanguageChange> language_changes);

  /// PersonalState{} for what was never handed in, in a language that never changed: such a person sees what
  /// all see. The hand-ins of person and library both count for the time, so that it does not fall when the
  /// files begin to ask the other one.
  PersonalState of(std::uint32_t entry, const programme::Person& person) const;

  /// False when nothing personal was ever recorded for this person: of() is PersonalState{} for every entry.
  bool any(const programme::Person& person) const {
    return subjects_.contains(person.id) || subjects_.contains(person.library) ||
           language_changed_.contains(person.id);
  }

 private:
  const Timetable& timetable_;
  std::unordered_set<std::string> subjects_;
  /// By person, then programme.
  std::unordered_map<std::string, std::map<std::string, date::sys_seconds>> language_changed_;
  /// By entry, then subject.
  std::unordered_map<std::uint32_t, std::unordered_map<std::string, PersonalState>> by_entry_;
};

}  // namespace feeds
