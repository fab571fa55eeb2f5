// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <date/date.h>

#include <string>
#include <tuple>

namespace programme {

/// The hand-in state of one deadline for one person or library. The first four fields identify it.
struct HandInRecord {
  std::string programme{}, activity{};
  std::string library{};  ///< Of the occurrence; empty: it is for all.
  std::string subject{};  ///< Id of the person or the library, as the activity's `hand_in` says.
  bool done = false;
  date::sys_seconds
      changed{};     ///< Never decreases. A lower bound of LAST-MODIFIED of the deadline in their feeds.
  std::string by{};  ///< "link" or "coordinator"; empty: no report, only `changed` was raised.

  auto key() const { return std::tie(programme, activity, library, subject); }
  bool operator==(const HandInRecord&) const = default;
};

/// The time at which the language of one person's feed changed last.
struct LanguageChange {
  std::string programme{}, person{};
  date::sys_seconds changed{};
  bool operator==(const LanguageChange&) const = default;
};

}  // namespace programme
