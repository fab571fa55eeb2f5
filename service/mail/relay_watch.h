// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>

#include "service/programme/civil_time.h"

namespace mail {

/// Judges by the results of transfers whether the mail server can be reached. While it cannot, one transfer a
/// minute probes it.
class RelayWatch {
 public:
  /// Returns true when the server was down until now.
  bool reached() {
    const bool was_down = down();
    failures_ = 0;
    return was_down;
  }

  /// Returns true when the server counts as down from now on.
  bool not_reached(programme::Instant now) {
    ++failures_;
    next_probe_ = now + std::chrono::minutes{1};
    return failures_ == failures_until_down;
  }

  bool down() const { return failures_ >= failures_until_down; }
  /// Call only when down().
  programme::Instant next_probe() const { return next_probe_; }

 private:
  static constexpr int failures_until_down = 5;
  int failures_ = 0;
  programme::Instant next_probe_;
};

}  // namespace mail
