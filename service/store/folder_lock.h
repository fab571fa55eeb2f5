// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>

namespace store {

/// Holds a data folder for one running service. The kernel lets go of it when the process ends, however it
/// ends.
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
