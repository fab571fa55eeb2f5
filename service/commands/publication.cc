// SPDX-License-Identifier: Apache-2.0
#include "service/commands/publication.h"

#include "service/feeds/draft.h"
#include "service/feeds/feed_set.h"
#include "service/store/key_file.h"

namespace commands {

std::shared_ptr<const web::Published> publish(const std::vector<programme::Programme>& programmes,
                                              store::Store& store, const feeds::TokenKey& key,
                                              programme::Instant now) {
  const feeds::Draft draft{programmes};
  feeds::FeedSet feeds;
  store.record(draft.contents(), now, [&](auto stamps) { feeds = feeds::build(draft, stamps); });
  return std::make_shared<const web::Published>(web::Published{
      .catalogue = std::make_shared<const web::Catalogue>(std::move(feeds), key, store.generations()),
      .programmes = programmes.size(),
  });
}

std::shared_ptr<const web::Published> publish_once(const Options& options,
                                                   const config_files::Loaded& loaded) {
  const auto folder = options.data_folder(loaded.settings);
  const feeds::TokenKey key{store::open_key(folder)};
  store::Store store{folder};
  return publish(loaded.programmes, store, key, options.time());
}

}  // namespace commands
