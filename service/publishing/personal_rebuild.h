// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <span>
#include <string>

#include "service/feeds/snapshot.h"
#include "service/store/store.h"

namespace publishing {

/// The snapshot after hand-ins of these subjects (ids of persons or libraries) have changed: the feeds of the
/// people concerned are as a publication at snapshot.catalogue->feeds().now() would make them, everything
/// else is shared. Reads the hand-ins of those people and their libraries, and writes nothing. nullptr:
/// nobody is concerned.
std::shared_ptr<const feeds::Snapshot> rebuild_personal(const feeds::Snapshot& snapshot,
                                                        std::span<const std::string> subjects,
                                                        store::Store& store);

}  // namespace publishing
