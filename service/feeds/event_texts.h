// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <memory>
#include <span>
#include <tuple>
#include <unordered_map>
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
  using Texts = std::vector<std::shared_ptr<const EventText>>;

  /// One stamp for each of draft.entries(). `known`: texts that were read back before; those are used again.
  /// All must outlive this.
  EventTexts(const Timetable& timetable, std::span<const programme::Stamp> stamps, const Texts& known);

  const Texts& all() const { return texts_; }
  Texts take() { return std::move(texts_); }

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
  std::unordered_map<Digest, const std::shared_ptr<const EventText>*, DigestHash> known_;
  Texts texts_;
  std::vector<std::array<std::uint32_t, 2>> general_;  ///< By entry and language; none: not made yet.
  std::map<std::tuple<std::uint32_t, programme::Language, PersonalState>, std::uint32_t> own_;
};

}  // namespace feeds
