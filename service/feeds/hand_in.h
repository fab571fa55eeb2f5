// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <date/date.h>

#include <span>
#include <string>
#include <vector>

#include "service/programme/programme.h"

namespace feeds {

/// What was said about one deadline by (or for) one person or library: `subject`.
struct HandIn {
  std::string programme;
  std::string activity;
  std::string library;  ///< Of the occurrence; empty: it is for all.
  std::string subject;
  bool done = false;
  int changes = 0;  ///< How often it was said and withdrawn.
  date::sys_seconds changed;
};

/// What a library says counts in the SEQUENCE of its people's own events. Whoever goes to another library, or
/// goes, takes that along, so that the SEQUENCE goes up by it and never falls: the rows of such people as
/// they are to be when `after` takes the place of `before`, at `now`; those to which nothing needs to be
/// added are not among them.
std::vector<HandIn> taken_along(const std::vector<programme::Programme>& before,
                                const std::vector<programme::Programme>& after, std::span<const HandIn> said,
                                date::sys_seconds now);

/// `said`, with `rows` in the place of those of the same deadline and subject.
std::vector<HandIn> with_rows(std::vector<HandIn> said, std::span<const HandIn> rows);

}  // namespace feeds
