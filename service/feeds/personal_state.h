// SPDX-License-Identifier: Apache-2.0
//
// The personal part of an event: its hand-in state, and the time at which that or the language changed.
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
  date::sys_seconds changed{};  ///< The latest time of hand-in (person or library) and language.
  auto operator<=>(const PersonalState&) const = default;
};

class PersonalStates {
 public:
  PersonalStates(const Timetable& timetable, std::span<const programme::HandInRecord> hand_ins,
                 std::span<const programme::LanguageChange> language_changes);

  /// The state of an entry for one person; PersonalState{} without hand-in and change of language. The
  /// records of person and library both count for the time, so that it does not decrease when
  /// Activity::hand_in changes.
  PersonalState of(std::uint32_t entry, const programme::Person& person) const;

  /// False if no record concerns this person: of() is then PersonalState{} for every entry.
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
