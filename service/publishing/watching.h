// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <filesystem>
#include <string>

#include "service/config_files/known_tables.h"
#include "service/publishing/folder_watch.h"
#include "service/publishing/publisher.h"
#include "service/publishing/settling.h"

namespace publishing {

/// Offers the folder to the publisher whenever somebody has changed it and then left it alone. One thread.
class Watching {
 public:
  using Time = Settling::Time;

  /// `seen` is what the publisher started with, `known` the tables in it.
  Watching(std::filesystem::path folder, Publisher& publisher, const config_files::Files& seen,
           config_files::KnownTables known);

  /// Readable when turn() is to be called, as it is at next().
  int descriptor() const { return watch_.descriptor(); }
  Time next() const { return settling_.due() ? std::min(*settling_.due(), next_poll_) : next_poll_; }
  void turn(Time now);

  /// Somebody says that the folder is ready.
  void look_at_once(Time now);

 private:
  void look(Time now);
  void offer(config_files::Files files, bool again);

  const std::filesystem::path folder_;
  Publisher& publisher_;
  config_files::KnownTables known_;
  FolderWatch watch_;
  Settling settling_;
  std::string seen_;  ///< Digest of what the folder held when it was last looked into; empty: look again.
  bool silent_ =
      false;  ///< The change was noticed by looking only, so whether it goes on shows by looking again.
  Time next_poll_;
};

}  // namespace publishing
