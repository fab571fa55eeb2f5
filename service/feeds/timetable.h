// SPDX-License-Identifier: Apache-2.0
//
// Checked programmes with resolved dates. The store compares the contents of a timetable with those published
// before, and gives each entry its stamp; build() makes the feeds.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "ical/types.h"
#include "service/changes/withdrawn.h"
#include "service/programme/programme.h"
#include "service/programme/schedule.h"
#include "service/programme/stamp.h"
#include "service/programme/working_days.h"

namespace feeds {

/// An occurrence that has an event, in the order of events in every feed.
struct Entry {
  std::uint32_t part = 0;  ///< Index into Timetable::parts().
  const programme::Occurrence* occurrence = nullptr;
  programme::LocalMinute start;
  std::string uid;
};

/// One programme of a timetable. `general` and `own` hold indices into Timetable::entries(), ascending.
struct Part {
  const programme::Programme* programme = nullptr;
  programme::Schedule schedule;
  programme::WorkingDays working_days;
  std::vector<std::uint32_t> general;
  std::unordered_map<std::string, std::vector<std::uint32_t>> own;  ///< By library id.
  std::vector<changes::FormerLibrary> former_libraries{};           ///< By id; removed from the files.
  std::optional<date::year_month_day> ended{};  ///< The day on which the programme was removed.
};

/// The arguments must outlive the timetable. Immutable.
class Timetable {
 public:
  /// `withdrawn` is empty, or has the withdrawn items of each programme.
  explicit Timetable(const std::vector<programme::Programme>& programmes,
                     const std::vector<changes::WithdrawnParts>& withdrawn = {});
  Timetable(const Timetable&) = delete;
  Timetable& operator=(const Timetable&) = delete;

  const std::vector<Part>& parts() const { return parts_; }

  /// By start, then UID.
  const std::vector<Entry>& entries() const { return entries_; }

  /// The index in entries(); nullopt if it has no event. `library` is empty for an occurrence for all.
  std::optional<std::uint32_t> find(std::string_view programme, std::string_view activity,
                                    const std::string& library) const;

  ical::Event event(const Entry& entry, const programme::Stamp& stamp, programme::Language language,
                    bool handed_in = false) const;

  /// The content of each entry, in the order of entries().
  std::vector<programme::Content> contents() const;

 private:
  std::vector<Part> parts_;
  std::vector<Entry> entries_;
};

}  // namespace feeds
