// SPDX-License-Identifier: Apache-2.0
//
// Log lines that clients cause, at most one a second of each kind: nobody fills a disk with them.
#pragma once

#include <chrono>
#include <cstdint>
#include <mutex>
#include <optional>
#include <string>
#include <utility>

namespace service {

class LogRate {
 public:
  using Time = std::chrono::steady_clock::time_point;

  /// Lines begin with `what`.
  explicit LogRate(std::string what) : what_{std::move(what)} {}

  /// Counts one event. Returns the line to log now, or nullopt when one was logged less than a second ago.
  /// The first of a kind is logged at once. Thread-safe.
  std::optional<std::string> note(std::string details, Time now);

  /// Returns the line for events that were counted and not logged, once a second has passed. Thread-safe.
  std::optional<std::string> rest(Time now);

 private:
  std::optional<std::string> line(Time now);

  const std::string what_;
  std::mutex mutex_;  ///< Guards the members below.
  std::uint64_t count_ = 0;
  std::string last_;
  Time next_ = Time::min();
};

}  // namespace service
