// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "service/feeds/feed_set.h"

namespace commands {

/// The feed of that name, or nullptr after saying on standard error what would have been right.
const feeds::Feed* find_feed(const feeds::FeedSet& feeds, const std::string& name);

}  // namespace commands
