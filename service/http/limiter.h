// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

namespace http {

/// Counts events per key in fixed windows, in a table of a fixed size: no input makes it grow. Keys that
/// share a slot push each other out, so it may allow too much but never counts one key's events for another.
class Limiter {
 public:
  using Time = std::chrono::steady_clock::time_point;

  /// At most `allowed` events per `window` for a key; `slots` is rounded up to a power of two, 24 octets
  /// each.
  Limiter(std::uint32_t allowed, std::chrono::seconds window, std::size_t slots);

  /// Counts one event of the key; false when it is one too many. Thread-safe.
  bool allow(std::string_view key, Time now);

 private:
  struct Slot {
    std::uint64_t key = 0;
    std::int64_t window = 0;
    std::uint32_t count = 0;
  };
  std::uint64_t hash(std::string_view key) const;

  const std::uint32_t allowed_;
  const std::chrono::seconds window_;
  const std::uint64_t seed_;  ///< Random per process, so that clients cannot predict slots.
  std::mutex mutex_;
  std::vector<Slot> slots_;
};

/// Returns the key of a client's numeric address: the octets of its client_network().
std::string limiter_key(const std::string& client);

}  // namespace http
