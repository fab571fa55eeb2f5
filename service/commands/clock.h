// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>

#include "service/programme/civil_time.h"

namespace commands {

/// The time that the service works with: the machine's, or in a rehearsal one that starts anywhere and runs faster.
/// The one place where the running service reads a clock.
class Clock {
 public:
  /// The machine's own time.
  Clock() = default;

  /// Starts at `start` and runs `speed` times as fast as the machine's monotonic clock.
  Clock(programme::Instant start, double speed);

  programme::Instant now() const;

  /// How long to wait in reality until the clock shows `then`; zero when it is past.
  std::chrono::milliseconds until(programme::Instant then) const;

 private:
  bool simulated_ = false;
  programme::Instant start_{};
  double speed_ = 1;
  std::chrono::steady_clock::time_point begun_{};
};

}  // namespace commands
