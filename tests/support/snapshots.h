// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "service/feeds/snapshot.h"

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
