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
  bool personal = false;  ///< The feed of one person.
  bool invited = false;   ///< That person has invitations by mail instead.
  programme::Language language = programme::Language::nl;
};

/// Renders the page for subscribing to a feed: a link for each common calendar program, and the plain address
/// for others. For a person with invitations it explains that there is no feed. HTML without scripts and
/// cookies that refers to /style.css.
std::string render(const SubscribePage& page);

/// Encodes everything but unreserved characters as %XX (RFC 3986 §2).
std::string percent_encoded(std::string_view text);

}  // namespace web
