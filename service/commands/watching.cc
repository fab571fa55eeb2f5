// SPDX-License-Identifier: Apache-2.0
#include "service/commands/watching.h"

#include <spdlog/spdlog.h>

#include <utility>

#include "service/commands/half_written.h"

namespace commands {
namespace {

using std::chrono::steady_clock;

/// For folders on other machines, and links that nobody watches.
constexpr std::chrono::seconds poll_interval{15};

}  // namespace

Watching::Watching(std::filesystem::path folder, Publisher& publisher, config_files::Files seen)
    : folder_{std::move(folder)},
      publisher_{publisher},
      watch_{folder_},
      seen_{std::move(seen)},
      next_poll_{steady_clock::now() + poll_interval} {
  // What changed before it was watched, and what the publisher did not take at the start.
  if (config_files::read_files(folder_) != seen_ ||
      config_files::programme_texts(seen_) != publisher_.texts())
    settling_.touched(steady_clock::now());
}

void Watching::turn(Time now) {
  if (watch_.take_in()) {
    settling_.touched(now);
    silent_ = false;
  }
  if (now >= next_poll_) {
    next_poll_ = now + poll_interval;
    if (!settling_.due() && config_files::read_files(folder_) != seen_) {
      settling_.touched(now);
      silent_ = true;
    }
  }
  if (settling_.is_due(now)) look(now);
}

void Watching::look(Time now) {
  auto files = config_files::read_files(folder_);
  const bool changed_meanwhile = watch_.take_in();
  if (changed_meanwhile || (silent_ && files != seen_)) {
    settling_.touched(now);
    seen_ = std::move(files);
    return;
  }
  const bool unfinished =
      watch_.being_written() || may_be_half_written(publisher_.texts(), config_files::programme_texts(files));
  if (unfinished && settling_.wait_longer(now)) {
    spdlog::info("the files may be half written: waiting up to {} s", Settling::patience.count());
    seen_ = std::move(files);
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
    offer(std::move(files), true);
  }
}

void Watching::offer(config_files::Files files, bool again) {
  const auto begin = steady_clock::now();
  Candidate candidate = read_candidate(files);
  if (publisher_.offer(std::move(candidate), steady_clock::now() - begin, again)) {
    seen_ = std::move(files);
  } else {
    seen_ = {};  // so that the next poll finds a difference
  }
}

}  // namespace commands
