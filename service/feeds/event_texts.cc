// SPDX-License-Identifier: Apache-2.0
#include "service/feeds/event_texts.h"

#include <algorithm>
#include <cstring>
#include <stdexcept>

#include "ical/read_back.h"
#include "ical/render.h"
#include "service/feeds/notice.h"

namespace feeds {

using programme::Language;

std::size_t EventTexts::DigestHash::operator()(const Digest& digest) const {
  std::size_t hash = 0;  // a digest is a hash itself
  static_assert(sizeof digest >= sizeof hash);
  std::memcpy(&hash, digest.data(), sizeof hash);
  return hash;
}

EventTexts::EventTexts(const Timetable& timetable, std::span<const programme::Stamp> stamps,
                       const Texts& known)
    : timetable_{timetable}, stamps_{stamps}, general_(timetable.entries().size(), {none, none}) {
  known_.reserve(known.size());
  for (const auto& text : known) known_.emplace(text->digest, &text);
  if (stamps.size() != timetable.entries().size())
    throw std::logic_error{"one stamp for every entry is needed"};
}

std::uint32_t EventTexts::of(std::uint32_t entry, Language language, const PersonalState& own) {
  if (own == PersonalState{}) {
    std::uint32_t& known = general_[entry][language == Language::en ? 1 : 0];
    if (known == none) known = add(event(entry, language, own));
    return known;
  }
  const auto [at, fresh] = own_.try_emplace({entry, language, own}, none);
  if (fresh) at->second = add(event(entry, language, own));
  return at->second;
}

std::uint32_t EventTexts::cleared(std::uint32_t entry, Language language, const PersonalState& own,
                                  const programme::OldLink& link) {
  const std::string& zone = timetable_.parts()[timetable_.entries()[entry].part].programme->zone;
  return add(feeds::cleared(event(entry, language, own), link, zone, language));
}

std::uint32_t EventTexts::add(const ical::Event& event) {
  std::string text = ical::render_event(event);
  const Digest digest = feeds::digest({text});
  if (const auto known = known_.find(digest); known != known_.end()) {
    texts_.push_back(*known->second);
  } else {
    ical::verify_event(text, event);
    texts_.push_back(std::make_shared<const EventText>(
        EventText{.text = std::move(text), .digest = digest, .last_changed = event.last_modified}));
  }
  return static_cast<std::uint32_t>(texts_.size() - 1);
}

ical::Event EventTexts::event(std::uint32_t entry, Language language, const PersonalState& own) const {
  programme::Stamp stamp = stamps_[entry];
  stamp.last_changed = std::max(stamp.last_changed, own.changed);
  return timetable_.event(timetable_.entries()[entry], stamp, language, own.done);
}

}  // namespace feeds
