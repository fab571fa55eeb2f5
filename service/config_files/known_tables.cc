// SPDX-License-Identifier: Apache-2.0
#include "service/config_files/known_tables.h"

#include <utility>

namespace config_files {

std::shared_ptr<const PeopleFile> KnownTables::find(const Files& files, const std::string& path) const {
  const auto known = by_path_.find(path);
  const auto entry = files.entries.find(path);
  if (known == by_path_.end() || entry == files.entries.end()) return nullptr;
  const bool same = entry->second.kind == Entry::Kind::text && entry->second.bytes == known->second.bytes;
  return same ? known->second.read : nullptr;
}

void KnownTables::remember(const Files& files, const std::string& path,
                           std::shared_ptr<const PeopleFile> read) {
  by_path_.insert_or_assign(path, Known{files.entries.find(path)->second.bytes, std::move(read)});
}

}  // namespace config_files
