// SPDX-License-Identifier: Apache-2.0
//
// All feeds of all programmes, ready to send. An event is rendered once per language (and once more for those
// who have handed it in); a feed is a header, a list of references to such events, and a footer: a hundred
// thousand feeds cost a hundred thousand short lists.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "service/feeds/feed_inputs.h"
#include "service/feeds/feed_parts.h"
#include "service/feeds/memberships.h"
#include "service/feeds/shared_blocks.h"
#include "service/feeds/subject.h"
#include "service/feeds/timetable.h"

namespace feeds {

enum class FeedState {
  open,
  invited,  ///< Of somebody who has invitations instead: says so, and is handed out to nobody.
  closed,   ///< Of an address that was replaced.
  gone,     ///< Of somebody who left long ago: answered with 410.
};

/// The events of feeds that were built together.
struct FeedTexts {
  std::vector<std::shared_ptr<const EventText>> events;
  std::vector<std::uint32_t> references;  ///< Into events; a feed has a run of them.
};

struct Feed {
  Subject subject;
  FeedState state = FeedState::open;
  std::string name;  ///< Of the person, the library or the programme; for lists, never in the feed itself.
  std::shared_ptr<const CalendarText> calendar;
  std::shared_ptr<const FeedTexts> texts;
  std::uint32_t first_reference = 0;  ///< In `texts`. Those who see the same share them.
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
  const SharedBlocks<Feed>& all() const { return feeds_; }

  /// By subject, then generation.
  const SharedBlocks<ClosedFeed>& closed() const { return closed_; }

  /// When the same draft gives other feeds, unless something else changes before; nullopt: never.
  std::optional<programme::Instant> next_change() const { return next_change_; }

  /// Of the FeedInputs that the set was built with.
  programme::Instant now() const { return now_; }
  Keep keep() const { return keep_; }

  /// nullptr when there is no such feed.
  const Feed* find(const Subject& subject) const;

  /// In all() and in closed(); nullopt when there is no such feed.
  std::optional<std::size_t> position(const Subject& subject) const;
  std::optional<std::size_t> closed_position(const Subject& subject, std::uint32_t generation) const;

  /// The text of a feed in order; the views live as long as the feed.
  static std::vector<std::string_view> pieces(const Feed& feed);
  static std::string text(const Feed& feed);

  /// A strong entity tag (RFC 9110 §8.8.3), quotes included.
  static std::string etag(const Feed& feed);

  /// The last segment of the feed's address, without ".ics".
  static const std::string& file_name(const Feed& feed) { return feed.calendar->slug; }

  /// As calendar programs show it (X-WR-CALNAME), and the language of its words.
  static const std::string& calendar_name(const Feed& feed) { return feed.calendar->name; }
  static programme::Language language(const Feed& feed) { return feed.calendar->language; }

  /// The texts of events that build() made, shared by all feeds but those that rebuild() replaced.
  const std::vector<std::shared_ptr<const EventText>>& event_texts() const { return texts_->events; }

 private:
  friend class FeedSetBuilder;

  /// This set with other feeds of the same subjects and generations.
  FeedSet with(std::vector<Feed> feeds, std::vector<ClosedFeed> closed) const;

  std::shared_ptr<const FeedTexts> texts_ = std::make_shared<const FeedTexts>();
  SharedBlocks<Feed> feeds_;
  SharedBlocks<ClosedFeed> closed_;
  std::optional<programme::Instant> next_change_;
  programme::Instant now_{};
  Keep keep_{};
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

/// What build() gives after something personal of these people has changed: their feeds are built again, all
/// others are shared with `before`. `timetable`, `stamps` and `people` are those of `before`, and so are the
/// `now` and `keep` of `inputs`; of hand-ins and links it needs those of these people and their libraries
/// alone.
FeedSet rebuild(const FeedSet& before, const Timetable& timetable, std::span<const programme::Stamp> stamps,
                const People& people, std::span<const std::string> ids, const FeedInputs& inputs);

}  // namespace feeds
