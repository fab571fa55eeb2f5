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

const feeds::Feed* find_feed_of(const feeds::FeedSet& feeds,
                                const std::vector<programme::Programme>& programmes,
                                const std::string& whose) {
  if (feeds::parse_subject(whose)) return find_feed(feeds, whose);
  if (const feeds::Feed* found = feeds.find({feeds::FeedKind::person, whose})) return found;
  std::vector<std::string> names;
  for (const auto& programme : programmes) {
    for (const auto& person : programme.people) {
      if (person.email == whose || person.address == whose)
        return feeds.find({feeds::FeedKind::person, person.id});
      names.push_back(person.id);
      names.push_back(person.email);
    }
  }
  const std::string near = programme::nearest(whose, names);
  std::cerr << "there is no person '" << whose << "'; "
            << (near.empty()
                    ? "'traject links' lists everybody, and library:ID and programme:ID for other feeds"
                    : "did you mean '" + near + "'?")
            << '\n';
  return nullptr;
}

}  // namespace commands
