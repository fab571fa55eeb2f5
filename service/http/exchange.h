// SPDX-License-Identifier: Apache-2.0
//
// One request and what is sent for it.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "service/http/http.h"

namespace http {

/// An answer on its way out: the head, then the body or the shared pieces.
struct Outgoing {
  std::string head;
  std::string body;
  SharedBody shared;
  std::shared_ptr<const SharedBody> common;  ///< In place of `shared`, once other connections send the same.
  bool close = false;                        ///< The connection ends after this answer.

  std::size_t piece = 0;   ///< Next piece to send: 0 is the head.
  std::size_t offset = 0;  ///< Octets of it that have left already.

  std::size_t pieces() const { return 1 + (body_pieces().empty() ? 1 : body_pieces().size()); }
  std::string_view at(std::size_t index) const {
    if (index == 0) return head;
    return body_pieces().empty() ? std::string_view(body) : body_pieces()[index - 1];
  }

 private:
  const std::vector<std::string_view>& body_pieces() const { return common ? common->pieces : shared.pieces; }
};

struct Exchange {
  Request request;
  bool close = false;  ///< The client, its version of HTTP or our stopping ends the connection after this.
  Outgoing answer;
};

}  // namespace http
