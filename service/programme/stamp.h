// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <date/date.h>

#include <string>

namespace programme {

/// What an occurrence says to the people who have it in their calendar, reduced to a name and a digest.
struct Content {
  std::string uid;
  std::string fingerprint;  ///< Different whenever anything visible in the event is, in any language.
  bool operator==(const Content&) const = default;
};

/// The numbers by which a calendar client sees that an occurrence changed (RFC 5545 §3.8.7). They change when
/// the published content of the occurrence changes and at no other time.
struct Stamp {
  int sequence = 0;
  date::sys_seconds first_published;  ///< CREATED.
  date::sys_seconds last_changed;     ///< LAST-MODIFIED and DTSTAMP.
  bool operator==(const Stamp&) const = default;
};

}  // namespace programme
