// SPDX-License-Identifier: Apache-2.0
//
// What is published, for commands that show it or act on it.
#pragma once

#include <memory>
#include <optional>

#include "service/commands/options.h"
#include "service/publishing/head.h"

namespace commands {

/// Changes nothing, and makes no data folder. Prints the errors in what it takes from the folder, or in the
/// revision, to standard error; returns nullopt when there are any.
std::optional<publishing::Latest> read_latest_or_report(const Options& options);

/// The content of what is published. Publishes what was never published before when that goes by itself;
/// returns nullptr after saying so on standard error when it does not.
std::shared_ptr<const feeds::Snapshot> snapshot_or_report(const Options& options,
                                                          const publishing::Latest& latest);

}  // namespace commands
