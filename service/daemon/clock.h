// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <chrono>
#include <memory>

#include "service/programme/civil_time.h"

namespace service {

/// The time that the service works with: the machine's, or in a rehearsal one that starts anywhere and runs
/// faster. The one place where the running service reads a clock.
class Clock {
 public:
  /// The machine's own time.
  Clock() = default;

  /// Stands still at `begin` until start(), then runs `speed` times as fast as the machine's monotonic clock.
  Clock(programme::Instant begin, double speed);

  /// Of all copies; once. Nothing for the machine's own time.
  void start() const;

  programme::Instant now() const;

  bool is_the_machines() const { return started_ == nullptr; }

  /// How long to wait in reality until the clock shows `then`; zero when it is past.
  std::chrono::milliseconds until(programme::Instant then) const;

 private:
  using Monotonic = std::chrono::steady_clock;

  programme::Instant begin_{};
  double speed_ = 1;
  std::shared_ptr<std::atomic<Monotonic::rep>> started_;  ///< 0: not yet. nullptr: the machine's own time.
};

}  // namespace service
