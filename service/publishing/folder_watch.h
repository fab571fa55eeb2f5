// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <utility>

namespace publishing {

/// Tells that something happened in a configuration folder, through inotify(7): whatever way it was saved,
/// and also when it, a folder in it, or Kubernetes' "..data" is a link that was swapped. Folders on other
/// machines tell nothing.
class FolderWatch {
 public:
  explicit FolderWatch(const std::filesystem::path& folder);
  ~FolderWatch();
  FolderWatch(const FolderWatch&) = delete;
  FolderWatch& operator=(const FolderWatch&) = delete;

  /// Readable when there is something to take in.
  int descriptor() const { return descriptor_; }

  /// Whether anything happened since the last time. Also begins to watch folders that are new.
  bool take_in();

  /// A file was changed and whoever did that has not closed it yet.
  bool being_written() const { return !open_.empty(); }

 private:
  void watch(const std::filesystem::path& folder, int depth);
  void watch_all();
  void note(int folder, std::uint32_t what, const std::string& name);

  std::filesystem::path folder_;
  int descriptor_;
  std::set<std::pair<int, std::string>> open_;  ///< Changed and not closed, by watch and name.
  int above_ = -1;                              ///< The watch of the folder in which `folder_` stands.
};

}  // namespace publishing
