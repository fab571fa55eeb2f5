// SPDX-License-Identifier: Apache-2.0
#include "service/daemon/late_courier.h"

#include <exception>
#include <utility>

namespace service {

constexpr std::chrono::seconds between_tries{5};

std::string LateCourier::problem() const {
  const std::scoped_lock lock{mutex_};
  return courier_ ? "" : problem_;
}

std::size_t LateCourier::room() const { return courier_ ? courier_->room() : 0; }

void LateCourier::start(smtp::Transfer transfer) { courier_->start(std::move(transfer)); }

void LateCourier::release(std::int64_t id) { courier_->release(id); }

void LateCourier::withhold(std::int64_t id) { courier_->withhold(id); }

std::vector<std::int64_t> LateCourier::recall() {
  return courier_ ? courier_->recall() : std::vector<std::int64_t>{};
}

void LateCourier::try_to_make() {
  const auto now = std::chrono::steady_clock::now();
  if (now < next_try_) return;
  next_try_ = now + between_tries;
  try {
    auto made = make_();
    const std::scoped_lock lock{mutex_};
    courier_ = std::move(made);
  } catch (const std::exception& error) {
    const std::scoped_lock lock{mutex_};
    problem_ = error.what();
  }
}

std::vector<smtp::Event> LateCourier::wait(std::chrono::milliseconds limit) {
  if (!courier_) try_to_make();
  if (courier_) return courier_->wait(limit);
  woken_.wait(limit);
  woken_.clear();
  return {};
}

void LateCourier::wake() {
  const std::scoped_lock lock{mutex_};
  woken_.signal();
  if (courier_) courier_->wake();
}

}  // namespace service
