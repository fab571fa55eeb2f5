// SPDX-License-Identifier: Apache-2.0
//
// Notices that an earlier state of the database came back, whatever has been recorded in it since.
#pragma once

#include <filesystem>
#include <mutex>
#include <string>
#include <vector>

#include "service/store/failure.h"
#include "service/store/store.h"

namespace store {

/// Keeps a random mark in the database, which a service renews now and then. A state from before the last
/// renewal has another mark. Thread-safe, but for the connections.
class Continuity {
 public:
  explicit Continuity(Store& store) : store_{store} {}

  /// Writes a new mark. It proves that the database takes writes; throws when it does not.
  void renew();

  /// Takes the present mark for the own one: the state that came back has been dealt with.
  void accept();

  /// Of this database and all its copies.
  std::string incarnation();

  /// True when the database does not have the mark that was written last. False before the first renewal.
  bool is_broken() { return is_broken(store_); }

  /// As another connection sees it, on that connection's thread.
  bool is_broken(Store& store) const;

  /// Of the mark that a look found.
  bool is_broken(const std::string& mark) const;

 private:
  bool is_ours(const std::string& mark) const;

  Store& store_;
  mutable std::mutex mutex_;        ///< Guards `marks_`.
  std::vector<std::string> marks_;  ///< The last one; after a failed renewal that one, too.
};

/// What a connection of its own finds on the disk. It has no memory of earlier reads.
struct Sight {
  Failure failure = Failure::none;
  std::string problem;  ///< Why nothing can be read; empty: it can.
  std::string incarnation, mark;
  int revision = 0;  ///< The latest; 0: there is none.
};

/// Reads the database in the folder beside open connections.
Sight look(const std::filesystem::path& data_folder);

/// Reads the database without its WAL and without touching a file: for one that was moved there while another
/// one was open, and for one that nobody uses.
Sight look_at_file(const std::filesystem::path& data_folder);

}  // namespace store
