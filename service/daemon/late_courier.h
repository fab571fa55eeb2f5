// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <string>

#include "service/event_fd.h"
#include "service/smtp/courier.h"

namespace service {

/// Makes a courier when it becomes possible: a start must not end, and take the feeds with it, because the
/// password of the mail server cannot be read. Until then there is room for no transfer. Call from one
/// thread; wake() and problem() from any.
class LateCourier : public smtp::Courier {
 public:
  /// `make` throws while it is not possible. It is called every few seconds, on the thread of wait().
  using Make = std::function<std::unique_ptr<smtp::Courier>()>;
  LateCourier(Make make, std::string problem) : make_{std::move(make)}, problem_{std::move(problem)} {}

  /// Why there is no courier; empty: there is one.
  std::string problem() const;

  std::size_t room() const override;
  void start(smtp::Transfer transfer) override;
  void release(std::int64_t id) override;
  void withhold(std::int64_t id) override;
  std::vector<std::int64_t> recall() override;
  std::vector<smtp::Event> wait(std::chrono::milliseconds limit) override;
  void wake() override;

 private:
  void try_to_make();

  const Make make_;
  EventFd woken_;
  std::chrono::steady_clock::time_point next_try_{};
  mutable std::mutex mutex_;  ///< Guards the members below; only wait() changes them.
  std::unique_ptr<smtp::Courier> courier_;
  std::string problem_;
};

}  // namespace service
