// SPDX-License-Identifier: Apache-2.0
#include <iostream>

#include "service/commands/commands.h"
#include "service/commands/published_state.h"

namespace commands {

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
