// SPDX-License-Identifier: Apache-2.0
//
// Addresses of feeds and of people's own pages are capability URLs: whoever has one may read the feed, or act
// for that person. The token in it is computed from a key that only the service can read, so neither the
// store nor a log opens anything. A page's token is another than the feed's, because people paste their
// feed's address elsewhere.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "service/feeds/subject.h"
#include "service/programme/reminders.h"

namespace feeds {

/// The secret that all tokens hang on.
class TokenKey {
 public:
  static constexpr std::size_t size = 32;

  explicit TokenKey(const std::array<unsigned char, size>& bytes) : bytes_{bytes} {}
  ~TokenKey();
  TokenKey(const TokenKey&) = default;
  TokenKey& operator=(const TokenKey&) = delete;

  /// "lf_" and 27 characters of base64url: 160 bits of HMAC-SHA-256 (RFC 2104) over kind, subject and
  /// generation. Raising the generation gives the feed another address.
  std::string token(const Subject& subject, std::uint32_t generation) const;

  /// "lp_" and 27 characters in the same way: opens the pages of the person with that id.
  std::string page_token(std::string_view person, std::uint32_t generation) const;

 private:
  std::array<unsigned char, size> bytes_;
};

/// True for text of the form that token() gives: "lf_" and 27 characters of the base64url alphabet.
bool is_token_form(std::string_view text);

/// The same for page_token().
bool is_page_token_form(std::string_view text);

/// What of a token of either kind may be logged: "lf_…wxyz".
std::string masked(std::string_view token);

/// The same token in front of each. Ids are plain words (see flaw_of_id) and need no escapes.
std::string overview_path(std::string_view token);
std::string hand_in_path(std::string_view token, std::string_view programme, std::string_view activity,
                         std::string_view library);
std::string reminders_path(std::string_view token);
std::string stop_path(std::string_view token, programme::Topic topic);

}  // namespace feeds
