// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <iosfwd>
#include <span>
#include <string>
#include <vector>

#include "service/feeds/feed_set.h"
#include "service/store/feed_fetches.h"

namespace commands {

/// The last fetch of a feed by one family of calendar programs.
struct ClientState {
  std::string family;
  programme::Instant fetched;
  bool current = false;  ///< The fetch returned the published version.
};

struct FetchState {
  const feeds::Feed* feed = nullptr;
  std::vector<ClientState> clients;  ///< Latest fetch first; without browsers, which store no feed.

  bool fetched() const { return !clients.empty(); }
  bool current() const;  ///< True when every client is current.
};

/// Returns one state for each open feed, in the order of the set.
std::vector<FetchState> feed_states(const feeds::FeedSet& feeds, std::span<const store::FeedFetch> fetches);

/// Prints a line for each feed and client, in Dutch time.
void print(std::ostream& out, std::span<const FetchState> states, programme::Language language);
/// Prints one JSON array; times are UTC.
void print_json(std::ostream& out, std::span<const FetchState> states);

}  // namespace commands
