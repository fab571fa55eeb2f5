// SPDX-License-Identifier: Apache-2.0
//
// Where a database was last used by a service. One that is found elsewhere was copied, moved or restored:
// then nobody knows what was mailed from it meanwhile.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

#include "service/store/store.h"

namespace store {

/// A file, as long as it exists. Device numbers may change when a machine starts, so two of them are compared
/// within one boot only.
struct FileId {
  std::uint64_t device = 0, inode = 0;
  bool operator==(const FileId&) const = default;
};

/// nullopt: there is no such file, or it cannot be reached.
std::optional<FileId> file_id(const std::filesystem::path& path);

struct Home {
  std::string path;  ///< Of the data folder, absolute and without links.
  FileId file;
  std::string boot;   ///< Random for each start of the machine; empty: not known.
  std::string host;   ///< Shown only: containers get another name at each start.
  std::string key{};  ///< Fingerprint of feed.key; empty: not compared.
};

/// That of the database in the folder, without the key.
Home home_of(const std::filesystem::path& data_folder, const std::string& host);

/// Says in one sentence how `now` differs from `last`; empty: it does not.
std::string moved_in_words(const Home& last, const Home& now);

/// Records, in one transaction, that a service uses the database from now on. When it was last used
/// elsewhere, or is new beside an old key, holds all mail if `may_hold`. Returns why, also when mail was held
/// already; empty: nothing is wrong.
/// Throws DatabaseError when the database was used with another feed.key: every address would be another.
std::string take_over(Store& store, const Home& home, bool may_hold, date::sys_seconds now);

}  // namespace store
