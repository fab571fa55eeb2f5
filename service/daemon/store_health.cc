// SPDX-License-Identifier: Apache-2.0
#include "service/daemon/store_health.h"

#include <string_view>
#include <utility>

namespace service {

std::string_view to_string(StoreReport::State state) {
  switch (state) {
    case StoreReport::State::good:
      return "good";
    case StoreReport::State::unwritable:
      return "unwritable";
    case StoreReport::State::copied:
      return "copied";
    case StoreReport::State::gone:
      return "gone";
    case StoreReport::State::replaced:
      return "replaced";
    case StoreReport::State::damaged:
      break;
  }
  return "damaged";
}

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
