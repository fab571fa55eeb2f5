// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>

namespace publishing {

/// The state of the configuration folder, compared with the published revision.
struct FolderState {
  std::string problem{};   ///< Why it is not published, one reason per line; empty: no reason.
  std::size_t errors = 0;  ///< Mistakes in the files; 0 with a problem: the reason is outside the files.
  std::string first{};     ///< Where the first mistake is: "file:line:column".
  bool unread = false;     ///< It was not read since the start.
  bool waits = false;      ///< It may be half written; it will be read again.
  bool differs = false;    ///< Its files differ from the published revision.
  std::size_t broken_templates = 0;  ///< Mistakes in templates: the mails of their rules fail.
  bool restart = false;              ///< service.toml differs from the settings in use.
  bool operator==(const FolderState&) const = default;
};

}  // namespace publishing
