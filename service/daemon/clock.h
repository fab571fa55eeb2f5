// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <chrono>
#include <memory>

#include "service/programme/civil_time.h"

namespace service {

/// The service's time in UTC. A rehearsal replaces the machine's time with a clock that starts at a chosen
/// instant and may run faster. No other class of the running service reads the system clock. Copies share
/// one clock. Every function is thread-safe.
class Clock {
 public:
  /// Shows the system clock, in whole seconds.
  Clock() = default;

  /// Stands still at `begin` until start(), then runs `speed` times as fast as the machine's monotonic clock.
  Clock(programme::Instant begin, double speed);

  /// Starts this clock and all its copies, unless one of them has been started. The machine's own clock
  /// ignores it.
  void start() const;

  programme::Instant now() const;

  bool is_the_machines() const { return started_ == nullptr; }

  /// Returns the real time until the clock shows `then`; zero when `then` has passed.
  std::chrono::milliseconds until(programme::Instant then) const;

 private:
  using Monotonic = std::chrono::steady_clock;

  programme::Instant begin_{};
  double speed_ = 1;
  std::shared_ptr<std::atomic<Monotonic::rep>>
      started_;  ///< 0: not started. nullptr: the machine's own time.
};

}  // namespace service
