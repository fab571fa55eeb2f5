// SPDX-License-Identifier: Apache-2.0
#include "service/store/folder_lock.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <stdexcept>
#include <string>
#include <system_error>

namespace store {

FolderLock::FolderLock(const std::filesystem::path& data_folder) {
  std::filesystem::create_directories(data_folder);
  const std::filesystem::path path = data_folder / "serve.lock";
  descriptor_ = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (descriptor_ < 0)
    throw std::system_error{errno, std::generic_category(), "cannot open " + path.string()};
  if (::flock(descriptor_, LOCK_EX | LOCK_NB) != 0) {
    std::array<char, 32> owner{};
    const auto length = ::pread(descriptor_, owner.data(), owner.size() - 1, 0);
    ::close(descriptor_);
    throw std::runtime_error{"the data folder " + data_folder.string() + " is in use by another service" +
                             (length > 0 ? " (process " + std::string{owner.data()} + ")" : "") +
                             "; stop that one first, or give this one its own --data folder"};
  }
  // Only for the message above: the lock itself is the kernel's.
  const std::string self = std::to_string(::getpid());
  if (::ftruncate(descriptor_, 0) != 0 || ::pwrite(descriptor_, self.data(), self.size(), 0) < 0) {
    const int error = errno;
    ::close(descriptor_);
    throw std::system_error{error, std::generic_category(), "cannot write " + path.string()};
  }
}

FolderLock::~FolderLock() { ::close(descriptor_); }

}  // namespace store
