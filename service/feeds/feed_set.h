// SPDX-License-Identifier: Apache-2.0
//
// All feeds of all programmes, ready to send. An event is rendered once per language, and again for people
// with a personal state. A feed is a header, a list of references to event texts, and a footer, so that
// 100,000 feeds take little memory.
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
  invited,  ///< The person gets invitations instead: the feed has a notice, and no page links to it.
  closed,   ///< The feed of a replaced address.
  gone,     ///< The person left longer than Keep::left ago: the answer is 410.
};

/// The event texts of feeds that were built together.
struct FeedTexts {
  std::vector<std::shared_ptr<const EventText>> events;
  std::vector<std::uint32_t> references;  ///< Indices into `events`; each feed has a range of them.
};

struct Feed {
  Subject subject;
  FeedState state = FeedState::open;
  std::string name;  ///< The name of the subject, for lists; not in the text of the feed.
  std::shared_ptr<const CalendarText> calendar;
  std::shared_ptr<const FeedTexts> texts;
  std::uint32_t first_reference = 0;  ///< Index into texts->references. Equal feeds share a range.
  std::uint32_t references = 0;
  Digest digest{};  ///< Of the whole text: equal bytes have equal digests.
  date::sys_seconds last_changed;
  std::size_t octets = 0;
};

/// The feed of a replaced address for programme::closed_link_shown: cancelled events and a notice.
struct ClosedFeed {
  std::uint32_t generation = 1;  ///< Of the address.
  Feed feed;
};

/// Immutable; safe to read on any number of threads.
class FeedSet {
 public:
  FeedSet() = default;

  /// By kind, then id.
  const SharedBlocks<Feed>& all() const { return feeds_; }

  /// By subject, then generation.
  const SharedBlocks<ClosedFeed>& closed() const { return closed_; }

  /// The next time at which the same inputs give other feeds; nullopt: never.
  std::optional<programme::Instant> next_change() const { return next_change_; }

  /// The values in the FeedInputs of build().
  programme::Instant now() const { return now_; }
  Keep keep() const { return keep_; }

  /// nullptr if there is no such feed.
  const Feed* find(const Subject& subject) const;

  /// The index in all() or closed(); nullopt if there is no such feed.
  std::optional<std::size_t> position(const Subject& subject) const;
  std::optional<std::size_t> closed_position(const Subject& subject, std::uint32_t generation) const;

  /// The parts of the text of a feed, in order. The views are valid as long as the feed.
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

/// Builds all feeds. `stamps` has one stamp per timetable.entries(), in that order. libical reads every event
/// text back; throws ical::InvalidValue if a value differs.
///
/// A deadline is marked as handed in only for the persons concerned. Their copy has the latest of the stamp
/// and of all personal times that it shows as LAST-MODIFIED.
///
/// Cancelled occurrences disappear Keep::cancelled after their date. The feed of a person who left shows past
/// occurrences and a notice for Keep::left; then it is gone. A replaced address gets a feed that clears its
/// events from calendars.
///
/// `before` is nullptr or an earlier set. Texts that are in it are not read back again, which saves most of
/// the work.
FeedSet build(const Timetable& timetable, std::span<const programme::Stamp> stamps,
              const FeedInputs& inputs = {}, const FeedSet* before = nullptr);

/// Builds the feeds of the people `ids` again after a personal change; shares all others with `before`. The
/// result equals that of build(). `timetable`, `stamps`, `people`, `inputs.now` and `inputs.keep` must be
/// those of `before`. `inputs` needs only the hand-ins and links of these people and their libraries.
FeedSet rebuild(const FeedSet& before, const Timetable& timetable, std::span<const programme::Stamp> stamps,
                const People& people, std::span<const std::string> ids, const FeedInputs& inputs);

}  // namespace feeds
