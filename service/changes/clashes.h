// SPDX-License-Identifier: Apache-2.0
//
// Finds sessions of the same people that overlap after a change, over all programmes.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "service/changes/difference.h"
#include "service/programme/civil_time.h"

namespace changes {

/// The people of one version of a programme, by library and by id.
class PeopleIndex {
 public:
  explicit PeopleIndex(const programme::Programme& programme);

  /// The people whom the occurrence concerns.
  std::vector<const programme::Person*> concerned_by(const programme::Occurrence& occurrence) const;
  const programme::Person* find(std::string_view id) const;  ///< nullptr: unknown id.

 private:
  std::vector<const programme::Person*> all_;
  std::unordered_map<std::string_view, std::vector<const programme::Person*>> of_library_;
  std::unordered_map<std::string_view, const programme::Person*> by_id_;
};

/// A session and another one, of any of the programmes, that some of its people have at the same time.
struct Clash {
  std::size_t other_difference = 0;
  const programme::Occurrence* other = nullptr;
  std::size_t people = 0;
};

/// The sessions of all programmes after the change.
class Timeline {
 public:
  /// The differences must outlive it. Not thread-safe: it looks people up on first use.
  explicit Timeline(std::span<const Difference> differences);

  /// The sessions that overlap with this one of that difference, by start. Empty for a cancelled occurrence,
  /// and for one that is not a session.
  std::vector<Clash> clashes(std::size_t difference, const programme::Occurrence& occurrence) const;

 private:
  struct Slot {
    programme::Instant start;
    programme::Instant end;
    std::size_t difference;
    const programme::Occurrence* occurrence;
  };

  std::size_t shared_people(const Slot& one, const Slot& other) const;

  const PeopleIndex& people(std::size_t difference) const;

  std::span<const Difference> differences_;
  mutable std::vector<std::optional<PeopleIndex>> people_;  ///< By difference; filled on first use.
  std::vector<Slot> slots_;                                 ///< By start.
  std::vector<programme::Instant> latest_end_;  ///< By slot: the latest end up to and including it.
  std::unordered_map<const programme::Occurrence*, std::size_t> slot_of_;
};

}  // namespace changes
