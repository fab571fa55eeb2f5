// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "service/programme/civil_time.h"
#include "service/store/store.h"

namespace store {

/// The last time that calendar programs of one family fetched a feed. Holds no IP address, no version and
/// nothing else about the client.
struct FeedFetch {
  std::string kind;  ///< Of the feed: "person", "library", "programme".
  std::string id;
  std::string family;  ///< As web::client_family() returns it.
  programme::Instant fetched;
  std::string digest;  ///< Of the feed as served then, in hex.
  bool operator==(const FeedFetch&) const = default;
};

/// On the store's connection and thread. Every function throws std::runtime_error when the database fails.
class FeedFetches {
 public:
  explicit FeedFetches(Store& store) : store_{store} {}

  /// One transaction. An older fetch than the stored one changes nothing.
  void write(std::span<const FeedFetch> fetches);

  /// By kind, id, family.
  std::vector<FeedFetch> all();

  /// When a calendar program last fetched that feed; nullopt: never. Browsers do not count.
  std::optional<programme::Instant> last(const std::string& kind, const std::string& id);

  /// True if a calendar program fetched that feed at or after that moment. A running service writes once a
  /// minute.
  bool fetched_since(const std::string& kind, const std::string& id, programme::Instant moment);

 private:
  Store& store_;
};

/// True for families that keep what they fetch.
bool is_calendar_program(const std::string& family);

}  // namespace store
