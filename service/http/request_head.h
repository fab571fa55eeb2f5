// SPDX-License-Identifier: Apache-2.0
//
// Reads the request line and the fields of a request strictly (RFC 9112 §2–§6 without its leniencies). It
// refuses what two parsers could understand differently, so that no proxy and no library reads another
// request.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

#include "service/http/fields.h"

namespace http {

/// How far the search for the end of a head has come. It is kept between arrivals of octets.
struct HeadSearch {
  std::size_t begin = 0;     ///< Where the request line starts, past one empty line.
  std::size_t searched = 0;  ///< All line ends before here have been examined.
  std::size_t end = 0;       ///< One past the empty line that ends the head, when complete.
};

enum class HeadState { partial, complete, malformed };

/// Examines only octets it has not seen before. A line that ends in LF alone, or a first octet that no method
/// starts with, is malformed as soon as it arrives.
HeadState find_head(std::string_view text, HeadSearch& search);

/// A checked head. All views lead into the text it was read from.
struct RequestHead {
  std::string_view method;
  std::string_view target;  ///< As sent.
  std::string_view path;    ///< Of the target, without its query; never empty; "*" for OPTIONS *.
  bool http_1_0 = false;
  bool close = false;             ///< The client wants no further request, or is HTTP/1.0.
  bool expects_continue = false;  ///< Waits for "100 Continue" before it sends the body.
  std::size_t content_length = 0;
  std::vector<Field> fields;  ///< With an absolute-form target, Host has the target's authority.
};

struct HeadLimits {
  std::size_t target = 2'048;
  std::string_view short_prefix = "/f/";  ///< Targets that begin so …
  std::size_t short_target = 256;         ///< … are bounded by this.
  std::size_t body = 64 * 1024;
  std::size_t fields = 100;
};

/// Reads `text`, a complete head with its empty line. After a refusal method and path are filled as far as
/// they were understood.
std::optional<Refusal> read_head(std::string_view text, const HeadLimits& limits, RequestHead& head);

}  // namespace http
