// SPDX-License-Identifier: Apache-2.0
//
// The programmes that each person belongs to.
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

/// One programme that a person belongs to. Pointers lead into a timetable.
struct Membership {
  const Part* part = nullptr;
  const programme::Person* person = nullptr;
};

/// All memberships, by person id, then in the order of the programmes.
std::vector<Membership> memberships_of(const Timetable& timetable);

/// Calls each(entry, occurrence) for every occurrence that concerns the person: first those for all, then
/// those of their library. `entry` is an index into Timetable::entries().
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

/// An index of memberships. Immutable, so safe to read on any number of threads.
class People {
 public:
  /// Shares ownership of the timetable.
  explicit People(std::shared_ptr<const feeds::Timetable> timetable);

  /// The memberships of a person, in the order of the programmes; empty for an unknown id.
  std::span<const feeds::Membership> find(std::string_view id) const;

  /// The ids of the people of that library, in any programme. An id may occur twice.
  std::vector<std::string_view> of_library(std::string_view library) const;

 private:
  std::shared_ptr<const feeds::Timetable> timetable_;
  std::vector<feeds::Membership> memberships_;
  /// A linked list per library, of positions in memberships_ plus 1; 0 ends it.
  std::unordered_map<std::string_view, std::uint32_t> last_of_library_;
  std::vector<std::uint32_t> previous_of_library_;
};

}  // namespace feeds
