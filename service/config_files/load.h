// SPDX-License-Identifier: Apache-2.0
//
// The configuration folder → programmes and settings, or every problem in it. Reading is all it does: nothing
// is created, nothing is contacted, so it is safe to run anywhere.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "service/config_files/problem.h"
#include "service/programme/programme.h"

namespace config_files {

/// service.toml: how the service runs. Everything has a default; the file may be absent.
struct Settings {
  std::string address;  ///< How people reach us, e.g. "https://agenda.example.org"; empty: from `listen`.
  std::string listen = "127.0.0.1:8080";
  std::string data = "data";                 ///< Data folder, relative to the working directory.
  std::vector<std::string> trusted_proxies;  ///< Addresses or CIDR.
  std::string log = "auto";                  ///< "auto" (text on a terminal, else JSON), "text" or "json".
  bool operator==(const Settings&) const = default;
};

struct Loaded {
  Settings settings;
  std::vector<programme::Programme> programmes;  ///< By id. Only meaningful without errors.
  std::vector<Problem> problems;                 ///< By file, line, column.

  bool ok() const;  ///< No errors; warnings may be there.
};

Loaded load(const std::filesystem::path& folder);

}  // namespace config_files
