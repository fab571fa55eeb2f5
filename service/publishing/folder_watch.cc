// SPDX-License-Identifier: Apache-2.0
#include "service/publishing/folder_watch.h"

#include <sys/inotify.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <system_error>

#include "service/config_files/folder_listing.h"

namespace publishing {
namespace {

namespace fs = std::filesystem;

constexpr std::uint32_t watched_events = IN_MODIFY | IN_ATTRIB | IN_CLOSE_WRITE | IN_MOVED_FROM |
                                         IN_MOVED_TO | IN_CREATE | IN_DELETE | IN_DELETE_SELF | IN_MOVE_SELF;
/// What editors write beside the files, for as long as they have them open. Names like "..data" are links
/// that Kubernetes swaps.
bool is_nobodys(const std::string& name) {
  return !name.empty() && !name.starts_with("..") && config_files::is_left_over(name);
}

constexpr int deepest = 2;  ///< programmes/gezinsaanpak-2023, templates/nl

}  // namespace

FolderWatch::FolderWatch(const fs::path& folder)
    : folder_{fs::absolute(folder).lexically_normal()},
      descriptor_{::inotify_init1(IN_NONBLOCK | IN_CLOEXEC)} {
  if (descriptor_ < 0)
    throw std::system_error{errno, std::generic_category(), "cannot watch " + folder_.string()};
  if (!folder_.has_filename()) folder_ = folder_.parent_path();  // "config/"
  watch_all();
}

FolderWatch::~FolderWatch() { ::close(descriptor_); }

void FolderWatch::watch(const fs::path& folder, int depth) {
  // What cannot be watched is looked into now and then all the same.
  if (::inotify_add_watch(descriptor_, folder.c_str(), watched_events) < 0 || depth == deepest) return;
  std::error_code ignored;
  for (auto item = fs::directory_iterator{folder, ignored}; item != fs::directory_iterator{};
       item.increment(ignored)) {
    std::error_code unknown;
    if (item->is_directory(unknown)) watch(item->path(), depth + 1);
  }
}

void FolderWatch::watch_all() {
  above_ = ::inotify_add_watch(descriptor_, folder_.parent_path().c_str(), IN_MOVED_TO | IN_CREATE);
  watch(folder_, 0);
}

void FolderWatch::note(int folder, std::uint32_t what, const std::string& name) {
  if ((what & IN_Q_OVERFLOW) != 0) open_.clear();
  if ((what & IN_MODIFY) != 0) open_.emplace(folder, name);
  if ((what & (IN_CLOSE_WRITE | IN_MOVED_FROM | IN_DELETE)) != 0) open_.erase({folder, name});
  if ((what & IN_IGNORED) != 0)
    std::erase_if(open_, [folder](const auto& file) { return file.first == folder; });
}

bool FolderWatch::take_in() {
  bool any = false;
  alignas(inotify_event) std::array<char, 65536> buffer;
  for (;;) {
    const ssize_t got = ::read(descriptor_, buffer.data(), buffer.size());
    if (got <= 0) break;
    for (std::size_t at = 0; at < static_cast<std::size_t>(got);) {
      inotify_event event{};
      std::memcpy(&event, buffer.data() + at, sizeof event);
      const std::string name{event.len > 0 ? buffer.data() + at + sizeof event : ""};
      at += sizeof event + event.len;
      if (is_nobodys(name) || (event.wd == above_ && name != folder_.filename())) continue;
      note(event.wd, event.mask, name);
      any = true;
    }
  }
  if (any) watch_all();
  return any;
}

}  // namespace publishing
