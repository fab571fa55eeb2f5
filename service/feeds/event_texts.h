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

/// Renders the events of a timetable, each one once per language on first use. libical reads every text back;
/// ical::InvalidValue is thrown if a value differs. Not thread-safe.
class EventTexts {
 public:
  using Texts = std::vector<std::shared_ptr<const EventText>>;

  /// `stamps` has one stamp per timetable.entries(). `known` are texts that were read back before; equal
  /// texts are reused. All arguments must outlive this.
  EventTexts(const Timetable& timetable, std::span<const programme::Stamp> stamps, const Texts& known);

  const Texts& all() const { return texts_; }
  Texts take() { return std::move(texts_); }

  /// The index in all() of the text of an entry for people with that state.
  std::uint32_t of(std::uint32_t entry, programme::Language language, const PersonalState& own);

  /// The index of the text that clears an entry from calendars with a closed address; see feeds::cleared().
  std::uint32_t cleared(std::uint32_t entry, programme::Language language, const PersonalState& own,
                        const programme::OldLink& link);

  /// Adds an event of one feed and returns its index.
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
  std::vector<std::array<std::uint32_t, 2>> general_;  ///< By entry and language; none: not rendered yet.
  std::map<std::tuple<std::uint32_t, programme::Language, PersonalState>, std::uint32_t> own_;
};

}  // namespace feeds
