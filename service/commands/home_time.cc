// SPDX-License-Identifier: Apache-2.0
#include "service/commands/home_time.h"

namespace commands {

std::string home_time(programme::Instant instant) {
  return date::format("%F %R", date::make_zoned(home_zone, instant));
}

std::string home_time_with_zone(programme::Instant instant) {
  return date::format("%F %R %Z", date::make_zoned(home_zone, instant));
}

}  // namespace commands
