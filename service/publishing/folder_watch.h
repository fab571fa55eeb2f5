// SPDX-License-Identifier: Apache-2.0
//
// Publishes the configuration folder one second after its last change. A file that vanished, is empty or lost
// its last line may be a copy in progress; the folder is then read again for thirty seconds before it is
// accepted.
#pragma once

#include <chrono>
#include <filesystem>
#include <optional>

#include "service/config_files/files.h"
#include "service/publishing/publisher.h"

namespace publishing {

/// True if a published file is now missing, empty or truncated, or no longer ends in a newline. That may be
/// intended. But a table truncated at the end of a line is a valid table with fewer people.
bool may_be_half_written(const config_files::Texts& published, const config_files::Texts& now);

/// As above. What cannot be read or is beyond a limit is no copy in progress.
bool is_copy_in_progress(const config_files::Texts& published, const config_files::Files& now);

/// Decides when to read a folder. Pure: file stamps and the time are arguments.
class FolderRule {
 public:
  using Time = std::chrono::steady_clock::time_point;

  static constexpr std::chrono::seconds quiet{1};
  static constexpr std::chrono::seconds patience{30};

  /// `seen`: the stamps before the folder was last read.
  explicit FolderRule(config_files::FileStamps seen) : seen_{std::move(seen)} {}

  /// Records the current stamps. True if the folder has not changed for `quiet` and must be read now.
  bool is_due(config_files::FileStamps stamps, Time now);

  /// Reads again after `quiet`, whatever the stamps say.
  void expect_change(Time now);

  /// Reads now.
  void expect_now(Time now) {
    changed_ = now;
    due_ = now;
  }

  /// Call if the folder may be half written. Schedules another read and returns true; returns false if the
  /// folder has not changed for `patience`, and must be accepted as it is.
  bool wait_longer(Time now);

  /// Schedules no read until the stamps change.
  void done() { due_.reset(); }

  /// Schedules a read after `patience`: publishing failed for a reason outside the folder.
  void try_again(Time now) { due_ = now + patience; }

 private:
  config_files::FileStamps seen_;
  Time changed_{};           ///< The last change.
  std::optional<Time> due_;  ///< The time of the next read; absent: none is scheduled.
};

/// Polls the folder four times a second, which works on every file system. Not thread-safe.
class FolderWatch {
 public:
  using Time = FolderRule::Time;

  /// The first turn() reads the folder.
  FolderWatch(std::filesystem::path folder, Publisher& publisher);

  /// The time at which turn() must be called next.
  Time next() const { return next_look_; }
  void turn(Time now);

  /// Reads the folder at once and accepts it as complete: an operator asked for a reload.
  void read_now(Time now);

 private:
  config_files::FileStamps stamps() const { return config_files::read_stamps(folder_, limits_); }
  config_files::Files read();
  void offer(const config_files::Files& files, Time now, bool again);

  const std::filesystem::path folder_;
  Publisher& publisher_;
  config_files::Limits limits_;  ///< Of the last reading.
  FolderRule rule_;
  Time next_look_{};
};

}  // namespace publishing
