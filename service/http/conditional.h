// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <date/date.h>

#include <string>
#include <string_view>

namespace http {

/// RFC 9110 §13.1.2: true when the If-None-Match field value names `etag` (a strong tag with its quotes) by
/// weak comparison, or is "*". A malformed value matches nothing: sending the feed once more is always right.
bool none_match_names(std::string_view field, std::string_view etag);

/// IMF-fixdate (RFC 9110 §5.6.7): "Sun, 06 Nov 1994 08:49:37 GMT".
std::string http_date(date::sys_seconds time);

}  // namespace http
