// SPDX-License-Identifier: Apache-2.0
//
// Publishes the configuration folder by one rule: one second after the last change. A file that vanished, is
// empty or lost its last line may be a copy under way, so such a folder waits thirty seconds.
#pragma once

#include <chrono>
#include <filesystem>
#include <optional>

#include "service/config_files/files.h"
#include "service/publishing/publisher.h"

namespace publishing {

/// True if a published file is now missing, empty or truncated, or no longer ends in a newline. That may be
/// meant, but a table cut off at the end of a line is a good table with fewer people.
bool may_be_half_written(const config_files::Texts& published, const config_files::Texts& now);

/// When to read a folder. Pure: stamps and the time are arguments.
class FolderRule {
 public:
  using Time = std::chrono::steady_clock::time_point;

  static constexpr std::chrono::seconds quiet{1};
  static constexpr std::chrono::seconds patience{30};

  /// `seen`: the stamps before the folder was last read.
  explicit FolderRule(config_files::FileStamps seen) : seen_{std::move(seen)} {}

  /// Takes note of what the folder looks like now. True if it has rested and is to be read.
  bool is_due(config_files::FileStamps stamps, Time now);

  /// Reads again after `quiet`, whatever the stamps say.
  void expect_change(Time now);

  /// What was read may be half written. False if it has been so for `patience` and is to be believed.
  bool wait_longer(Time now);

  /// It was read and needs no other look until something changes.
  void done() { due_.reset(); }

  /// It could not be published for a reason outside of it.
  void try_again(Time now) { due_ = now + patience; }

 private:
  config_files::FileStamps seen_;
  Time changed_{};           ///< The last change.
  std::optional<Time> due_;  ///< Absent: nothing changed since the last look.
};

/// Looks at the folder four times a second, also on file systems that announce nothing. One thread.
class FolderWatch {
 public:
  using Time = FolderRule::Time;

  /// `stamps`: of before `seen` was read, which is what the publisher started with.
  FolderWatch(std::filesystem::path folder, Publisher& publisher, config_files::FileStamps stamps,
              const config_files::Files& seen);

  /// When turn() is to be called next.
  Time next() const { return next_look_; }
  void turn(Time now);

  /// Reads the folder at once, without waiting: somebody says that it is ready.
  void read_now(Time now);

 private:
  void offer(const config_files::Files& files, Time now, bool again);

  const std::filesystem::path folder_;
  Publisher& publisher_;
  FolderRule rule_;
  Time next_look_{};
};

}  // namespace publishing
