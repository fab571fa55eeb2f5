// SPDX-License-Identifier: Apache-2.0
#include "service/smtp/wake_up.h"

#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdint>
#include <limits>
#include <system_error>

namespace smtp {

WakeUp::WakeUp() : file_{eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)} {
  if (file_ < 0) throw std::system_error{errno, std::generic_category(), "eventfd"};
}

WakeUp::~WakeUp() { close(file_); }

void WakeUp::ring() noexcept {
  const int kept = errno;  // For the code that a signal interrupted.
  const std::uint64_t one = 1;
  // It fails only when the counter is full: then it is rung already.
  [[maybe_unused]] const auto written = write(file_, &one, sizeof one);
  errno = kept;
}

bool WakeUp::clear() {
  std::uint64_t count = 0;
  return read(file_, &count, sizeof count) == sizeof count;
}

void WakeUp::wait(std::chrono::milliseconds limit) {
  using Count = std::chrono::milliseconds::rep;
  pollfd watched{file_, POLLIN, 0};
  const Count longest = std::numeric_limits<int>::max();
  // A signal ends it early, which is as good as having been woken.
  poll(&watched, 1, static_cast<int>(std::clamp<Count>(limit.count(), 0, longest)));
}

}  // namespace smtp
