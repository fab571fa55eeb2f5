// SPDX-License-Identifier: Apache-2.0
#include "service/daemon/mail_files.h"

#include <chrono>

namespace service {

namespace fs = std::filesystem;

fs::path mail_folder(const fs::path& data_folder) { return data_folder / "mail"; }

void remove_old_mails(const fs::path& folder, programme::Instant cutoff) {
  if (!fs::exists(folder)) return;
  for (const auto& entry : fs::directory_iterator{folder}) {
    if (entry.path().extension() != ".eml" || !entry.is_regular_file()) continue;
    if (std::chrono::file_clock::to_sys(entry.last_write_time()) < cutoff) fs::remove(entry.path());
  }
}

}  // namespace service
