// SPDX-License-Identifier: Apache-2.0
//
// Who belongs to which programmes of a draft.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "service/feeds/timetable.h"
#include "service/programme/audience.h"

namespace feeds {

/// One programme that a person belongs to. Pointers lead into a draft.
struct Membership {
  const Part* part = nullptr;
  const programme::Person* person = nullptr;
};

/// By the person's id, then in the order of the programmes.
std::vector<Membership> memberships_of(const Timetable& timetable);

/// Calls each(entry, occurrence) for what of the programme concerns the person: those for all, then those of
/// their own library. `entry` is an index into Timetable::entries().
template <typename Each>
void for_each_entry(const Timetable& timetable, const Membership& membership, const Each& each) {
  const programme::Person& person = *membership.person;
  const auto look_through = [&](const std::vector<std::uint32_t>& entries) {
    for (const std::uint32_t entry : entries) {
      const programme::Occurrence& occurrence = *timetable.entries()[entry].occurrence;
      if (programme::concerns(occurrence, person)) each(entry, occurrence);
    }
  };
  const Part& part = *membership.part;
  look_through(part.general);
  if (const auto own = part.own.find(person.library); own != part.own.end()) look_through(own->second);
}

/// Who belongs to which programmes. Immutable once made.
class People {
 public:
  /// Keeps the draft, and so whatever its owner keeps with it, alive.
  explicit People(std::shared_ptr<const feeds::Timetable> timetable);

  /// In the order of the programmes; empty when there is nobody of that id.
  std::span<const feeds::Membership> find(std::string_view id) const;

  /// The ids of those who belong to a library of that id, in any programme; somebody may be in it twice.
  std::vector<std::string_view> of_library(std::string_view library) const;

 private:
  std::shared_ptr<const feeds::Timetable> timetable_;
  std::vector<feeds::Membership> memberships_;
  /// A chain for each library, of positions in memberships_ + 1; 0 ends it.
  std::unordered_map<std::string_view, std::uint32_t> last_of_library_;
  std::vector<std::uint32_t> previous_of_library_;
};

}  // namespace feeds
