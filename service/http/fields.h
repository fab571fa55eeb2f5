// SPDX-License-Identifier: Apache-2.0
//
// Names, dates and fields of HTTP messages, for the fast path and for the routes of the library alike.
#pragma once

#include <date/date.h>

#include <array>
#include <cstddef>
#include <string>
#include <string_view>

namespace http {

/// A header of a message. The views lead into the text it was read from.
struct Field {
  std::string_view name;
  std::string_view value;  ///< Without blanks around it.
};

/// The reason why the server answers a request by itself.
struct Refusal {
  int status = 400;
  std::string_view detail;  ///< One sentence, the same for every client. It repeats nothing of the request.
};

/// The security headers of every answer: feeds, pages, errors and refusals. Only browsers act on them, and
/// only in pages: no calendar program or web calendar that fetches a feed from its own server is kept out.
/// Not "no-referrer": browsers would then send "Origin: null" with the forms of our own pages (Fetch, "append
/// a request Origin header"), and nobody could tell these from foreign ones.
inline constexpr std::array<Field, 9> security_headers{
    {{"X-Content-Type-Options", "nosniff"},
     {"Referrer-Policy", "same-origin"},
     {"X-Robots-Tag", "noindex"},
     {"X-Frame-Options", "DENY"},
     {"Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()"},
     {"Cross-Origin-Resource-Policy", "same-origin"},
     {"Cross-Origin-Opener-Policy", "same-origin"},
     {"Cross-Origin-Embedder-Policy", "require-corp"},
     {"Content-Security-Policy",
      "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"}}};

/// Compares field names and connection options: ASCII letters are equal in both cases.
bool equal_ignoring_case(const char* a, const char* b, std::size_t size);
inline bool same_ignoring_case(std::string_view a, std::string_view b) {
  return a.size() == b.size() && equal_ignoring_case(a.data(), b.data(), a.size());
}

/// Removes spaces and tabs from both ends.
std::string_view trimmed(std::string_view text);

/// Returns the value of a hexadecimal digit, and -1 for another character.
int hex_value(char c);

/// Returns the reason phrase of a status line, without the number.
std::string_view reason_of(int status);

/// Returns true when the If-None-Match field value names `etag` (a strong tag with its quotes) by weak
/// comparison, or is "*" (RFC 9110 §13.1.2). A malformed value names nothing, so the feed is sent again.
bool none_match_names(std::string_view field, std::string_view etag);

/// Formats an IMF-fixdate (RFC 9110 §5.6.7): "Sun, 06 Nov 1994 08:49:37 GMT".
std::string http_date(date::sys_seconds time);

/// Returns the present time as http_date(). It is formatted once per second and thread.
std::string_view http_date_now();

}  // namespace http
