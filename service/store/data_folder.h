// SPDX-License-Identifier: Apache-2.0
//
// The data folder: its secret key, and the lock of the one service that runs on it.
#pragma once

#include <array>
#include <cstddef>
#include <filesystem>

namespace store {

inline constexpr std::size_t key_octets = 32;

/// The secret from which all feed addresses are derived. Reads `feed.key` in the data folder; makes it at
/// random (mode 0600, durable) when there is neither a key nor a database, so call it before Store. Throws
/// std::runtime_error, naming the file and what to do, when others may read it, it belongs to somebody else
/// or it is damaged.
std::array<unsigned char, key_octets> open_key(const std::filesystem::path& data_folder);

/// Locks a data folder for one running service. The kernel releases the lock when the process ends, however
/// it ends.
class FolderLock {
 public:
  /// Creates the folder when it is missing. Throws std::runtime_error, naming the other process, when a
  /// service holds it already.
  explicit FolderLock(const std::filesystem::path& data_folder);
  ~FolderLock();
  FolderLock(const FolderLock&) = delete;
  FolderLock& operator=(const FolderLock&) = delete;

 private:
  int descriptor_;
};

}  // namespace store
