// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <span>
#include <tuple>
#include <unordered_set>
#include <vector>

#include "service/feeds/feed_parts.h"
#include "service/feeds/personal_state.h"
#include "service/feeds/timetable.h"
#include "service/programme/links.h"

namespace feeds {

/// The events of a draft, each made once per language when it is first needed. Every text is read back by
/// libical; throws ical::InvalidValue when one differs from what was meant.
class EventTexts {
 public:
  /// One stamp for each of draft.entries(). Both must outlive this, and what was `read_back` before.
  EventTexts(const Timetable& timetable, std::span<const programme::Stamp> stamps,
             std::span<const EventText> read_back);

  const std::vector<EventText>& all() const { return texts_; }
  std::vector<EventText> take() { return std::move(texts_); }

  /// The index of an entry's text as it is for whoever has that state.
  std::uint32_t of(std::uint32_t entry, programme::Language language, const PersonalState& own);

  /// What clears an entry from calendars that hold the feed of a closed address; see cleared().
  std::uint32_t cleared(std::uint32_t entry, programme::Language language, const PersonalState& own,
                        const programme::OldLink& link);

  /// An event that belongs to one feed.
  std::uint32_t add(const ical::Event& event);

 private:
  struct DigestHash {
    std::size_t operator()(const Digest& digest) const;
  };
  static constexpr auto none = static_cast<std::uint32_t>(-1);

  ical::Event event(std::uint32_t entry, programme::Language language, const PersonalState& own) const;

  const Timetable& timetable_;
  std::span<const programme::Stamp> stamps_;
  std::unordered_set<Digest, DigestHash> read_back_;
  std::vector<EventText> texts_;
  std::vector<std::array<std::uint32_t, 2>> general_;  ///< By entry and language; none: not made yet.
  std::map<std::tuple<std::uint32_t, programme::Language, PersonalState>, std::uint32_t> own_;
};

}  // namespace feeds
