// SPDX-License-Identifier: Apache-2.0
//
// The texts that feeds share.
#pragma once

#include <date/date.h>

#include <string>

#include "service/feeds/digest.h"
#include "service/programme/programme.h"

namespace feeds {

/// The text before the events: calendar properties and time zones. Feeds of the same name share it.
struct CalendarText {
  std::string text;
  std::string name;
  std::string slug;
  programme::Language language = programme::Language::nl;
  Digest digest{};
};

/// The text of one event.
struct EventText {
  std::string text;
  Digest digest{};
  date::sys_seconds last_changed;
};

}  // namespace feeds
