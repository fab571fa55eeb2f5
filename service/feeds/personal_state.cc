// SPDX-License-Identifier: Apache-2.0
#include "service/feeds/personal_state.h"

#include <algorithm>

namespace feeds {

using programme::Person;

PersonalStates::PersonalStates(const Timetable& timetable, std::span<const programme::HandInRecord> hand_ins,
                               std::span<const programme::LanguageChange> language_changes)
    : timetable_{timetable} {
  for (const auto& change : language_changes)
    language_changed_[change.person][change.programme] = change.changed;
  for (const programme::HandInRecord& row : hand_ins)
    if (const auto entry = timetable.find(row.programme, row.activity, row.library)) {
      by_entry_[*entry][row.subject] = {row.done, row.changed};
      subjects_.insert(row.subject);
    }
}

PersonalState PersonalStates::of(std::uint32_t entry, const Person& person) const {
  PersonalState own;
  if (const auto changes = language_changed_.find(person.id); changes != language_changed_.end()) {
    const auto& programme = timetable_.parts()[timetable_.entries()[entry].part].programme->id;
    if (const auto at = changes->second.find(programme); at != changes->second.end())
      own.changed = at->second;
  }
  const auto by_subject = by_entry_.find(entry);
  if (by_subject == by_entry_.end()) return own;
  const programme::HandIn asked = timetable_.entries()[entry].occurrence->activity->hand_in;
  const auto add = [&](const std::string& subject, bool counts) {
    const auto found = by_subject->second.find(subject);
    if (found == by_subject->second.end()) return;
    own.done = own.done || (counts && found->second.done);
    own.changed = std::max(own.changed, found->second.changed);
  };
  const bool same = person.id == person.library;
  add(person.id, asked == programme::HandIn::person || (same && asked == programme::HandIn::library));
  if (!same) add(person.library, asked == programme::HandIn::library);
  return own;
}

}  // namespace feeds
