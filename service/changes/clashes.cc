// SPDX-License-Identifier: Apache-2.0
#include "service/changes/clashes.h"

#include <algorithm>
#include <tuple>

#include "service/programme/audience.h"

namespace changes {

PeopleIndex::PeopleIndex(const programme::Programme& programme) {
  for (const programme::Person& person : programme.people) {
    all_.push_back(&person);
    of_library_[person.library].push_back(&person);
    by_id_.emplace(person.id, &person);
  }
}

std::vector<const programme::Person*> PeopleIndex::concerned_by(
    const programme::Occurrence& occurrence) const {
  const std::vector<const programme::Person*>* candidates = &all_;
  if (occurrence.library != nullptr) {
    const auto own = of_library_.find(occurrence.library->id);
    if (own == of_library_.end()) return {};
    candidates = &own->second;
  }
  std::vector<const programme::Person*> found;
  for (const programme::Person* person : *candidates)
    if (programme::concerns(occurrence, *person)) found.push_back(person);
  return found;
}

const programme::Person* PeopleIndex::find(std::string_view id) const {
  const auto found = by_id_.find(id);
  return found == by_id_.end() ? nullptr : found->second;
}

Timeline::Timeline(std::span<const Difference> differences)
    : differences_{differences}, people_(differences.size()) {
  for (std::size_t i = 0; i < differences.size(); ++i) {
    const date::time_zone* zone = programme::find_zone(differences[i].after->zone);
    if (zone == nullptr) continue;
    for (const programme::Occurrence& occurrence : differences[i].schedule_after->occurrences) {
      const auto* session = std::get_if<programme::Session>(&occurrence.when);
      if (session == nullptr || occurrence.cancelled != nullptr) continue;
      slots_.push_back({programme::to_instant(session->start, *zone),
                        programme::to_instant(session->end, *zone), i, &occurrence});
    }
  }
  const auto order = [](const Slot& slot) {
    return std::tuple(slot.start, slot.difference, std::string_view(slot.occurrence->activity->id),
                      slot.occurrence->library != nullptr ? std::string_view(slot.occurrence->library->id)
                                                          : std::string_view());
  };
  std::sort(slots_.begin(), slots_.end(), [&](const Slot& a, const Slot& b) { return order(a) < order(b); });
  for (std::size_t i = 0; i < slots_.size(); ++i) {
    latest_end_.push_back(i == 0 ? slots_[i].end : std::max(latest_end_.back(), slots_[i].end));
    slot_of_.emplace(slots_[i].occurrence, i);
  }
}

const PeopleIndex& Timeline::people(std::size_t difference) const {
  auto& index = people_[difference];
  if (!index) index.emplace(*differences_[difference].after);
  return *index;
}

std::size_t Timeline::shared_people(const Slot& one, const Slot& other) const {
  // A person belongs to one library per programme.
  const programme::Library* a = one.occurrence->library;
  const programme::Library* b = other.occurrence->library;
  if (one.difference == other.difference && a != nullptr && b != nullptr && a != b) return 0;
  std::size_t shared = 0;
  for (const programme::Person* person : people(one.difference).concerned_by(*one.occurrence)) {
    const programme::Person* there =
        one.difference == other.difference ? person : people(other.difference).find(person->id);
    if (there != nullptr && concerns(*other.occurrence, *there)) ++shared;
  }
  return shared;
}

std::vector<Clash> Timeline::clashes(std::size_t difference, const programme::Occurrence& occurrence) const {
  const auto known = slot_of_.find(&occurrence);
  if (known == slot_of_.end() || slots_[known->second].difference != difference) return {};
  const Slot& one = slots_[known->second];
  std::vector<Clash> found;
  const auto reaches = std::upper_bound(latest_end_.begin(), latest_end_.end(), one.start);
  for (auto i = static_cast<std::size_t>(reaches - latest_end_.begin()); i < slots_.size(); ++i) {
    const Slot& other = slots_[i];
    if (other.start >= one.end) break;
    if (other.occurrence == one.occurrence || other.end <= one.start) continue;
    if (const std::size_t people = shared_people(one, other); people > 0)
      found.push_back({other.difference, other.occurrence, people});
  }
  return found;
}

}  // namespace changes
