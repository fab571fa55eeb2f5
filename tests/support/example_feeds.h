// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "service/feeds/feed_set.h"
#include "service/feeds/snapshot.h"

namespace example {

inline constexpr programme::Stamp first_stamp{.first_published = date::sys_days{date::year{2023} / 3 / 1},
                                              .last_changed = date::sys_days{date::year{2023} / 3 / 1}};

/// The feeds of these programmes when everything was first published on 1 March 2023.
inline feeds::FeedSet feed_set(const std::vector<programme::Programme>& programmes) {
  const feeds::Timetable timetable{programmes};
  return feeds::build(timetable, std::vector<programme::Stamp>(timetable.entries().size(), first_stamp));
}

}  // namespace example

/// A snapshot for tests, in which every occurrence has the same stamp. It has no feeds.
inline std::shared_ptr<feeds::Snapshot> snapshot_of(std::vector<programme::Programme> programmes,
                                                    const programme::Stamp& stamp = {},
                                                    std::optional<changes::ShownProgrammes> shown = {}) {
  auto snapshot = std::make_shared<feeds::Snapshot>();
  snapshot->timetables = std::make_shared<const feeds::Timetables>(std::move(programmes), std::move(shown));
  snapshot->stamps = std::make_shared<const std::vector<programme::Stamp>>(
      snapshot->timetables->shown().entries().size(), stamp);
  return snapshot;
}
