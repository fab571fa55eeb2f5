// SPDX-License-Identifier: Apache-2.0
#include "service/commands/dutch_time.h"

namespace commands {

std::string dutch_time(programme::Instant instant) {
  return date::format("%F %R", date::make_zoned(dutch_zone, instant));
}

std::string dutch_time_with_zone(programme::Instant instant) {
  return date::format("%F %R %Z", date::make_zoned(dutch_zone, instant));
}

}  // namespace commands
