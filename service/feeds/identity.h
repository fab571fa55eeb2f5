// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace feeds {

/// The UID of an occurrence: a name-based UUID (RFC 9562 §5.5, version 5) of the ids, at a domain that is
/// ours for ever. `library` is empty for an occurrence that is for all. Depends on the ids alone: not on a
/// title, a date, a host, a secret or a position, so the occurrence keeps it through every change and in
/// every feed.
std::string uid(std::string_view programme, std::string_view activity, std::string_view library);

/// The UID of what a feed says about itself. Ids of programmes hold no ':', so it is never that of an
/// occurrence.
std::string notice_uid(std::string_view name);

}  // namespace feeds
