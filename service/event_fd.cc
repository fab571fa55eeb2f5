// SPDX-License-Identifier: Apache-2.0
#include "service/event_fd.h"

#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdint>
#include <limits>
#include <system_error>

namespace service {

EventFd::EventFd() : fd_{eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)} {
  if (fd_ < 0) throw std::system_error{errno, std::generic_category(), "eventfd"};
}

EventFd::~EventFd() { close(fd_); }

void EventFd::signal() noexcept {
  const int kept = errno;  // For the code that a signal handler interrupts.
  const std::uint64_t one = 1;
  // Fails only when the counter is full: then it is readable already.
  [[maybe_unused]] const auto written = write(fd_, &one, sizeof one);
  errno = kept;
}

bool EventFd::clear() noexcept {
  std::uint64_t count = 0;
  return read(fd_, &count, sizeof count) == sizeof count;
}

void EventFd::wait(std::chrono::milliseconds limit) const {
  using Count = std::chrono::milliseconds::rep;
  const Count longest = std::numeric_limits<int>::max();
  pollfd watched{fd_, POLLIN, 0};
  poll(&watched, 1, static_cast<int>(std::clamp<Count>(limit.count(), 0, longest)));
}

}  // namespace service
