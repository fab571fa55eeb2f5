// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace publishing {

/// The state of the configuration folder, compared with the published revision.
struct FolderState {
  std::string problem{};  ///< Its errors, one per line; empty: none.
  bool waits = false;     ///< It may be half written; it will be read again.
  bool differs = false;   ///< Its files differ from the published revision.
  bool operator==(const FolderState&) const = default;
};

}  // namespace publishing
