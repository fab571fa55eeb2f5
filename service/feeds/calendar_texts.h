// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "service/feeds/feed_parts.h"
#include "service/feeds/timetable.h"

namespace feeds {

/// Renders the beginnings of feeds, each one once. Not thread-safe.
class CalendarTexts {
 public:
  /// The timetable must outlive this.
  explicit CalendarTexts(const Timetable& timetable) : timetable_{timetable} {}

  /// The beginning of a feed with that name over these programmes. Requires at least one programme.
  std::shared_ptr<const CalendarText> of(const std::string& name, const std::string& slug_source,
                                         const std::vector<const programme::Programme*>& programmes,
                                         programme::Language language);

 private:
  struct Years {
    date::year first;
    date::year last;
  };
  const std::string& timezone(const std::string& zone);
  void find_years();

  const Timetable& timetable_;
  std::map<std::string, Years>
      zone_years_;  ///< The range of years with events, by zone; filled on first use.
  std::map<std::string, std::string> timezones_;
  /// By the arguments of of().
  std::unordered_map<std::string, std::shared_ptr<const CalendarText>> known_;
};

}  // namespace feeds
