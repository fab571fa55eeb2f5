// SPDX-License-Identifier: Apache-2.0
//
// People who would have to be in two places at once after a change, over all programmes.
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

/// The people of one version, by library and by id.
class PeopleIndex {
 public:
  explicit PeopleIndex(const programme::Programme& programme);

  /// Those whom the occurrence concerns.
  std::vector<const programme::Person*> concerned_by(const programme::Occurrence& occurrence) const;
  const programme::Person* find(std::string_view id) const;  ///< nullptr when there is nobody of that id.

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

/// The sessions of all programmes as they are after the change.
class Timeline {
 public:
  /// The differences must outlive it. On one thread: people are looked up when somebody might clash.
  explicit Timeline(std::span<const Difference> differences);

  /// With what this session of that difference clashes, by start. Empty for what is cancelled or no session.
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
  mutable std::vector<std::optional<PeopleIndex>> people_;  ///< Of each difference, once it is asked for.
  std::vector<Slot> slots_;                                 ///< By start.
  std::vector<programme::Instant> latest_end_;              ///< Of all slots up to and including this one.
  std::unordered_map<const programme::Occurrence*, std::size_t> slot_of_;
};

}  // namespace changes
