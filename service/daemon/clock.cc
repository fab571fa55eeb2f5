// SPDX-License-Identifier: Apache-2.0
#include "service/daemon/clock.h"

#include <algorithm>

namespace service {

using std::chrono::duration;
using std::chrono::milliseconds;

Clock::Clock(programme::Instant begin, double speed)
    : begin_{begin}, speed_{speed}, started_{std::make_shared<std::atomic<Monotonic::rep>>(0)} {}

void Clock::start() const {
  if (started_ && *started_ == 0) *started_ = Monotonic::now().time_since_epoch().count();
}

programme::Instant Clock::now() const {
  if (!started_) return date::floor<std::chrono::seconds>(std::chrono::system_clock::now());
  const Monotonic::rep started = *started_;
  if (started == 0) return begin_;
  const duration<double> passed =
      (Monotonic::now().time_since_epoch() - Monotonic::duration{started}) * speed_;
  return begin_ + date::floor<std::chrono::seconds>(passed);
}

milliseconds Clock::until(programme::Instant then) const {
  const duration<double> left = (then - now()) / speed_;
  return std::max(milliseconds{0}, std::chrono::ceil<milliseconds>(left));
}

}  // namespace service
