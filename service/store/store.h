// SPDX-License-Identifier: Apache-2.0
//
// The durable state: one SQLite database, `traject.db` in the data folder (WAL, synchronous FULL).
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "service/programme/stamp.h"

namespace store {

/// What a connection is for. Of those that are open at one time one moves the WAL into the database: two that
/// do so at once can corrupt it (sqlite.org/wal.html, the WAL-reset bug of versions before 3.51.3).
enum class Use {
  beside,   ///< Leaves that to the worker, or to the last connection that closes.
  worker,   ///< The one that does it.
  scratch,  ///< Likewise, and waits for no disk: a power cut may lose everything.
  copy,     ///< A copy in memory, read once, for a disk that takes no writes. What is written to it is lost.
};

class Store;

/// All reads on a store's connection between construction and destruction see one state of the database.
class ReadView {
 public:
  explicit ReadView(Store& store);
  ~ReadView();
  ReadView(const ReadView&) = delete;
  ReadView& operator=(const ReadView&) = delete;

 private:
  Store& store_;
};

/// One connection; use it on one thread. Every function throws std::runtime_error when the database fails.
class Store {
 public:
  /// Opens the database in that folder and brings its schema up to date; creates both when they are missing,
  /// for their owner alone. Throws DatabaseError when it cannot be used. Refuses a database that a newer
  /// version of this program has written.
  explicit Store(const std::filesystem::path& data_folder, Use use = Use::beside);
  ~Store();
  Store(const Store&) = delete;
  Store& operator=(const Store&) = delete;

  /// Publishes: compares each content with what was last recorded under its UID and, in one transaction,
  /// records what is new or different with the time `now`, or a later one: above its own last time and above
  /// every personal time. Returns the stamp of each, in the same order. Recording the same contents again
  /// changes nothing.
  ///
  /// `use` gets the stamps before they are recorded for good: when it throws, nothing is recorded.
  std::vector<programme::Stamp> record(
      std::span<const programme::Content> contents, date::sys_seconds now,
      const std::function<void(std::span<const programme::Stamp>)>& use = {});

  /// For the other classes of this folder.
  struct Connection;
  Connection& connection() { return *connection_; }

 private:
  std::unique_ptr<Connection> connection_;
};

}  // namespace store
