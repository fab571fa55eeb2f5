// SPDX-License-Identifier: Apache-2.0
//
// Answers that the front gives by itself to requests no handler should see. Each ends its connection.
#pragma once

#include <string>
#include <string_view>

namespace http {

struct Refusal {
  int status = 400;
  std::string_view detail;  ///< One sentence, the same for every client; nothing of the request is repeated.
};

/// A complete response, text/plain, `Connection: close`; without its body for a HEAD request.
std::string refusal_text(const Refusal& refusal, bool head_request);

/// Octets of the body in refusal_text().
std::size_t refusal_body_size(const Refusal& refusal);

/// The present time as an HTTP date (RFC 9110 §5.6.7). Formatted once per second and thread.
std::string_view http_date_now();

}  // namespace http
