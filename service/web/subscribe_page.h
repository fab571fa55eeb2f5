// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "service/programme/programme.h"

namespace web {

struct SubscribePage {
  std::string calendar_name;
  std::string https;  ///< The feed's address.
  std::string webcal;
  bool personal = false;  ///< The address belongs to one person, …
  bool invited = false;   ///< … who has invitations by mail instead.
  programme::Language language = programme::Language::nl;
};

/// Renders the page that puts a feed into somebody's calendar: one link for each calendar program, and the
/// plain address for the rest; or that says that there is nothing to subscribe to. HTML that works without
/// script or cookies; refers to /style.css.
std::string render(const SubscribePage& page);

/// Encodes everything but unreserved characters as %XX (RFC 3986 §2).
std::string percent_encoded(std::string_view text);

}  // namespace web
