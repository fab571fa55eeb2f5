// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "service/feeds/feed_set.h"

namespace commands {

/// The feed of that name, or nullptr after saying on standard error what would have been right.
const feeds::Feed* find_feed(const feeds::FeedSet& feeds, const std::string& name);

/// Likewise; a person may also be named by an id or e-mail address alone.
const feeds::Feed* find_feed_of(const feeds::FeedSet& feeds,
                                const std::vector<programme::Programme>& programmes,
                                const std::string& whose);

}  // namespace commands
