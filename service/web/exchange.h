// SPDX-License-Identifier: Apache-2.0
//
// One request and what is sent for it.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "service/web/http.h"

namespace web {

/// An answer on its way out: the head, then the body or the shared pieces.
struct Outgoing {
  std::string head;
  std::string body;
  SharedBody shared;
  bool close = false;  ///< The connection ends after this answer.

  std::size_t piece = 0;   ///< Next piece to send: 0 is the head.
  std::size_t offset = 0;  ///< Octets of it that have left already.

  std::size_t pieces() const { return 1 + (shared.pieces.empty() ? 1 : shared.pieces.size()); }
  std::string_view at(std::size_t index) const {
    if (index == 0) return head;
    return shared.pieces.empty() ? std::string_view(body) : shared.pieces[index - 1];
  }
};

struct Exchange {
  Request request;
  bool close = false;  ///< The client, its version of HTTP or our stopping ends the connection after this.
  Outgoing answer;
};

}  // namespace web
