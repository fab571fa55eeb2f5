// SPDX-License-Identifier: Apache-2.0
#include "service/commands/clock.h"

#include <algorithm>

namespace commands {

using std::chrono::duration;
using std::chrono::milliseconds;
using std::chrono::steady_clock;

Clock::Clock(programme::Instant start, double speed)
    : simulated_{true}, start_{start}, speed_{speed}, begun_{steady_clock::now()} {}

programme::Instant Clock::now() const {
  if (!simulated_) return date::floor<std::chrono::seconds>(std::chrono::system_clock::now());
  const duration<double> passed = (steady_clock::now() - begun_) * speed_;
  return start_ + date::floor<std::chrono::seconds>(passed);
}

milliseconds Clock::until(programme::Instant then) const {
  const duration<double> left = (then - now()) / speed_;
  return std::max(milliseconds{0}, std::chrono::ceil<milliseconds>(left));
}

}  // namespace commands
