// SPDX-License-Identifier: Apache-2.0
//
// What is published, for commands that show it or act on it.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "service/commands/options.h"
#include "service/feeds/feed_set.h"
#include "service/publishing/head.h"

namespace commands {

/// Changes nothing, and makes no data folder. Prints the errors in what it takes from the folder, or in the
/// revision, to standard error; returns nullopt when there are any.
std::optional<publishing::Latest> read_latest_or_report(const Options& options);

/// The content of what is published. Publishes what was never published before when that goes by itself;
/// returns nullptr after saying so on standard error when it does not.
std::shared_ptr<const feeds::Snapshot> snapshot_or_report(const Options& options,
                                                          const publishing::Latest& latest);

/// The feed of that name, or nullptr after saying on standard error what would have been right.
const feeds::Feed* find_feed(const feeds::FeedSet& feeds, const std::string& name);

/// Likewise; a person may also be named by an id or e-mail address alone.
const feeds::Feed* find_feed_of(const feeds::FeedSet& feeds,
                                const std::vector<programme::Programme>& programmes,
                                const std::string& whose);

}  // namespace commands
