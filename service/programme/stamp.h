// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <date/date.h>

#include <algorithm>
#include <limits>
#include <string>

namespace programme {

/// The visible content of an occurrence, reduced to its UID and a digest.
struct Content {
  std::string uid;
  std::string fingerprint;  ///< Digest of everything visible in the event, in all languages.
  bool operator==(const Content&) const = default;
};

/// The times that show a calendar client that an occurrence changed (RFC 5545 §3.8.7). They change with the
/// published content of the occurrence, and for all occurrences after a restore.
struct Stamp {
  date::sys_seconds first_published;  ///< CREATED.
  date::sys_seconds last_changed;     ///< LAST-MODIFIED and DTSTAMP.
  bool operator==(const Stamp&) const = default;
};

/// The time with SEQUENCE 0.
inline constexpr date::sys_seconds sequence_epoch{date::sys_days{date::year{2020} / 1 / 1}};

/// The SEQUENCE of an event with that LAST-MODIFIED: seconds since 2020-01-01 UTC. 31 bits (RFC 5545 §3.3.8)
/// last until 2088. Earlier times give 0.
constexpr int sequence_of(date::sys_seconds last_modified) {
  const auto seconds = (last_modified - sequence_epoch).count();
  return static_cast<int>(std::clamp<decltype(seconds)>(seconds, 0, std::numeric_limits<int>::max()));
}

/// The time that replaces `shown` after a change at `now`. Always later than `shown`, even if the clock was
/// set back.
constexpr date::sys_seconds next_change_time(date::sys_seconds now, date::sys_seconds shown) {
  return std::max(now, shown + std::chrono::seconds{1});
}

}  // namespace programme
