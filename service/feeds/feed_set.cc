// SPDX-License-Identifier: Apache-2.0
#include "service/feeds/feed_set.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include "ical/render.h"

namespace feeds {
namespace {

const std::string& footer() {
  static const std::string text = ical::render_footer();
  return text;
}

/// The position of the item with that key. The list is sorted by key.
template <typename List, typename Key, typename KeyOf>
std::optional<std::size_t> search(const List& list, const Key& wanted, const KeyOf& key_of) {
  std::size_t begin = 0, end = list.size();
  while (begin < end) {
    const std::size_t middle = begin + (end - begin) / 2;
    if (key_of(list[middle]) < wanted) {
      begin = middle + 1;
    } else {
      end = middle;
    }
  }
  return begin < list.size() && key_of(list[begin]) == wanted ? std::optional{begin} : std::nullopt;
}

}  // namespace

std::optional<std::size_t> FeedSet::position(const Subject& subject) const {
  return search(feeds_, subject, [](const Feed& feed) -> const Subject& { return feed.subject; });
}

std::optional<std::size_t> FeedSet::closed_position(const Subject& subject, std::uint32_t generation) const {
  return search(closed_, std::tie(subject, generation),
                [](const ClosedFeed& each) { return std::tie(each.feed.subject, each.generation); });
}

const Feed* FeedSet::find(const Subject& subject) const {
  const auto at = position(subject);
  return at ? &feeds_[*at] : nullptr;
}

FeedSet FeedSet::with(std::vector<Feed> feeds, std::vector<ClosedFeed> closed) const {
  std::vector<std::pair<std::size_t, Feed>> replaced;
  for (Feed& feed : feeds) {
    const std::size_t at = position(feed.subject).value();
    replaced.emplace_back(at, std::move(feed));
  }
  std::vector<std::pair<std::size_t, ClosedFeed>> replaced_closed;
  for (ClosedFeed& each : closed) {
    const std::size_t at = closed_position(each.feed.subject, each.generation).value();
    replaced_closed.emplace_back(at, std::move(each));
  }
  FeedSet changed = *this;
  changed.feeds_ = feeds_.with(std::move(replaced));
  changed.closed_ = closed_.with(std::move(replaced_closed));
  return changed;
}

std::vector<std::string_view> FeedSet::pieces(const Feed& feed) {
  std::vector<std::string_view> pieces;
  pieces.reserve(feed.references + 2);
  pieces.emplace_back(feed.calendar->text);
  for (std::uint32_t i = 0; i < feed.references; ++i)
    pieces.emplace_back(feed.texts->events[feed.texts->references[feed.first_reference + i]]->text);
  pieces.emplace_back(footer());
  return pieces;
}

std::string FeedSet::text(const Feed& feed) {
  std::string text;
  text.reserve(feed.octets);
  for (const auto piece : pieces(feed)) text += piece;
  return text;
}

std::string FeedSet::etag(const Feed& feed) { return '"' + to_hex(feed.digest) + '"'; }

}  // namespace feeds
