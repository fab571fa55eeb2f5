// SPDX-License-Identifier: Apache-2.0
#include "service/store/data_folder.h"

#include <fcntl.h>
#include <sodium.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <stdexcept>
#include <string>
#include <system_error>

namespace store {
namespace {

class File {
 public:
  File(const std::filesystem::path& path, int flags)
      : descriptor_{::open(path.c_str(), flags | O_CLOEXEC, 0600)} {}
  ~File() {
    if (descriptor_ >= 0) ::close(descriptor_);
  }
  File(const File&) = delete;
  File& operator=(const File&) = delete;
  int get() const { return descriptor_; }
  bool is_open() const { return descriptor_ >= 0; }

 private:
  int descriptor_;
};

[[noreturn]] void fail(const std::filesystem::path& path, const char* what) {
  throw std::system_error{errno, std::generic_category(), std::string{what} + " " + path.string()};
}

void sync_folder(const std::filesystem::path& folder) {
  const File handle{folder, O_RDONLY | O_DIRECTORY};
  if (!handle.is_open() || ::fsync(handle.get()) != 0) fail(folder, "cannot write to");
}

/// Writes a new key beside the final name and links it there, so that of two starters one wins and no reader
/// ever sees half a key.
void make_key(const std::filesystem::path& path) {
  std::array<unsigned char, key_octets> bytes{};
  randombytes_buf(bytes.data(), bytes.size());
  const std::filesystem::path fresh = path.string() + "." + std::to_string(::getpid());
  {
    const File file{fresh, O_WRONLY | O_CREAT | O_EXCL};
    if (!file.is_open()) fail(fresh, "cannot create");
    const auto written = ::write(file.get(), bytes.data(), bytes.size());
    if (written != static_cast<ssize_t>(bytes.size()) || ::fsync(file.get()) != 0)
      fail(fresh, "cannot write");
  }
  sodium_memzero(bytes.data(), bytes.size());
  const int linked = ::link(fresh.c_str(), path.c_str());
  const int error = errno;
  ::unlink(fresh.c_str());
  if (linked != 0 && error != EEXIST) {
    errno = error;
    fail(path, "cannot create");
  }
  sync_folder(path.parent_path());
}

const char* kind_of(mode_t mode) {
  if (S_ISDIR(mode)) return "a folder";
  if (S_ISFIFO(mode)) return "a named pipe";
  if (S_ISSOCK(mode)) return "a socket";
  if (S_ISLNK(mode)) return "a link";
  return "a device";
}

[[noreturn]] void refuse_kind(const std::filesystem::path& path, mode_t mode) {
  throw std::runtime_error{path.string() + " is " + kind_of(mode) +
                           ", and must be the file with the key of 32 octets; put it back from the backup"};
}

void refuse_unless_private(const File& file, const std::filesystem::path& path) {
  struct stat status {};
  if (::fstat(file.get(), &status) != 0) fail(path, "cannot read");
  if (!S_ISREG(status.st_mode)) refuse_kind(path, status.st_mode);
  if (status.st_uid != ::geteuid())
    throw std::runtime_error{path.string() + " belongs to another user; run as that user, or chown it"};
  if ((status.st_mode & 077) != 0)
    throw std::runtime_error{
        path.string() +
        " can be read by others, who could open every feed with it; chmod 600 it, and when "
        "others may have read it, delete it: every feed then gets a new address"};
}

}  // namespace

std::array<unsigned char, key_octets> open_key(const std::filesystem::path& data_folder) {
  if (sodium_init() < 0) throw std::runtime_error{"libsodium cannot be initialised"};
  const std::filesystem::path path = data_folder / "feed.key";
  if (!std::filesystem::exists(std::filesystem::symlink_status(path))) {
    // A new key beside an old database would close every address that people are subscribed to.
    if (std::filesystem::exists(data_folder / "traject.db"))
      throw std::runtime_error{path.string() +
                               " is missing, and every feed's address hangs on it: restore it from the "
                               "backup, or, to give every feed a new address, delete traject.db too"};
    std::filesystem::create_directories(data_folder);
    make_key(path);
  }

  // Opening a device may have effects, and a link or socket cannot be opened: the mode says what it is.
  struct stat status {};
  if (::lstat(path.c_str(), &status) == 0 && !S_ISREG(status.st_mode)) refuse_kind(path, status.st_mode);
  // O_NONBLOCK: opening a named pipe must not wait for a writer.
  const File file{path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY};
  if (!file.is_open()) fail(path, "cannot read");
  refuse_unless_private(file, path);
  std::array<unsigned char, key_octets + 1> bytes{};
  if (::read(file.get(), bytes.data(), bytes.size()) != static_cast<ssize_t>(key_octets))
    throw std::runtime_error{path.string() +
                             " is damaged: it must hold 32 octets; restore it from the backup"};
  std::array<unsigned char, key_octets> key{};
  std::copy_n(bytes.begin(), key_octets, key.begin());
  sodium_memzero(bytes.data(), bytes.size());
  return key;
}

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
