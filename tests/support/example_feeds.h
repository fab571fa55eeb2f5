// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "service/feeds/feed_set.h"

namespace example {

inline constexpr programme::Stamp first_stamp{.first_published = date::sys_days{date::year{2023} / 3 / 1},
                                              .last_changed = date::sys_days{date::year{2023} / 3 / 1}};

/// The feeds of these programmes when everything was first published on 1 March 2023.
inline feeds::FeedSet feed_set(const std::vector<programme::Programme>& programmes) {
  const feeds::Timetable timetable{programmes};
  return feeds::build(timetable, std::vector<programme::Stamp>(timetable.entries().size(), first_stamp));
}

}  // namespace example
