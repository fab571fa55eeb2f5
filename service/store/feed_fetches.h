// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "service/programme/civil_time.h"
#include "service/store/store.h"

namespace store {

/// The last time that calendar programs of one family fetched a feed. No address, no version, nothing of
/// whoever it was.
struct FeedFetch {
  std::string kind;  ///< Of the feed: "person", "library", "programme".
  std::string id;
  std::string family;  ///< As web::client_family() says.
  programme::Instant fetched;
  std::string digest;  ///< Of what it then had, in hex.
  bool operator==(const FeedFetch&) const = default;
};

/// On the store's connection and thread. Every function throws std::runtime_error when the database fails.
class FeedFetches {
 public:
  explicit FeedFetches(Store& store) : store_{store} {}

  /// In one transaction; what is older than what is there changes nothing.
  void write(std::span<const FeedFetch> fetches);

  /// By kind, id, family.
  std::vector<FeedFetch> all();

  /// When a calendar program last had that feed; nullopt: never. Somebody who looked at it with a browser is
  /// none.
  std::optional<programme::Instant> last(const std::string& kind, const std::string& id);

  /// Whether a calendar program has had that feed at or after that moment. A running service writes once a
  /// minute.
  bool fetched_since(const std::string& kind, const std::string& id, programme::Instant moment);

 private:
  Store& store_;
};

/// True for families that keep what they fetch.
bool is_calendar_program(const std::string& family);

}  // namespace store
