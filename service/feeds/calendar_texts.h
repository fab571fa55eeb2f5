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

/// The beginnings of feeds, each made once.
class CalendarTexts {
 public:
  /// The draft must outlive this.
  explicit CalendarTexts(const Timetable& timetable) : timetable_{timetable} {}

  /// The beginning of a feed of that name over these programmes (at least one).
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
      zone_years_;  ///< In which there are events, by zone; empty until they are needed.
  std::map<std::string, std::string> timezones_;
  /// By all that it is made from.
  std::unordered_map<std::string, std::shared_ptr<const CalendarText>> known_;
};

}  // namespace feeds
