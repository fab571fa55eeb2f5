// SPDX-License-Identifier: Apache-2.0
//
// The data folder: its secret key, and the lock of the one service that runs on it.
#pragma once

#include <array>
#include <cstddef>
#include <filesystem>
#include <string>
#include <vector>

namespace store {

inline constexpr std::size_t key_octets = 32;

/// The secret from which all feed addresses are derived. Reads `feed.key` in the data folder. When there is
/// no key, and no database that was used, makes the database and then the key at random (mode 0600, durable);
/// so call it before Store, which takes a key without a database for a lost database. Throws
/// std::runtime_error, naming the file and what to do, when others may read it, it belongs to somebody else
/// or it is damaged.
std::array<unsigned char, key_octets> open_key(const std::filesystem::path& data_folder);

/// A value by which a key is recognised, and from which it does not follow.
std::string fingerprint_of(const std::array<unsigned char, key_octets>& key);

/// Makes the folder and the database's files in it readable for their owner alone. Returns a sentence for
/// each that it changed. Throws std::runtime_error, naming the file and the command that helps, for one that
/// belongs to somebody else and that others may read; for a folder, when they may write to it.
std::vector<std::string> close_to_others(const std::filesystem::path& data_folder);

/// Locks a data folder for one running service: the folder itself, which cannot be removed from under it, and
/// the file serve.lock, which names the process. The kernel releases both when the process ends, however it
/// ends.
class FolderLock {
 public:
  /// Creates the folder when it is missing. Throws std::runtime_error, naming the other process, when a
  /// service holds it already. A disk that takes no writes does not matter.
  explicit FolderLock(const std::filesystem::path& data_folder);
  ~FolderLock();
  FolderLock(const FolderLock&) = delete;
  FolderLock& operator=(const FolderLock&) = delete;

  /// Makes serve.lock again when it was removed. Returns a sentence when it did; throws std::runtime_error
  /// when another service has made and locked it meanwhile.
  std::string restore();

 private:
  bool lock_file();

  const std::filesystem::path folder_;
  int on_folder_ = -1;
  int on_file_ = -1;  ///< -1: the file cannot be made.
};

}  // namespace store
