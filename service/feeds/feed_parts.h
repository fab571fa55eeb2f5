// SPDX-License-Identifier: Apache-2.0
//
// What feeds share.
#pragma once

#include <date/date.h>

#include <string>

#include "service/feeds/digest.h"
#include "service/programme/programme.h"

namespace feeds {

/// What comes before the events: calendar properties and time zones, shared by feeds of the same name.
struct CalendarText {
  std::string text;
  std::string name;
  std::string slug;
  programme::Language language = programme::Language::nl;
  Digest digest{};
};

/// One event.
struct EventText {
  std::string text;
  Digest digest{};
  date::sys_seconds last_changed;
};

}  // namespace feeds
