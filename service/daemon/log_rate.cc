// SPDX-License-Identifier: Apache-2.0
#include "service/daemon/log_rate.h"

namespace service {

std::optional<std::string> LogRate::note(std::string details, Time now) {
  const std::scoped_lock lock{mutex_};
  ++count_;
  last_ = std::move(details);
  return line(now);
}

std::optional<std::string> LogRate::rest(Time now) {
  const std::scoped_lock lock{mutex_};
  return line(now);
}

/// `refused status=404 …`, and `refused count=812 status=404 …` with the details of the last one.
std::optional<std::string> LogRate::line(Time now) {
  if (count_ == 0 || now < next_) return std::nullopt;
  std::string text = what_;
  if (count_ > 1) text += " count=" + std::to_string(count_);
  text += " " + last_;
  count_ = 0;
  next_ = now + std::chrono::seconds{1};
  return text;
}

}  // namespace service
