// SPDX-License-Identifier: Apache-2.0
//
// Requests that the loop's thread answers by itself, without cpp-httplib: feeds and /healthz.
#pragma once

#include <exception>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "service/http/exchange.h"
#include "service/http/fields.h"

namespace http {

/// A checked request. The views lead into the received octets and end with the handler.
struct FastRequest {
  std::string_view method;  ///< As sent: "GET", "HEAD", "PROPFIND", …
  std::string_view path;    ///< Percent-encoded, as sent, without the query.
  std::string_view
      client;          ///< Numeric address of the client: the socket's peer, or what trusted proxies say.
  bool local = false;  ///< The peer is a loopback address and no proxy passed the request on.
  std::span<const Field> fields;

  /// Returns the value of the first header of that name (any case), or "".
  std::string_view header(std::string_view name) const;
};

/// The security headers, Date and the framing are added when it is sent.
struct FastResponse {
  int status = 200;
  std::vector<std::pair<std::string, std::string>> headers;
  std::string body;  ///< Sent when `shared` has no pieces.
  SharedBody shared;
};

/// Answers a request, or returns false when the path is not one of the fast path. Runs on the loop's thread
/// and must not block. Answers HEAD like GET: the server drops the body and keeps its length.
using FastHandler = std::function<bool(const FastRequest&, FastResponse&)>;

/// Makes an answer of text/plain.
FastResponse plain_text(int status, std::string text);

/// Makes the answer 405 to a path whose methods are `allow`, as "GET, HEAD".
FastResponse method_not_allowed(const std::string& allow);

/// Makes the answer to a request whose handler threw.
FastResponse internal_error();

/// Returns the message of an exception, for the log.
std::string what_of(std::exception_ptr thrown);

/// Makes the octets of an answer. Throws std::logic_error when the status or a header cannot be sent.
Outgoing outgoing(FastResponse response, bool head_request, bool close);

/// Makes the answer to a request that no handler should see. It ends the connection.
Outgoing refusal_answer(const Refusal& refusal, bool head_request);

}  // namespace http
