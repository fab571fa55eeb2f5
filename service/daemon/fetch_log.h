// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <tuple>

#include "service/daemon/clock.h"
#include "service/feeds/feed_set.h"
#include "service/store/feed_fetches.h"

namespace service {

/// Keeps feed fetches in memory until they are written to the store, so that no request waits for the
/// database. A later fetch of the same feed by the same client family replaces the earlier one.
class FetchLog {
 public:
  explicit FetchLog(Clock clock) : clock_{std::move(clock)} {}

  /// Records a fetch by a family of calendar programs, at the clock's time. Thread-safe; takes a short lock
  /// and does no I/O.
  void note(const feeds::Feed& feed, std::string_view family);

  /// Writes the recorded fetches and forgets them. When the store throws, keeps them for the next call and
  /// throws again.
  void write_to(store::Store& store);

 private:
  struct Last {
    programme::Instant fetched;
    feeds::Digest digest{};
  };
  using Fetches =
      std::map<std::tuple<feeds::FeedKind, std::string, std::string>, Last>;  ///< By kind, id, family.

  const Clock clock_;
  std::mutex mutex_;  ///< Guards `fetches_`.
  Fetches fetches_;
};

/// As write_to(), but logs the exception instead of throwing it, and returns its text; empty: none.
std::string write_fetches(FetchLog& fetches, store::Store& store);

}  // namespace service
