// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <set>
#include <string>

#include "service/programme/civil_time.h"

namespace mail {

/// Allows each cause once a day (UTC), so that logs do not repeat it.
class DailyThrottle {
 public:
  bool allow(const std::string& cause, programme::Instant now) {
    const auto today = date::floor<date::days>(now);
    if (today != day_) reported_.clear();
    day_ = today;
    return reported_.insert(cause).second;
  }

 private:
  date::sys_days day_;
  std::set<std::string> reported_;
};

}  // namespace mail
