// SPDX-License-Identifier: Apache-2.0
#include "service/publishing/watching.h"

#include <spdlog/spdlog.h>

#include <utility>

#include "service/publishing/half_written.h"

namespace publishing {
namespace {

using std::chrono::steady_clock;

/// For folders on other machines, and links that nobody watches.
constexpr std::chrono::seconds poll_interval{15};

std::string digest_of(const config_files::Files& files) {
  store::RevisionFiles digests;
  for (const auto& [path, entry] : files.entries)
    digests.emplace(path, std::to_string(static_cast<int>(entry.kind)) + entry.why.en +
                              store::digest_of({{path, entry.bytes}}));
  return store::digest_of(digests);
}

}  // namespace

Watching::Watching(std::filesystem::path folder, Publisher& publisher, const config_files::Files& seen,
                   config_files::KnownTables known)
    : folder_{std::move(folder)},
      publisher_{publisher},
      known_{std::move(known)},
      watch_{folder_},
      seen_{digest_of(seen)},
      next_poll_{steady_clock::now() + poll_interval} {
  // What changed before it was watched, and what the publisher did not take at the start.
  if (digest_of(config_files::read_files(folder_)) != seen_ ||
      config_files::programme_texts(seen) != publisher_.texts())
    settling_.touched(steady_clock::now());
}

void Watching::turn(Time now) {
  if (watch_.take_in()) {
    settling_.touched(now);
    silent_ = false;
  }
  if (now >= next_poll_) {
    next_poll_ = now + poll_interval;
    if (!settling_.due() && digest_of(config_files::read_files(folder_)) != seen_) {
      settling_.touched(now);
      silent_ = true;
    }
  }
  if (settling_.is_due(now)) look(now);
}

void Watching::look(Time now) {
  auto files = config_files::read_files(folder_);
  const bool changed_meanwhile = watch_.take_in();
  const std::string digest = digest_of(files);
  const bool goes_on = changed_meanwhile || (silent_ && digest != seen_);
  seen_ = digest;
  if (goes_on) {
    settling_.touched(now);
    return;
  }
  const bool unfinished =
      watch_.being_written() || may_be_half_written(publisher_.texts(), config_files::programme_texts(files));
  if (unfinished && settling_.wait_longer(now)) {
    spdlog::info("the files may be half written: waiting up to {} s", Settling::patience.count());
    publisher_.folder_waits();
    return;
  }
  settling_.looked();
  offer(std::move(files), false);
}

void Watching::look_at_once(Time now) {
  settling_.looked();
  watch_.take_in();
  auto files = config_files::read_files(folder_);
  if (watch_.take_in() || watch_.being_written()) {
    settling_.touched(now);
  } else {
    seen_ = digest_of(files);
    offer(std::move(files), true);
  }
}

/// `seen_` is the digest of the files already.
void Watching::offer(config_files::Files files, bool again) {
  const auto begin = steady_clock::now();
  Configuration configuration = read_configuration(files, &known_);
  files = {};
  if (!publisher_.folder_changed(std::move(configuration), steady_clock::now() - begin, again))
    seen_.clear();  // so that the next poll finds a difference
}

}  // namespace publishing
