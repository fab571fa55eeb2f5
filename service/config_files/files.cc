// SPDX-License-Identifier: Apache-2.0
#include "service/config_files/files.h"

#include <sys/stat.h>

#include <algorithm>
#include <limits>
#include <optional>
#include <system_error>
#include <utility>

#include "service/config_files/folder_listing.h"
#include "service/config_files/guarded_file.h"
#include "service/config_files/service_file.h"

namespace config_files {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view programmes = "programmes/";
constexpr const char* service_toml = "service.toml";

/// Counts the '/' in a path.
std::size_t depth_of(std::string_view path) {
  std::size_t depth = 0;
  for (const char c : path) depth += c == '/' ? 1 : 0;
  return depth;
}

/// Returns the greatest size in octets that any settings allow, or nullopt when the program does not read
/// this path.
std::optional<std::size_t> limit_of(std::string_view path) {
  if (path == service_toml) return text_limit;
  const std::string_view name = path.substr(path.rfind('/') + 1);
  if (depth_of(path) != 2) return std::nullopt;
  if (path.starts_with("templates/") && name.ends_with(".md")) return text_limit;
  if (!path.starts_with(programmes)) return std::nullopt;
  if (name == "programme.toml") return text_limit;
  if (name == "libraries.csv" || name == "people.csv") return std::numeric_limits<std::size_t>::max();
  return std::nullopt;
}

bool is_entered(std::string_view path) {
  return path == "programmes" || path == "templates" || path == "templates/nl" || path == "templates/en" ||
         (path.starts_with(programmes) && depth_of(path) == 1);
}

struct Found {
  std::string path;                  ///< Relative to the folder, with '/'.
  fs::path place;                    ///< Without symbolic links.
  std::optional<std::size_t> limit;  ///< As limit_of().
  bool is_folder = false;
  programme::Text why{};  ///< Not empty: it must not or cannot be read.
};

bool is_beneath(const fs::path& path, const fs::path& root) {
  return std::mismatch(root.begin(), root.end(), path.begin(), path.end()).first == root.end();
}

/// Visits the entries of a configuration folder.
class Walk {
 public:
  Walk(const fs::path& folder, std::size_t most) : most_{most} {
    root_ = fs::canonical(folder, error_);
    if (!error_ && !fs::is_directory(root_, error_) && !error_)
      error_ = std::make_error_code(std::errc::not_a_directory);
  }

  /// Set when the folder cannot be found.
  const std::error_code& error() const { return error_; }

  Found find(const std::string& path) const {
    Found found{.path = path, .place = root_ / path, .limit = limit_of(path)};
    std::error_code failed;
    const bool is_read = found.limit || is_entered(path);
    if (is_read && fs::is_symlink(fs::symlink_status(found.place, failed))) {
      const fs::path target = fs::canonical(found.place, failed);
      if (failed) {
        found.why = broken_link(failed.message());
      } else if (!is_beneath(target, root_)) {
        found.why = link_outside();
      } else {
        found.place = target;
      }
    }
    found.is_folder = !found.limit && found.why.nl.empty() && fs::is_directory(found.place, failed);
    return found;
  }

  /// Calls `visit(Found)` for each entry but service.toml. Returns false when there are more than the limit
  /// allows. A folder that cannot be read has a reason.
  template <class Visit>
  bool run(Visit& visit) {
    return walk(root_, "", visit);
  }

 private:
  template <class Visit>
  bool walk(const fs::path& place, const std::string& prefix, Visit& visit) {
    std::error_code failed;
    for (fs::directory_iterator item{place, failed}, end; !failed && item != end; item.increment(failed)) {
      if (++count_ > most_) return false;
      const std::string name = item->path().filename().string();
      if (is_left_over(name) || prefix + name == service_toml) continue;
      Found found = find(prefix + name);
      const bool entered = found.is_folder && is_entered(found.path);
      if (entered) {
        fs::directory_iterator opened{found.place, failed};
        if (failed) found.why = unreadable_folder(failed.message());
      }
      visit(std::as_const(found));
      if (entered && !failed && !walk(found.place, found.path + "/", visit)) return false;
      failed.clear();
    }
    return true;
  }

  const std::size_t most_;
  fs::path root_;
  std::error_code error_;
  std::size_t count_ = 0;
};

std::int64_t nanoseconds(const timespec& time) {
  return std::int64_t{time.tv_sec} * 1'000'000'000 + time.tv_nsec;
}

}  // namespace

bool is_blank(std::string_view text) { return text.find_first_not_of(" \t\r\n") == std::string_view::npos; }

std::vector<std::string> Files::names_in(std::string_view path) const {
  std::vector<std::string> names;
  for (auto entry = entries.lower_bound(path); entry != entries.end() && entry->first.starts_with(path);
       ++entry) {
    std::string name = entry->first.substr(path.size());
    if (!name.empty() && name.find('/') == std::string::npos) names.push_back(std::move(name));
  }
  return names;
}

bool Files::is_folder(std::string_view path) const {
  const auto entry = entries.find(path);
  return entry != entries.end() && entry->second.kind == FolderEntry::Kind::folder;
}

namespace {

/// Reads the files of one folder into `files`.
class Reader {
 public:
  explicit Reader(Files& files) : files_{files} {}

  void operator()(const Found& found) {
    FolderEntry& entry = files_.entries[found.path];
    if (!found.why.nl.empty()) {
      entry = unread(found.why);
      if (!found.limit) entry.kind = FolderEntry::Kind::unread_folder;
    } else if (!found.limit) {
      entry.kind = found.is_folder ? FolderEntry::Kind::folder : FolderEntry::Kind::other;
    } else {
      entry = read_octets(found.place, std::min(*found.limit, files_.limits.file.most()), files_.limits.file);
      octets_ += entry.bytes.size();
      if (octets_ > files_.limits.folder.most()) entry = unread(folder_too_large(files_.limits.folder));
    }
  }

 private:
  Files& files_;
  std::size_t octets_ = 0;
};

void read_service_toml(const Walk& walk, Files& files) {
  const Found found = walk.find(service_toml);
  std::error_code failed;
  if (found.why.nl.empty() && !fs::exists(fs::symlink_status(found.place, failed))) return;
  Reader{files}(found);
  files.limits = limits_in(files);
}

}  // namespace

Files read_files(const fs::path& folder) {
  Files files = read_service_toml(folder);
  Walk walk{folder, files.limits.files.most()};
  if (!files.found) return files;
  Reader read{files};
  if (!walk.run(read)) files.why = too_many({"bestanden en mappen", "files and folders"}, files.limits.files);
  return files;
}

Files read_service_toml(const fs::path& folder) {
  Files files{.folder = folder, .limits = {}};
  const Walk walk{folder, 0};
  files.found = !walk.error();
  if (files.found) {
    read_service_toml(walk, files);
  } else if (walk.error() != std::errc::no_such_file_or_directory) {
    files.why = unreadable_folder(walk.error().message());
  }
  return files;
}

namespace {

FileStamp stamp_of(const fs::path& place) {
  struct stat found {};
  if (::lstat(place.c_str(), &found) != 0) return {};
  return {.modified = nanoseconds(found.st_mtim),
          .changed = nanoseconds(found.st_ctim),
          .size = static_cast<std::uint64_t>(found.st_size),
          .inode = found.st_ino};
}

}  // namespace

FileStamps read_stamps(const fs::path& folder, const Limits& limits) {
  FileStamps stamps;
  Walk walk{folder, limits.files.most()};
  if (walk.error()) return stamps;
  auto note = [&](const Found& found) {
    stamps[found.path] = found.limit || !found.why.nl.empty() ? stamp_of(found.place) : FileStamp{};
  };
  // First, since it may raise the limit.
  note(walk.find(service_toml));
  walk.run(note);
  return stamps;
}

namespace {

Texts texts_where(const Files& files, bool below_programmes) {
  Texts texts;
  for (const auto& [path, entry] : files.entries)
    if (path.starts_with(programmes) == below_programmes && entry.kind == FolderEntry::Kind::text)
      texts.emplace(path, entry.bytes);
  return texts;
}

void put(Files& files, const Texts& texts) {
  const FolderEntry folder{.kind = FolderEntry::Kind::folder};
  for (const auto& [path, bytes] : texts) {
    for (std::size_t slash = path.find('/'); slash != std::string::npos; slash = path.find('/', slash + 1))
      files.entries.insert_or_assign(path.substr(0, slash), folder);
    files.entries.insert_or_assign(path, FolderEntry{.kind = FolderEntry::Kind::text, .bytes = bytes});
  }
}

}  // namespace

Texts programme_texts(const Files& files) { return texts_where(files, true); }

Texts service_texts(const Files& files) { return texts_where(files, false); }

Files files_of(const fs::path& folder, const Texts& texts) {
  Files files{.folder = folder};
  put(files, texts);
  return files;
}

Files with_programmes(Files files, const Texts& texts) {
  std::erase_if(files.entries, [](const auto& entry) { return entry.first.starts_with(programmes); });
  files.found = true;
  put(files, texts);
  return files;
}

}  // namespace config_files
