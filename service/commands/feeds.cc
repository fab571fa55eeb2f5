// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <iostream>

#include "service/commands/commands.h"
#include "service/commands/feed_list.h"
#include "service/commands/published_state.h"

namespace commands {

int list_feeds(const Options& options, const FeedsOptions& asked) {
  const auto latest = read_latest_or_report(options);
  if (!latest) return exit_problems;
  const auto published = snapshot_or_report(options, *latest);
  if (!published) return exit_problems;
  const auto& loaded = latest->configuration.loaded;
  const auto& set = published->catalogue->feeds();
  store::Store store{options.data_folder(loaded.settings)};
  const auto fetches = store::FeedFetches{store}.all();
  auto states = feed_states(set, fetches);
  if (!asked.person.empty()) {
    const auto* feed = find_feed_of(set, loaded.programmes, asked.person);
    if (!feed) return exit_usage;
    std::erase_if(states, [&](const FetchState& state) { return state.feed != feed; });
  }
  if (asked.behind)
    std::erase_if(states, [](const FetchState& state) { return state.fetched() && state.current(); });
  if (asked.json) {
    print_json(std::cout, states);
  } else {
    print(std::cout, states, options.language);
  }
  return std::cout.flush() ? exit_ok : exit_failure;
}

int render(const Options& options, const std::string& feed) {
  const auto latest = read_latest_or_report(options);
  if (!latest) return exit_problems;
  const auto published = snapshot_or_report(options, *latest);
  if (!published) return exit_problems;
  const feeds::Feed* found = find_feed(published->catalogue->feeds(), feed);
  if (!found) return exit_usage;
  if (found->state == feeds::FeedState::gone) {
    std::cerr << "'" << feed << "' has ended: whoever fetches it is told that it is gone (410)\n";
    return exit_usage;
  }
  std::cout << published->catalogue->feeds().text(*found) << std::flush;
  return std::cout ? exit_ok : exit_failure;
}

}  // namespace commands
