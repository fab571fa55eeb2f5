// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <string>

#include "service/store/store.h"

namespace store {

/// The last good service.toml and templates, by path. A start uses them while the configuration folder is not
/// read yet or cannot be read. On the store's connection and thread; throws std::runtime_error when the
/// database fails.
class ServiceFiles {
 public:
  using Texts = std::map<std::string, std::string>;

  explicit ServiceFiles(Store& store) : store_{store} {}

  Texts all();

  /// Replaces all in one transaction; writes nothing when they are the same.
  void keep(const Texts& texts);

 private:
  Store& store_;
};

}  // namespace store
