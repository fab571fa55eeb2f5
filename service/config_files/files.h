// SPDX-License-Identifier: Apache-2.0
//
// A configuration folder in memory. It is read once, so that checks, comparison, publication and the store
// use the same bytes.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "service/config_files/limits.h"
#include "service/programme/programme.h"

namespace config_files {

/// A file or folder in the configuration folder.
struct FolderEntry {
  enum class Kind {
    text,    ///< `bytes` is the unchecked content of the file.
    unread,  ///< A text was expected; `why` is the reason of the failure.
    folder,
    unread_folder,  ///< As unread.
    other,          ///< Ignored by the program.
  };
  Kind kind = Kind::other;
  std::string bytes{};
  programme::Text why{};
  bool operator==(const FolderEntry&) const = default;
};

/// True for a text of spaces and line breaks only.
bool is_blank(std::string_view text);

struct Files {
  std::filesystem::path folder;  ///< File names in service.toml are relative to it.
  bool found = true;             ///< The folder exists.
  programme::Text why{};         ///< Why the folder cannot be read, or not wholly; empty: it is read.
  Limits limits = no_limits();   ///< Those of its service.toml.
  std::map<std::string, FolderEntry, std::less<>> entries{};  ///< By path relative to `folder`, with '/'.

  bool operator==(const Files&) const = default;

  /// Returns the sorted names in a folder. `path` is "" or ends in '/'. The entries contain no backup and
  /// lock files of editors.
  std::vector<std::string> names_in(std::string_view path) const;
  bool is_folder(std::string_view path) const;
};

/// Reads the expected files of a configuration folder within the limits of its service.toml, and lists the
/// others. Never fails: the result contains an unreadable file as `unread`, and load() reports it. Follows
/// symbolic links that stay in the folder. Opens nothing but regular files and folders.
Files read_files(const std::filesystem::path& folder);

/// Attributes of a file that differ after a change. Times are nanoseconds since 1970-01-01 UTC by the file
/// system's clock.
struct FileStamp {
  std::int64_t modified = 0;
  std::int64_t changed = 0;  ///< Time of the last change, including mode and links.
  std::uint64_t size = 0;
  std::uint64_t inode = 0;
  bool operator==(const FileStamp&) const = default;
};
using FileStamps = std::map<std::string, FileStamp>;

/// Returns the stamp of every file that read_files() reads, by path. Other entries have an empty stamp.
/// Visits as many entries as `limits` allow.
FileStamps read_stamps(const std::filesystem::path& folder, const Limits& limits = {});

/// Reads service.toml alone.
Files read_service_toml(const std::filesystem::path& folder);

/// Checks `files` as load() checks a folder. `known` supplies tables that were read before and remembers
/// those of this call.
struct Loaded;
class KnownTables;
Loaded load(const Files& files, KnownTables* known = nullptr);

/// The content of a revision: the texts under programmes/, by path ("programmes/proef/people.csv").
using Texts = std::map<std::string, std::string>;
Texts programme_texts(const Files& files);

/// service.toml and the templates, by path.
Texts service_texts(const Files& files);

/// Returns a folder with these files only, without limits.
Files files_of(const std::filesystem::path& folder, const Texts& texts);

/// Returns `files` with everything under programmes/ replaced by `texts`.
Files with_programmes(Files files, const Texts& texts);

}  // namespace config_files
