// SPDX-License-Identifier: Apache-2.0
//
// Tokens and paths of feeds and of people's pages. These addresses are capability URLs: a holder of the
// address can read the feed, or act for that person. A token is computed from a key that only the service can
// read, so the store and the logs give no access. The token of a page differs from that of the feed, because
// people share the address of their feed with other programs. web/routes.cc has the routes of the pages.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "service/feeds/subject.h"
#include "service/programme/reminders.h"

namespace feeds {

/// The secret key of all tokens. The destructor clears it.
class TokenKey {
 public:
  static constexpr std::size_t size = 32;

  explicit TokenKey(const std::array<unsigned char, size>& bytes) : bytes_{bytes} {}
  ~TokenKey();
  TokenKey(const TokenKey&) = default;
  TokenKey& operator=(const TokenKey&) = delete;

  /// "lf_" and 27 characters of base64url: 160 bits of HMAC-SHA-256 (RFC 2104) over kind, subject and
  /// generation. A higher generation gives another token.
  std::string token(const Subject& subject, std::uint32_t generation) const;

  /// "lp_" and 27 characters, computed in the same way: the token of the pages of that person.
  std::string page_token(std::string_view person, std::uint32_t generation) const;

 private:
  std::array<unsigned char, size> bytes_;
};

/// True if the text has the form of token(): "lf_" and 27 characters of the base64url alphabet.
bool is_token_form(std::string_view text);

/// True if the text has the form of page_token().
bool is_page_token_form(std::string_view text);

/// A form of a token of either kind for logs: "lf_…wxyz"; "(no token)" for other text.
std::string masked(std::string_view token);

/// The paths of the pages of one person, below "/p/<page token>/". Ids need no escapes (see flaw_of_id).
std::string overview_path(std::string_view token);
std::string hand_in_path(std::string_view token, std::string_view programme, std::string_view activity,
                         std::string_view library);
std::string reminders_path(std::string_view token);
std::string stop_path(std::string_view token, programme::Topic topic);

}  // namespace feeds
