// SPDX-License-Identifier: Apache-2.0
//
// One request for the pool, and the octets of an answer.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace http {

/// Octets with another owner. They are sent without a copy.
struct SharedBody {
  std::shared_ptr<const void> owner;     ///< Keeps the pieces alive until the last octet has left.
  std::vector<std::string_view> pieces;  ///< Sent in this order.
};

/// An answer on its way out: the head, then the body or the shared pieces.
struct Outgoing {
  std::string head;  ///< The library's answers have their body here as well.
  std::string body;
  SharedBody shared;
  std::shared_ptr<const SharedBody> common;  ///< In place of `shared`, once other connections send the same.
  bool close = false;                        ///< The connection ends after this answer.
  int status = 0;
  std::size_t body_octets = 0;  ///< 0 for HEAD.

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

/// A checked request, owned, and its answer.
struct Exchange {
  std::string text;    ///< The received octets, head and body.
  std::string method;  ///< As sent.
  std::string path;    ///< Percent-encoded, without the query; of an absolute-form target its path alone.
  std::string client;
  bool local = false;
  bool close = false;  ///< The client, its version of HTTP or our stopping ends the connection after this.
  Outgoing answer;
};

}  // namespace http
