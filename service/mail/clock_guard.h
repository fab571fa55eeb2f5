// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <optional>

#include "service/programme/civil_time.h"

namespace mail {

/// Looks at how the clock moves from tick to tick, since what is decided by a wrong clock cannot be taken
/// back.
class ClockGuard {
 public:
  enum class Step {
    steady,
    forward,  ///< It jumped: this one tick is left out, the next goes on if it is still so.
    behind,   ///< It is before where it was already: nothing is done until it has caught up.
  };

  static constexpr std::chrono::minutes tolerance{5};

  /// `last`: the last tick that is stored; nullopt when there is none.
  explicit ClockGuard(std::optional<programme::Instant> last) : furthest_{last} {}

  Step step(programme::Instant now) {
    const auto before = last_;
    last_ = now;
    if (furthest_ && now + tolerance < *furthest_) return Step::behind;
    if (before && now > *before + tolerance) return Step::forward;
    furthest_ = furthest_ ? std::max(*furthest_, now) : now;
    return Step::steady;
  }

  /// Where it was already.
  std::optional<programme::Instant> furthest() const { return furthest_; }

 private:
  std::optional<programme::Instant> furthest_;  ///< Of all ticks that were not left out.
  std::optional<programme::Instant> last_;      ///< Of this process.
};

}  // namespace mail
