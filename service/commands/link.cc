// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>
#include <iostream>
#include <string>
#include <vector>

#include "service/commands/commands.h"
#include "service/commands/published_state.h"
#include "service/feeds/token.h"
#include "service/store/data_folder.h"
#include "service/store/links.h"

namespace commands {
namespace {

/// Returns the kinds whose addresses are replaced together. A stranger who has a person's feed may have it
/// from a mail, which also contains the address of the personal pages.
std::vector<std::string> kinds_of(const feeds::Subject& subject) {
  std::vector<std::string> kinds{std::string{to_string(subject.kind)}};
  if (subject.kind == feeds::FeedKind::person) kinds.emplace_back(feeds::page_kind);
  return kinds;
}

void show_addresses(const feeds::FeedSet& feeds, const feeds::Feed& feed, const feeds::TokenKey& key,
                    const programme::Links& links, const std::string& base) {
  const auto generation = [&](std::string_view kind) { return links.of(kind, feed.subject.id).generation; };
  const std::string token = key.token(feed.subject, generation(to_string(feed.subject.kind)));
  const auto [https, webcal] = feeds::address(base, feeds::feed_path(token, feeds.file_name(feed)));
  std::cout << https << '\n' << webcal << '\n';
  if (feed.subject.kind == feeds::FeedKind::person)
    std::cout << base << feeds::overview_path(key.page_token(feed.subject.id, generation(feeds::page_kind)))
              << '\n';
}

/// Prints how long the old addresses work.
void explain(LinkAction action, const feeds::Feed& feed, const Options& options) {
  const std::string pages =
      feed.subject.kind == feeds::FeedKind::person ? ", and those of their own pages" : "";
  switch (action) {
    case LinkAction::renew:
      std::cerr << "above are the new addresses of " << feed.name << "; the old address of the feed" << pages
                << " work until " << date::format("%F", options.time() + programme::link_overlap)
                << ", and the feed then says for 30 days that it has ended\n";
      break;
    case LinkAction::revoke:
      std::cerr << "above are the new addresses of " << feed.name << "; the old address of the feed" << pages
                << " stopped working, and the feed says for 30 days that it has ended\n";
      break;
  }
  std::cerr << "a running service notices at once\n";
}

}  // namespace

int link(const Options& options, LinkAction action, const std::string& whose) {
  const auto latest = read_latest_or_report(options);
  if (!latest) return exit_problems;
  const auto published = snapshot_or_report(options, *latest);
  if (!published) return exit_problems;
  const auto& loaded = latest->configuration.loaded;
  const auto& feeds = published->catalogue->feeds();
  const feeds::Feed* feed = find_feed_of(feeds, loaded.programmes, whose);
  if (!feed) return exit_usage;

  const auto folder = options.data_folder(loaded.settings);
  const feeds::TokenKey key{store::open_key(folder)};
  store::Store store{folder};
  store::Links links{store};
  const auto kinds = kinds_of(feed->subject);
  const programme::Instant now = options.time();
  links.replace(kinds, feed->subject.id, action == LinkAction::renew ? now + programme::link_overlap : now);
  show_addresses(feeds, *feed, key, links.all(), options.base_address(loaded.settings));
  if (!std::cout.flush()) return exit_failure;
  explain(action, *feed, options);
  return exit_ok;
}

}  // namespace commands
