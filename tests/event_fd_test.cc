// SPDX-License-Identifier: Apache-2.0
#include "service/event_fd.h"

#include <gtest/gtest.h>
#include <poll.h>

#include <thread>

namespace service {
namespace {

constexpr std::chrono::minutes long_time{10};

bool is_readable(const EventFd& event) {
  pollfd watched{event.fd(), POLLIN, 0};
  return poll(&watched, 1, 0) == 1;
}

TEST(EventFd, IsReadableFromSignalToClear) {
  EventFd event;
  EXPECT_FALSE(is_readable(event));
  EXPECT_FALSE(event.clear());
  event.signal();
  event.signal();
  EXPECT_TRUE(is_readable(event));
  EXPECT_TRUE(event.clear());
  EXPECT_FALSE(is_readable(event));
  EXPECT_FALSE(event.clear());
}

TEST(EventFd, SignalBeforeTheWaitEndsIt) {
  EventFd event;
  event.signal();
  event.wait(long_time);
  EXPECT_TRUE(event.clear());
}

TEST(EventFd, SignalOfAnotherThreadEndsTheWait) {
  EventFd event;
  std::thread other{[&] { event.signal(); }};
  event.wait(long_time);
  other.join();
  EXPECT_TRUE(event.clear());
}

TEST(EventFd, WaitEndsAtItsLimit) {
  EventFd event;
  event.wait(std::chrono::milliseconds{1});
  event.wait(std::chrono::milliseconds{-1});
  EXPECT_FALSE(event.clear());
}

}  // namespace
}  // namespace service
