// SPDX-License-Identifier: Apache-2.0
//
// All feeds of all programmes, ready to send. An event is rendered once per language (and once more for those
// who have handed it in); a feed is a header, a list of references to such events, and a footer: a hundred
// thousand feeds cost a hundred thousand short lists.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "service/feeds/feed_inputs.h"
#include "service/feeds/feed_parts.h"
#include "service/feeds/subject.h"
#include "service/feeds/timetable.h"

namespace feeds {

enum class FeedState {
  open,
  invited,  ///< Of somebody who has invitations instead: says so, and is handed out to nobody.
  closed,   ///< Of an address that was replaced.
  gone,     ///< Of somebody who left long ago: answered with 410.
};

struct Feed {
  Subject subject;
  FeedState state = FeedState::open;
  std::string name;  ///< Of the person, the library or the programme; for lists, never in the feed itself.
  std::uint32_t calendar = 0;
  std::uint32_t first_reference = 0;  ///< Those who see the same share them.
  std::uint32_t references = 0;
  Digest digest{};  ///< Of the whole text: same bytes, same digest.
  date::sys_seconds last_changed;
  std::size_t octets = 0;
};

/// What an address that no longer works serves for a while: cancelled events and a notice.
struct ClosedFeed {
  std::uint32_t generation = 1;  ///< Of the address.
  Feed feed;
};

/// Immutable once made; safe to read on any number of threads.
class FeedSet {
 public:
  FeedSet() = default;

  /// By kind, then id.
  std::span<const Feed> all() const { return feeds_; }

  std::span<const ClosedFeed> closed() const { return closed_; }

  /// When the same draft gives other feeds, unless something else changes before; nullopt: never.
  std::optional<programme::Instant> next_change() const { return next_change_; }

  /// nullptr when there is no such feed.
  const Feed* find(const Subject& subject) const;

  /// The text of a feed in order; the views live as long as this set.
  std::vector<std::string_view> pieces(const Feed& feed) const;
  std::string text(const Feed& feed) const;

  /// A strong entity tag (RFC 9110 §8.8.3), quotes included.
  static std::string etag(const Feed& feed);

  /// The last segment of the feed's address, without ".ics".
  const std::string& file_name(const Feed& feed) const { return calendars_[feed.calendar].slug; }

  /// As calendar programs show it (X-WR-CALNAME), and the language of its words.
  const std::string& calendar_name(const Feed& feed) const { return calendars_[feed.calendar].name; }
  programme::Language language(const Feed& feed) const { return calendars_[feed.calendar].language; }

  /// The texts of events that all feeds share.
  std::span<const EventText> event_texts() const { return events_; }

 private:
  friend class FeedSetBuilder;

  std::vector<CalendarText> calendars_;
  std::vector<EventText> events_;
  std::vector<std::uint32_t> references_;  ///< Into events_.
  std::vector<Feed> feeds_;
  std::vector<ClosedFeed> closed_;
  std::optional<programme::Instant> next_change_;
};

/// The feeds of a draft with one stamp for each of draft.entries(), in that order. Every event text is read
/// back by libical and compared before it is accepted; throws ical::InvalidValue when one differs.
///
/// A deadline is marked as handed in for the persons concerned and nobody else: those see a text of their
/// own, whose LAST-MODIFIED is the latest of the stamp and of everything personal that it shows.
///
/// What is cancelled leaves the feeds some days after its date. Whoever left sees what is past, and a notice
/// for some days; then the feed is gone. Where an address was replaced, the old one gets a feed that clears
/// what it had.
///
/// `before`: feeds that were built earlier, or nullptr. A text that is in them was read back then, and is not
/// again: that is most of the work, and of one changed date a small part.
FeedSet build(const Timetable& timetable, std::span<const programme::Stamp> stamps,
              const FeedInputs& inputs = {}, const FeedSet* before = nullptr);

}  // namespace feeds
