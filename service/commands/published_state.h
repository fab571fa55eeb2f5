// SPDX-License-Identifier: Apache-2.0
//
// Reads the published state for commands that show or change it.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "service/commands/options.h"
#include "service/feeds/feed_set.h"
#include "service/publishing/head.h"

namespace commands {

/// Returns the configuration of the latest revision or, before the first one, of the folder; the settings are
/// those of the folder. Prints errors in either on standard error and returns nullopt when there are any.
/// Changes nothing and creates no data folder.
std::optional<publishing::Latest> read_latest_or_report(const Options& options);

/// Returns the snapshot of `latest`. Before the first revision, publishes it when `publish = "automatic"`;
/// otherwise, or when another process publishes meanwhile, prints an error and returns nullptr.
std::shared_ptr<const feeds::Snapshot> snapshot_or_report(const Options& options,
                                                          const publishing::Latest& latest);

/// Returns the feed of that name. Prints the nearest name on standard error and returns nullptr when there is
/// none.
const feeds::Feed* find_feed(const feeds::FeedSet& feeds, const std::string& name);

/// As find_feed(); `whose` may also be the id or e-mail address of a person.
const feeds::Feed* find_feed_of(const feeds::FeedSet& feeds,
                                const std::vector<programme::Programme>& programmes,
                                const std::string& whose);

}  // namespace commands
