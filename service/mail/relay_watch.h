// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>

#include "service/programme/civil_time.h"

namespace mail {

/// Tells from one transfer after the other whether the mail server can be reached at all. When it cannot, one
/// transfer a minute finds out when it can again.
class RelayWatch {
 public:
  /// True when this was the first sign of life since it was down.
  bool reached() {
    const bool was_down = down();
    failures_ = 0;
    return was_down;
  }

  /// True when it counts as down from now on.
  bool not_reached(programme::Instant now) {
    ++failures_;
    next_probe_ = now + std::chrono::minutes{1};
    return failures_ == failures_until_down;
  }

  bool down() const { return failures_ >= failures_until_down; }
  /// Only meaningful when down.
  programme::Instant next_probe() const { return next_probe_; }

 private:
  static constexpr int failures_until_down = 5;
  int failures_ = 0;
  programme::Instant next_probe_;
};

}  // namespace mail
