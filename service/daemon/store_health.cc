// SPDX-License-Identifier: Apache-2.0
#include "service/daemon/store_health.h"

#include <utility>

namespace service {

StoreReport StoreHealth::report() const {
  const std::scoped_lock lock{mutex_};
  return report_;
}

bool StoreHealth::set(StoreReport report, programme::Instant now) {
  bool is_news = false;
  {
    const std::scoped_lock lock{mutex_};
    const bool is_other = report.state != report_.state;
    is_news = is_other || report.what.en != report_.what.en;
    report.since = is_other ? now : report_.since;
    report_ = report;
  }
  if (is_news) changed_(report);
  return is_news;
}

std::string StoreHealth::refusal() const {
  const std::scoped_lock lock{mutex_};
  return report_.is_closed() ? report_.what.en : std::string{};
}

}  // namespace service
