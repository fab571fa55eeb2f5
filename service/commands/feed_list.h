// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <iosfwd>
#include <span>
#include <string>
#include <vector>

#include "service/feeds/feed_set.h"
#include "service/store/feed_fetches.h"

namespace commands {

/// What one family of calendar programs has of a feed.
struct ClientState {
  std::string family;
  programme::Instant fetched;
  bool current = false;  ///< It had what is published now.
};

struct FetchState {
  const feeds::Feed* feed = nullptr;
  std::vector<ClientState> clients;  ///< Last fetched first. Browsers are none: they keep nothing.

  bool fetched() const { return !clients.empty(); }
  bool current() const;  ///< For every client.
};

/// Of every feed that is open, in the order of the set.
std::vector<FetchState> feed_states(const feeds::FeedSet& feeds, std::span<const store::FeedFetch> fetches);

/// A line for each feed and client, in local time.
void print(std::ostream& out, std::span<const FetchState> states, programme::Language language);
void print_json(std::ostream& out, std::span<const FetchState> states);

}  // namespace commands
