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

#include "service/store/continuity.h"
#include "service/store/home.h"
#include "service/store/store.h"

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

/// True when the file exists, or a link of that name.
bool is_there(const std::filesystem::path& path) {
  return std::filesystem::exists(std::filesystem::symlink_status(path));
}

/// A database that a first start made before it was interrupted has no revision.
bool was_used(const std::filesystem::path& data_folder) {
  if (!is_there(data_folder / "traject.db")) return false;
  const Sight sight = look(data_folder);
  return !sight.problem.empty() || sight.revision > 0;
}

/// Returns false when it is closed to others already.
bool close_to_others(const std::filesystem::path& path, mode_t wanted, mode_t never) {
  struct stat status {};
  if (::stat(path.c_str(), &status) != 0 || (status.st_mode & 077) == 0) return false;
  if (status.st_uid == ::geteuid() && ::chmod(path.c_str(), wanted) == 0) return true;
  if ((status.st_mode & never) == 0) return false;
  throw std::runtime_error{path.string() + " can be " + (never == 022 ? "written" : "read") +
                           " by others, and is not ours to close; chmod go= it, or chown it to the user of "
                           "the service"};
}

int open_folder(const std::filesystem::path& folder) {
  return ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
}

std::string owner_in(int descriptor) {
  std::array<char, 32> owner{};
  const auto length = descriptor < 0 ? -1 : ::pread(descriptor, owner.data(), owner.size() - 1, 0);
  return length > 0 ? " (process " + std::string{owner.data()} + ")" : "";
}

[[noreturn]] void refuse_second(const std::filesystem::path& folder) {
  const File file{folder / "serve.lock", O_RDONLY};
  throw std::runtime_error{"the data folder " + folder.string() + " is in use by another service" +
                           owner_in(file.get()) +
                           "; stop that one first, or give this one its own --data folder"};
}

}  // namespace

std::array<unsigned char, key_octets> open_key(const std::filesystem::path& data_folder) {
  if (sodium_init() < 0) throw std::runtime_error{"libsodium cannot be initialised"};
  const std::filesystem::path path = data_folder / "feed.key";
  if (!is_there(path)) {
    // A new key beside an old database would close every address that people are subscribed to.
    if (was_used(data_folder))
      throw std::runtime_error{path.string() +
                               " is missing, and every feed's address hangs on it: restore it from the "
                               "backup, or, to give every feed a new address, delete traject.db too"};
    { const Store made_before_the_key{data_folder}; }
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

std::string fingerprint_of(const std::array<unsigned char, key_octets>& key) {
  std::array<unsigned char, 16> digest{};
  crypto_generichash(digest.data(), digest.size(), key.data(), key.size(), nullptr, 0);
  std::array<char, 2 * digest.size() + 1> text{};
  return sodium_bin2hex(text.data(), text.size(), digest.data(), digest.size());
}

std::vector<std::string> close_to_others(const std::filesystem::path& data_folder) {
  std::vector<std::string> changed;
  const auto close = [&](const std::filesystem::path& path, mode_t wanted, mode_t never) {
    if (close_to_others(path, wanted, never))
      changed.push_back("others could open " + path.string() + "; it is now for its owner alone");
  };
  close(data_folder, 0700, 022);
  for (const char* name : {"traject.db", "traject.db-wal", "traject.db-shm", "serve.lock"})
    close(data_folder / name, 0600, 077);
  return changed;
}

FolderLock::FolderLock(const std::filesystem::path& data_folder) : folder_{data_folder} {
  std::filesystem::create_directories(folder_);
  on_folder_ = open_folder(folder_);
  if (on_folder_ < 0) fail(folder_, "cannot open");
  // A file system without locks on folders leaves it to the file.
  const bool taken = ::flock(on_folder_, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK;
  if (!taken && lock_file()) return;
  if (on_file_ >= 0) ::close(on_file_);
  ::close(on_folder_);
  refuse_second(folder_);
}

/// Returns false when another process has locked the file. Locks nothing when the disk takes no file.
bool FolderLock::lock_file() {
  on_file_ = ::open((folder_ / "serve.lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (on_file_ < 0) return true;
  if (::flock(on_file_, LOCK_EX | LOCK_NB) != 0) return errno != EWOULDBLOCK;
  // Only for the message of a second service, so a full disk does not matter.
  const std::string self = std::to_string(::getpid());
  if (::ftruncate(on_file_, 0) == 0) (void)!::pwrite(on_file_, self.data(), self.size(), 0);
  return true;
}

std::string FolderLock::restore() {
  struct stat ours {};
  const bool had_file = on_file_ >= 0 && ::fstat(on_file_, &ours) == 0;
  const auto there = file_id(folder_ / "serve.lock");
  if (had_file && there && *there == FileId{ours.st_dev, ours.st_ino}) return {};
  if (on_file_ >= 0) ::close(on_file_);
  if (!lock_file())
    throw std::runtime_error{"another service uses the data folder " + folder_.string() + owner_in(on_file_) +
                             ": stop one of them"};
  const bool is_made = had_file && on_file_ >= 0;
  return is_made ? "serve.lock was removed from " + folder_.string() + "; it is there again" : "";
}

FolderLock::~FolderLock() {
  if (on_file_ >= 0) ::close(on_file_);
  ::close(on_folder_);
}

}  // namespace store
