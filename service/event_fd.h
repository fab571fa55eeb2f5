// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>

namespace service {

/// Wakes one thread through eventfd(2). When signal() precedes the wait, the wait ends at once.
class EventFd {
 public:
  /// Throws std::system_error when the process has no descriptor left.
  EventFd();
  ~EventFd();
  EventFd(const EventFd&) = delete;
  EventFd& operator=(const EventFd&) = delete;

  /// Wakes the waiting thread. Safe on any thread and in a signal handler.
  void signal() noexcept;
  /// True when signal() was called since the last clear().
  bool clear() noexcept;
  /// Returns after signal(), after `limit`, or when a system signal interrupts it.
  void wait(std::chrono::milliseconds limit) const;

  /// Readable from signal() to clear(), for poll(2) and epoll(7).
  int fd() const { return fd_; }

 private:
  int fd_;
};

}  // namespace service
