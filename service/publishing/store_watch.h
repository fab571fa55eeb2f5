// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <sys/inotify.h>
#include <unistd.h>

#include <array>
#include <filesystem>

namespace publishing {

/// Tells that another process may have published: it closed the database that it had written to. Only a hint,
/// to be faster than the next look.
class StoreWatch {
 public:
  explicit StoreWatch(const std::filesystem::path& data_folder)
      : descriptor_{::inotify_init1(IN_NONBLOCK | IN_CLOEXEC)} {
    ::inotify_add_watch(descriptor_, data_folder.c_str(), IN_CLOSE_WRITE);
  }
  ~StoreWatch() { ::close(descriptor_); }
  StoreWatch(const StoreWatch&) = delete;
  StoreWatch& operator=(const StoreWatch&) = delete;

  int descriptor() const { return descriptor_; }

  bool take_in() {
    std::array<char, 4096> buffer{};
    bool any = false;
    while (::read(descriptor_, buffer.data(), buffer.size()) > 0) any = true;
    return any;
  }

 private:
  int descriptor_;
};

}  // namespace publishing
