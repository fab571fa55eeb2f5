// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <deque>
#include <limits>

#include "service/programme/civil_time.h"

namespace mail {

/// Limits the mails in any sixty seconds; 0: no limit.
class RateLimit {
 public:
  explicit RateLimit(int per_minute) : most_{static_cast<std::size_t>(std::max(per_minute, 0))} {}

  std::size_t allowance(programme::Instant now) {
    if (most_ == 0) return std::numeric_limits<std::size_t>::max();
    while (!counted_.empty() && counted_.front() + std::chrono::minutes{1} <= now) counted_.pop_front();
    return most_ - std::min(most_, counted_.size());
  }

  void count(programme::Instant now) {
    if (most_ != 0) counted_.push_back(now);
  }

  /// When there is allowance again. Call only when allowance() is 0.
  programme::Instant next_allowance() const { return counted_.front() + std::chrono::minutes{1}; }

 private:
  std::size_t most_;
  std::deque<programme::Instant> counted_;
};

}  // namespace mail
