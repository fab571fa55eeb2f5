// SPDX-License-Identifier: Apache-2.0
#include "service/daemon/fetch_log.h"

#include <spdlog/spdlog.h>

#include <vector>

#include "service/store/failure.h"

namespace service {

void FetchLog::note(const feeds::Feed& feed, std::string_view family) {
  const Last last{clock_.now(), feed.digest};
  std::tuple key{feed.subject.kind, feed.subject.id, std::string{family}};
  const std::scoped_lock lock{mutex_};
  fetches_.insert_or_assign(std::move(key), last);
}

void FetchLog::write_to(store::Store& store) {
  Fetches taken;
  {
    const std::scoped_lock lock{mutex_};
    taken.swap(fetches_);
  }
  std::vector<store::FeedFetch> rows;
  rows.reserve(taken.size());
  for (const auto& [key, last] : taken) {
    const auto& [kind, id, family] = key;
    rows.push_back({std::string{to_string(kind)}, id, family, last.fetched, feeds::to_hex(last.digest)});
  }
  try {
    store::FeedFetches{store}.write(rows);
  } catch (...) {
    const std::scoped_lock lock{mutex_};
    fetches_.merge(taken);  // Later fetches have replaced the earlier ones.
    throw;
  }
}

std::string write_fetches(FetchLog& fetches, store::Store& store) {
  try {
    fetches.write_to(store);
    return "";
  } catch (const std::exception& error) {
    std::string why = store::in_words(error);
    spdlog::error("who fetched which feed is not written yet: {}", why);
    return why;
  }
}

}  // namespace service
