// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
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
  explicit CalendarTexts(const Timetable& timetable);

  const std::vector<CalendarText>& all() const { return texts_; }
  std::vector<CalendarText> take() { return std::move(texts_); }

  /// The index of the beginning of a feed of that name over these programmes (at least one).
  std::uint32_t of(const std::string& name, const std::string& slug_source,
                   const std::vector<const programme::Programme*>& programmes, programme::Language language);

 private:
  struct Years {
    date::year first;
    date::year last;
  };
  const std::string& timezone(const std::string& zone);

  std::map<std::string, Years> zone_years_;  ///< In which there are events, by zone.
  std::map<std::string, std::string> timezones_;
  std::unordered_map<std::string, std::uint32_t> known_;  ///< By all that it is made from.
  std::vector<CalendarText> texts_;
};

}  // namespace feeds
