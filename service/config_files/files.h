// SPDX-License-Identifier: Apache-2.0
//
// A configuration folder in memory: read once, so that what is checked, compared, published and kept is the
// same.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "service/programme/programme.h"

namespace config_files {

struct FolderEntry {
  enum class Kind {
    text,    ///< `bytes` are the file, whatever they hold.
    unread,  ///< It should be a text; `why` says why it could not be had.
    folder,
    other,  ///< Something that no one reads.
  };
  Kind kind = Kind::other;
  std::string bytes{};
  programme::Text why{};
  bool operator==(const FolderEntry&) const = default;
};

struct Files {
  std::filesystem::path folder;  ///< Where they were read: file names in service.toml are relative to it.
  bool found = true;             ///< There is such a folder.
  std::map<std::string, FolderEntry, std::less<>> entries{};  ///< By path relative to `folder`, with '/'.

  bool operator==(const Files&) const = default;

  /// Of what stands in a folder, sorted; what editors leave lying about is passed over. `path` is "" or ends
  /// in '/'.
  std::vector<std::string> names_in(std::string_view path) const;
  bool is_folder(std::string_view path) const;
};

/// Reads what a configuration folder is expected to hold, and only that. Never fails: what cannot be read is
/// in the result as such, and load() reports it.
Files read_files(const std::filesystem::path& folder);

/// Tells one state of a file from another without reading it. Times are nanoseconds of the file system's
/// clock.
struct FileStamp {
  std::int64_t modified = 0;
  std::int64_t changed = 0;  ///< Also moves when only the mode or a link changed.
  std::uint64_t size = 0;
  std::uint64_t inode = 0;
  bool operator==(const FileStamp&) const = default;
};
using FileStamps = std::map<std::string, FileStamp>;

/// The stamps of what read_files() would read, by path; of the folders in between their names alone.
FileStamps read_stamps(const std::filesystem::path& folder);

/// As load() of the folder that the files were read from. `known`: what was read before, and what was read
/// now.
struct Loaded;
class KnownTables;
Loaded load(const Files& files, KnownTables* known = nullptr);

/// What a revision consists of: the texts under programmes/, by path ("programmes/proef/people.csv").
using Texts = std::map<std::string, std::string>;
Texts programme_texts(const Files& files);

/// The same folder with these texts for everything under programmes/.
Files with_programmes(Files files, const Texts& texts);

}  // namespace config_files
