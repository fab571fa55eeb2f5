// SPDX-License-Identifier: Apache-2.0
//
// A request and a response as our routes see them. No header of the HTTP library is needed above the front.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace http {

/// Equal but for the case of ASCII letters, as field names and connection options are compared.
bool equal_ignoring_case(const char* a, const char* b, std::size_t size);
inline bool same_ignoring_case(std::string_view a, std::string_view b) {
  return a.size() == b.size() && equal_ignoring_case(a.data(), b.data(), a.size());
}

/// `text` without the spaces and tabs at both ends.
std::string_view trimmed(std::string_view text);

/// The value of a hexadecimal digit; -1 for another character.
int hex_value(char c);

struct Request {
  std::string method;  ///< "GET", "HEAD", "POST", … as sent.
  std::string path;    ///< Percent-encoded, as sent, without the query.
  std::string query;   ///< Without '?'.
  std::vector<std::pair<std::string, std::string>> headers;
  std::string body;
  std::string client;  ///< Numeric address of the client: the socket's, or what trusted proxies say.
  bool local = false;  ///< The socket's peer is a loopback address and no proxy spoke for another client.

  /// The value of the first header of that name (any case), or "".
  std::string_view header(std::string_view name) const;
};

/// Bytes to send that somebody else owns: sent without being copied.
struct SharedBody {
  std::shared_ptr<const void> owner;     ///< Keeps the pieces alive until the last byte has left.
  std::vector<std::string_view> pieces;  ///< Sent in this order.
};

struct Response {
  int status = 200;
  std::vector<std::pair<std::string, std::string>> headers;  ///< Content-Type included; no Content-Length.
  std::string body;                                          ///< Used when `shared` has no pieces.
  SharedBody shared;
};

/// Answers a request. Called on the front's loop thread for targets that HttpOptions::quick accepts (so it
/// must not block) and on the pool's threads for the rest; must be safe on several threads at once. For HEAD
/// answer as for GET: the front drops the body and keeps its length.
using Handler = std::function<Response(const Request&)>;

}  // namespace http
