// SPDX-License-Identifier: Apache-2.0
#include "service/commands/published_state.h"

#include <iostream>
#include <utility>
#include <vector>

#include "service/commands/command_errors.h"
#include "service/programme/nearest.h"
#include "service/programme/printable.h"
#include "service/store/data_folder.h"

namespace commands {

using publishing::Latest;

std::optional<Latest> read_latest_or_report(const Options& options) {
  auto folder = publishing::read_configuration(config_files::read_files(options.config));
  if (report_errors(folder.loaded.problems, options.language, "service.toml")) return std::nullopt;
  const auto data = options.data_folder(folder.loaded.settings);
  Latest latest = publishing::read_latest(std::move(folder), data);
  if (report_errors(latest.configuration.loaded.problems, options.language)) {
    if (latest.number > 0)
      std::cerr << say(options.language, "dit zijn fouten in versie {0}\n",
                       "these are errors in revision {0}\n", {std::to_string(latest.number)});
    return std::nullopt;
  }
  return latest;
}

std::shared_ptr<const feeds::Snapshot> snapshot_or_report(const Options& options, const Latest& latest) {
  const config_files::Settings& settings = latest.configuration.loaded.settings;
  if (latest.number == 0 && !settings.publish_automatically) {
    std::cerr << "nothing is published yet; 'traject publish' does that\n";
    return nullptr;
  }
  if (latest.differs)
    std::cerr << "the files hold something else than revision " << latest.number
              << ", which is what is published: 'traject diff " << latest.number << "' shows what\n";
  const auto folder = options.data_folder(settings);
  if (std::filesystem::exists(folder / "feed.key") && !std::filesystem::exists(folder / "traject.db")) {
    std::cerr << "there is no traject.db in " << programme::printable(folder.string())
              << ", though its feed.key is there: restore it from the backup; nothing is changed\n";
    return nullptr;
  }
  const feeds::TokenKey key{store::open_key(folder)};
  store::Store store{folder};
  const auto published =
      publishing::publish_configuration(latest.configuration, {.expected = latest.number, .who = user_name()},
                                        {store, key, options.base_address(settings)}, options.time());
  if (!published.snapshot)
    std::cerr << "revision " << published.outcome.latest->number << " was published meanwhile; ask again\n";
  return published.snapshot;
}

const feeds::Feed* find_feed(const feeds::FeedSet& feeds, const std::string& name) {
  const auto subject = feeds::parse_subject(name);
  if (!subject) {
    std::cerr << programme::in_quotes(name)
              << " is not a feed; write person:ID, library:ID or programme:ID\n";
    return nullptr;
  }
  if (const feeds::Feed* found = feeds.find(*subject)) return found;

  std::vector<std::string> names;
  for (const auto& feed : feeds.all()) names.push_back(to_string(feed.subject));
  const std::string near = programme::nearest(name, names);
  std::cerr << "there is no feed " << programme::in_quotes(name) << "; "
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
  std::cerr << "there is no person " << programme::in_quotes(whose) << "; "
            << (near.empty()
                    ? "'traject links' lists everybody, and library:ID and programme:ID for other feeds"
                    : "did you mean '" + near + "'?")
            << '\n';
  return nullptr;
}

}  // namespace commands
