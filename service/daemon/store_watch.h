// SPDX-License-Identifier: Apache-2.0
//
// Watches the files of the database, which people and programs can remove, replace or damage while they are
// open, and the room on their disk.
#pragma once

#include <atomic>
#include <chrono>
#include <filesystem>
#include <optional>
#include <string>

#include "service/daemon/store_health.h"
#include "service/store/continuity.h"
#include "service/store/home.h"

namespace service {

/// The files of an open database.
struct DatabaseFiles {
  std::optional<store::FileId> database, log, index;
  bool operator==(const DatabaseFiles&) const = default;

  static DatabaseFiles in(const std::filesystem::path& data_folder);
};

/// Sets the log of a former database aside, if that stands beside another one now: SQLite would take it for
/// the log of that one. Call when every connection to the former one is closed.
void set_former_log_aside(const std::filesystem::path& data_folder, const DatabaseFiles& former);

/// Why all connections to the database have to be made anew.
struct Rebuild {
  bool is_other_database = false;  ///< Calendars have seen later times than it knows.
  std::string why;
};

/// One thread: that of `continuity`'s store.
class StoreWatch {
 public:
  using Time = std::chrono::steady_clock::time_point;

  /// Remembers the files that are open now. `copied_because`: not empty when the store is a copy in memory.
  StoreWatch(std::filesystem::path data_folder, store::Continuity& continuity, StoreHealth& health,
             std::string copied_because);

  /// Looks, once a second. Returns the lines to log.
  std::string look(Time steady, programme::Instant now);

  /// Call after something could not be recorded, on any thread: the next look tries to write.
  void note_failure() { failed_ = true; }

  bool is_good() const { return health_.report().state == StoreReport::State::good; }

  /// Not empty: end all connections and start again.
  const std::optional<Rebuild>& rebuild() const { return rebuild_; }

  const DatabaseFiles& opened() const { return opened_; }

 private:
  StoreReport judge(Time steady);
  StoreReport judge_other_file();
  std::string use_of(const store::Sight& sight);
  StoreReport judge_content();
  StoreReport judge_room(Time steady);
  StoreReport try_disk(Time steady);

  const std::filesystem::path folder_;
  store::Continuity& continuity_;
  StoreHealth& health_;
  const std::string copied_because_;
  const DatabaseFiles opened_;
  std::atomic<bool> failed_{false};
  std::string write_problem_;           ///< Of the last attempt to write; empty: it succeeded.
  std::string read_problem_;            ///< Of the last look at the content.
  std::optional<DatabaseFiles> other_;  ///< Found in the place of the opened ones at the last look.
  std::filesystem::file_time_type other_changed_{};
  bool other_is_known_ = false;  ///< It was read.
  Time next_read_{}, next_write_{};
  std::optional<Rebuild> rebuild_;
};

}  // namespace service
