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

/// Which feeds were fetched since they were last written to the store: kept in memory, so that no request
/// waits for a database.
class FetchLog {
 public:
  explicit FetchLog(Clock clock) : clock_{std::move(clock)} {}

  /// Any thread; waits for nothing but a moment's lock.
  void note(const feeds::Feed& feed, std::string_view family);

  /// Writes what was noted. When the store throws, it is kept for the next time.
  void write_to(store::Store& store);

 private:
  struct Last {
    programme::Instant fetched;
    feeds::Digest digest{};
  };
  using Fetches =
      std::map<std::tuple<feeds::FeedKind, std::string, std::string>, Last>;  ///< By kind, id, family.

  const Clock clock_;
  std::mutex mutex_;  ///< Guards what follows.
  Fetches fetches_;
};

/// Likewise; when the store throws, the log says so.
void write_fetches(FetchLog& fetches, store::Store& store);

}  // namespace service
