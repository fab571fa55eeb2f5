// SPDX-License-Identifier: Apache-2.0
#include "service/config_files/files.h"

#include <sys/stat.h>

#include <optional>
#include <utility>

#include "service/config_files/folder_listing.h"
#include "service/config_files/guarded_file.h"

namespace config_files {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view programmes = "programmes/";

/// Counts the '/' in a path.
std::size_t depth_of(std::string_view path) {
  std::size_t depth = 0;
  for (const char c : path) depth += c == '/' ? 1 : 0;
  return depth;
}

/// Returns the size limit of the file in octets, or nullopt when the program does not read this path.
std::optional<std::size_t> limit_of(std::string_view path) {
  if (path == "service.toml") return toml_limit;
  const std::string_view name = path.substr(path.rfind('/') + 1);
  if (depth_of(path) != 2) return std::nullopt;
  if (path.starts_with("templates/") && name.ends_with(".md")) return template_limit;
  if (!path.starts_with(programmes)) return std::nullopt;
  if (name == "programme.toml") return toml_limit;
  if (name == "libraries.csv" || name == "people.csv") return table_limit;
  return std::nullopt;
}

bool is_entered(std::string_view path) {
  return path == "programmes" || path == "templates" || path == "templates/nl" || path == "templates/en" ||
         (path.starts_with(programmes) && depth_of(path) == 1);
}

/// Calls `file(path, place, limit)` for each file that the program reads, else `other(path, is_folder)`.
template <class File, class Other>
void walk(const fs::path& folder, const std::string& prefix, const File& file, const Other& other) {
  std::error_code ignored;  // An unreadable folder appears as empty.
  for (const auto& item : fs::directory_iterator(folder, ignored)) {
    const std::string name = item.path().filename().string();
    if (is_left_over(name)) continue;
    const std::string path = prefix + name;
    std::error_code unknown;
    if (const auto limit = limit_of(path)) {
      file(path, item.path(), *limit);
    } else {
      const bool is_folder = item.is_directory(unknown);
      other(path, is_folder);
      if (is_folder && is_entered(path)) walk(item.path(), path + "/", file, other);
    }
  }
}

std::int64_t nanoseconds(const timespec& time) {
  return std::int64_t{time.tv_sec} * 1'000'000'000 + time.tv_nsec;
}

}  // namespace

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

Files read_files(const fs::path& folder) {
  Files files{.folder = folder};
  std::error_code ignored;
  files.found = fs::is_directory(folder, ignored);
  walk(
      folder, "",
      [&](const std::string& path, const fs::path& place, std::size_t limit) {
        files.entries[path] = read_octets(place, limit);
      },
      [&](const std::string& path, bool is_folder) {
        files.entries[path].kind = is_folder ? FolderEntry::Kind::folder : FolderEntry::Kind::other;
      });
  return files;
}

FileStamps read_stamps(const fs::path& folder) {
  FileStamps stamps;
  walk(
      folder, "",
      [&](const std::string& path, const fs::path& place, std::size_t) {
        FileStamp& stamp = stamps[path];
        struct stat found {};
        if (::stat(place.c_str(), &found) == 0)
          stamp = {.modified = nanoseconds(found.st_mtim),
                   .changed = nanoseconds(found.st_ctim),
                   .size = static_cast<std::uint64_t>(found.st_size),
                   .inode = found.st_ino};
      },
      [&](const std::string& path, bool) { stamps[path]; });
  return stamps;
}

Texts programme_texts(const Files& files) {
  Texts texts;
  for (const auto& [path, entry] : files.entries)
    if (path.starts_with(programmes) && entry.kind == FolderEntry::Kind::text)
      texts.emplace(path, entry.bytes);
  return texts;
}

Files with_programmes(Files files, const Texts& texts) {
  std::erase_if(files.entries, [](const auto& entry) { return entry.first.starts_with(programmes); });
  const FolderEntry folder{.kind = FolderEntry::Kind::folder};
  files.found = true;
  for (const auto& [path, bytes] : texts) {
    for (std::size_t slash = path.find('/'); slash != std::string::npos; slash = path.find('/', slash + 1))
      files.entries.insert_or_assign(path.substr(0, slash), folder);
    files.entries.insert_or_assign(path, FolderEntry{.kind = FolderEntry::Kind::text, .bytes = bytes});
  }
  return files;
}

}  // namespace config_files
