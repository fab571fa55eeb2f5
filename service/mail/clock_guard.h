// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <optional>

#include "service/programme/civil_time.h"

namespace mail {

/// Watches the clock from tick to tick, because decisions made by a wrong clock cannot be undone.
class ClockGuard {
 public:
  enum class Step {
    steady,
    forward,  ///< It jumped: skip this tick; continue with the next one if the jump persists.
    behind,   ///< It shows an earlier time than before: do nothing until it has caught up.
  };

  static constexpr std::chrono::minutes tolerance{5};

  /// `last`: the stored time of the last tick; nullopt before the first.
  explicit ClockGuard(std::optional<programme::Instant> last) : furthest_{last} {}

  Step step(programme::Instant now) {
    const auto before = last_;
    last_ = now;
    if (furthest_ && now + tolerance < *furthest_) return Step::behind;
    if (before && now > *before + tolerance) return Step::forward;
    furthest_ = furthest_ ? std::max(*furthest_, now) : now;
    return Step::steady;
  }

  /// The latest time seen.
  std::optional<programme::Instant> furthest() const { return furthest_; }

 private:
  std::optional<programme::Instant> furthest_;  ///< Of all ticks that were not left out.
  std::optional<programme::Instant> last_;      ///< Of this process.
};

}  // namespace mail
