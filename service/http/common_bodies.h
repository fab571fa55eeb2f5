// SPDX-License-Identifier: Apache-2.0
//
// The lists of pieces of answers that wait for their clients. A list weighs 16 octets a piece, which hundreds
// of slow readers of one large feed would hold hundreds of times; here they hold it once.
#pragma once

#include <cstddef>
#include <memory>
#include <unordered_map>

#include "service/http/exchange.h"

namespace http {

class CommonBodies {
 public:
  /// Puts a list that others wait with as well in place of the answer's own. Short lists stay as they are.
  void join(Outgoing& out);

 private:
  std::unordered_map<const void*, std::weak_ptr<const SharedBody>> bodies_;  ///< By place of the last piece.
};

}  // namespace http
