// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <memory>
#include <string>

#include "service/config_files/files.h"
#include "service/config_files/people_file.h"

namespace config_files {

/// Tables that were read before and had no flaw, so that a long one that did not change is not read again.
class KnownTables {
 public:
  /// What that file was read as; nullptr when it holds something else now.
  std::shared_ptr<const PeopleFile> find(const Files& files, const std::string& path) const;

  void remember(const Files& files, const std::string& path, std::shared_ptr<const PeopleFile> read);

 private:
  struct Known {
    std::string bytes;
    std::shared_ptr<const PeopleFile> read;
  };
  std::map<std::string, Known> by_path_;
};

}  // namespace config_files
