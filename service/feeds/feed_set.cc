// SPDX-License-Identifier: Apache-2.0
#include "service/feeds/feed_set.h"

#include <algorithm>

#include "ical/render.h"

namespace feeds {
namespace {

const std::string& footer() {
  static const std::string text = ical::render_footer();
  return text;
}

}  // namespace

const Feed* FeedSet::find(const Subject& subject) const {
  const auto at =
      std::lower_bound(feeds_.begin(), feeds_.end(), subject,
                       [](const Feed& feed, const Subject& wanted) { return feed.subject < wanted; });
  return at != feeds_.end() && at->subject == subject ? &*at : nullptr;
}

std::vector<std::string_view> FeedSet::pieces(const Feed& feed) const {
  std::vector<std::string_view> pieces;
  pieces.reserve(feed.references + 2);
  pieces.emplace_back(calendars_[feed.calendar].text);
  for (std::uint32_t i = 0; i < feed.references; ++i)
    pieces.emplace_back(events_[references_[feed.first_reference + i]].text);
  pieces.emplace_back(footer());
  return pieces;
}

std::string FeedSet::text(const Feed& feed) const {
  std::string text;
  text.reserve(feed.octets);
  for (const auto piece : pieces(feed)) text += piece;
  return text;
}

std::string FeedSet::etag(const Feed& feed) { return '"' + to_hex(feed.digest) + '"'; }

}  // namespace feeds
