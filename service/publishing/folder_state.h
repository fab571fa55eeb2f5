// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace publishing {

/// How the configuration folder of a running service compares with what is published.
struct FolderState {
  std::string problem{};  ///< Its errors, a line each; empty: none.
  bool waits = false;     ///< It may be half written, and is read again later.
  bool differs = false;   ///< It holds something else than what is published.
  bool operator==(const FolderState&) const = default;
};

}  // namespace publishing
