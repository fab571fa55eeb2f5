// SPDX-License-Identifier: Apache-2.0
#include "service/commands/find_feed.h"

#include <iostream>
#include <vector>

#include "service/programme/nearest.h"

namespace commands {

const feeds::Feed* find_feed(const feeds::FeedSet& feeds, const std::string& name) {
  const auto subject = feeds::parse_subject(name);
  if (!subject) {
    std::cerr << "'" << name << "' is not a feed; write person:ID, library:ID or programme:ID\n";
    return nullptr;
  }
  if (const feeds::Feed* found = feeds.find(*subject)) return found;

  std::vector<std::string> names;
  for (const auto& feed : feeds.all()) names.push_back(to_string(feed.subject));
  const std::string near = programme::nearest(name, names);
  std::cerr << "there is no feed '" << name << "'; "
            << (near.empty() ? "'traject links' lists them all" : "did you mean '" + near + "'?") << '\n';
  return nullptr;
}

}  // namespace commands
