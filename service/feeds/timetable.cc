// SPDX-License-Identifier: Apache-2.0
#include "service/feeds/timetable.h"

#include <algorithm>
#include <tuple>

#include "ical/render.h"
#include "service/feeds/digest.h"
#include "service/feeds/events.h"

namespace feeds {
namespace {

using programme::Language;
using programme::LocalMinute;
using programme::Occurrence;

/// The sort key of an event in feeds; nullopt if the occurrence has no event.
std::optional<LocalMinute> start_of(const Occurrence& occurrence,
                                    const programme::WorkingDays& working_days) {
  const auto midnight = [](date::year_month_day day) { return LocalMinute{date::local_days{day}}; };
  if (const auto* session = std::get_if<programme::Session>(&occurrence.when)) return session->start;
  if (const auto* deadline = std::get_if<programme::Deadline>(&occurrence.when))
    return midnight(deadline->day);
  if (const auto* open = std::get_if<programme::ToBeConfirmed>(&occurrence.when))
    return midnight(working_days.first_in(open->days));
  return std::nullopt;
}

}  // namespace

Timetable::Timetable(const std::vector<programme::Programme>& programmes,
                     const std::vector<changes::WithdrawnParts>& withdrawn) {
  parts_.reserve(programmes.size());  // entries point into the schedules, so parts must not move
  for (const auto& programme : programmes) {
    const auto index = static_cast<std::uint32_t>(parts_.size());
    parts_.push_back(Part{.programme = &programme,
                          .schedule = withdrawn.empty() ? programme::schedule(programme)
                                                        : changes::schedule(programme, withdrawn[index]),
                          .working_days = programme::WorkingDays{programme.closed},
                          .general = {},
                          .own = {}});
    Part& part = parts_.back();
    if (!withdrawn.empty()) {
      part.former_libraries = withdrawn[index].libraries;
      part.ended = withdrawn[index].ended;
    }
    for (const Occurrence& occurrence : part.schedule.occurrences) {
      const auto start = start_of(occurrence, part.working_days);
      if (!start) continue;
      entries_.push_back({.part = index,
                          .occurrence = &occurrence,
                          .start = *start,
                          .uid = uid(programme.id, occurrence.activity->id,
                                     occurrence.library ? occurrence.library->id : "")});
    }
  }
  std::sort(entries_.begin(), entries_.end(), [](const Entry& a, const Entry& b) {
    return std::tie(a.start, a.uid) < std::tie(b.start, b.uid);
  });
  for (std::uint32_t i = 0; i < entries_.size(); ++i) {
    Part& part = parts_[entries_[i].part];
    const programme::Library* library = entries_[i].occurrence->library;
    (library ? part.own[library->id] : part.general).push_back(i);
  }
}

std::optional<std::uint32_t> Timetable::find(std::string_view programme, std::string_view activity,
                                             const std::string& library) const {
  for (const Part& part : parts_) {
    if (part.programme->id != programme) continue;
    const auto own = part.own.find(library);
    if (!library.empty() && own == part.own.end()) return std::nullopt;
    const auto& candidates = library.empty() ? part.general : own->second;
    const auto at = std::ranges::find_if(
        candidates, [&](std::uint32_t i) { return entries_[i].occurrence->activity->id == activity; });
    return at == candidates.end() ? std::nullopt : std::optional{*at};
  }
  return std::nullopt;
}

ical::Event Timetable::event(const Entry& entry, const programme::Stamp& stamp, Language language,
                             bool handed_in) const {
  const Part& part = parts_[entry.part];
  return to_event(*part.programme, *entry.occurrence, part.working_days, stamp, language, handed_in,
                  entry.uid)
      .value();
}

std::vector<programme::Content> Timetable::contents() const {
  std::vector<programme::Content> contents;
  contents.reserve(entries_.size());
  for (const Entry& entry : entries_) {
    // Rendered without stamps, so that only the visible text in both languages counts.
    const std::string dutch = ical::render_event(event(entry, {}, Language::nl));
    const std::string english = ical::render_event(event(entry, {}, Language::en));
    contents.push_back({.uid = entry.uid, .fingerprint = to_hex(digest({dutch, english}))});
  }
  return contents;
}

}  // namespace feeds
