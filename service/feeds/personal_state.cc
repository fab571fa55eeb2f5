// SPDX-License-Identifier: Apache-2.0
#include "service/feeds/personal_state.h"

#include <algorithm>
#include <map>
#include <string_view>
#include <tuple>

namespace feeds {

using programme::Person;

PersonalStates::PersonalStates(const Timetable& timetable, std::span<const programme::HandInRecord> hand_ins,
                               std::span<const programme::LanguageChange> language_changes)
    : timetable_{timetable} {
  for (const auto& change : language_changes)
    language_changed_[change.person][change.programme] = change.changed;
  if (hand_ins.empty()) return;
  std::map<std::tuple<std::string_view, std::string_view, std::string_view>, std::uint32_t> entry_of;
  for (std::uint32_t i = 0; i < timetable.entries().size(); ++i) {
    const Entry& entry = timetable.entries()[i];
    const auto& occurrence = *entry.occurrence;
    entry_of[{timetable.parts()[entry.part].programme->id, occurrence.activity->id,
              occurrence.library ? std::string_view{occurrence.library->id} : std::string_view{}}] = i;
  }
  by_entry_.resize(timetable.entries().size());
  for (const programme::HandInRecord& row : hand_ins)
    if (const auto at = entry_of.find({row.programme, row.activity, row.library}); at != entry_of.end()) {
      by_entry_[at->second][row.subject] = {row.done, row.changed};
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
  if (by_entry_.empty() || by_entry_[entry].empty()) return own;
  const programme::HandIn asked = timetable_.entries()[entry].occurrence->activity->hand_in;
  const auto add = [&](const std::string& subject, bool counts) {
    const auto found = by_entry_[entry].find(subject);
    if (found == by_entry_[entry].end()) return;
    own.done = own.done || (counts && found->second.done);
    own.changed = std::max(own.changed, found->second.changed);
  };
  const bool same = person.id == person.library;
  add(person.id, asked == programme::HandIn::person || (same && asked == programme::HandIn::library));
  if (!same) add(person.library, asked == programme::HandIn::library);
  return own;
}

}  // namespace feeds
