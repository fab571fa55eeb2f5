// SPDX-License-Identifier: Apache-2.0
//
// The clock on the wall that commands take times by and show them by.
#pragma once

#include <string>

#include "service/programme/civil_time.h"

namespace commands {

inline constexpr const char* dutch_zone = "Europe/Amsterdam";

/// "2023-08-14 09:00"
std::string dutch_time(programme::Instant instant);

/// "2023-08-14 09:00 CEST"
std::string dutch_time_with_zone(programme::Instant instant);

}  // namespace commands
