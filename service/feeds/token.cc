// SPDX-License-Identifier: Apache-2.0
#include "service/feeds/token.h"

#include <sodium.h>

#include <algorithm>

namespace feeds {
namespace {

constexpr std::string_view feed_prefix = "lf_";
constexpr std::string_view page_prefix = "lp_";
constexpr std::size_t prefix_characters = 3;
constexpr std::size_t digest_octets = 20;
constexpr std::size_t digest_characters = 27;

using Key = std::array<unsigned char, TokenKey::size>;

std::string keyed(std::string_view prefix, const std::string& message, const Key& key) {
  std::array<unsigned char, crypto_auth_hmacsha256_BYTES> digest{};
  crypto_auth_hmacsha256(digest.data(), reinterpret_cast<const unsigned char*>(message.data()),
                         message.size(), key.data());
  std::array<char, sodium_base64_ENCODED_LEN(digest_octets, sodium_base64_VARIANT_URLSAFE_NO_PADDING)> text{};
  sodium_bin2base64(text.data(), text.size(), digest.data(), digest_octets,
                    sodium_base64_VARIANT_URLSAFE_NO_PADDING);
  return std::string{prefix} + text.data();
}

bool has_form(std::string_view text, std::string_view prefix) {
  if (text.size() != prefix.size() + digest_characters || !text.starts_with(prefix)) return false;
  return std::all_of(text.begin() + prefix_characters, text.end(), [](char c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
  });
}

constexpr std::string_view root = "/p/";
constexpr std::string_view hand_in_word = "klaar";
constexpr std::string_view reminders_word = "herinneringen";
constexpr std::string_view stop_word = "stop";

}  // namespace

TokenKey::~TokenKey() { sodium_memzero(bytes_.data(), bytes_.size()); }

std::string TokenKey::token(const Subject& subject, std::uint32_t generation) const {
  // Kinds contain no ':' and the generation is last, so every (kind, id, generation) has its own message.
  return keyed(feed_prefix, to_string(subject) + ":" + std::to_string(generation), bytes_);
}

std::string TokenKey::page_token(std::string_view person, std::uint32_t generation) const {
  // No FeedKind has the name "page", so no feed has this message.
  return keyed(page_prefix, "page:" + std::string{person} + ":" + std::to_string(generation), bytes_);
}

bool is_token_form(std::string_view text) { return has_form(text, feed_prefix); }

bool is_page_token_form(std::string_view text) { return has_form(text, page_prefix); }

std::string masked(std::string_view token) {
  constexpr std::size_t shown = 4;
  if (!is_token_form(token) && !is_page_token_form(token)) return "(no token)";
  return std::string{token.substr(0, prefix_characters)} + "…" +
         std::string{token.substr(token.size() - shown)};
}

std::string overview_path(std::string_view token) { return std::string{root}.append(token).append("/"); }

std::string hand_in_path(std::string_view token, std::string_view programme, std::string_view activity,
                         std::string_view library) {
  std::string path = overview_path(token).append(hand_in_word);
  path.append("/").append(programme).append("/").append(activity);
  if (!library.empty()) path.append("/").append(library);
  return path;
}

std::string reminders_path(std::string_view token) { return overview_path(token).append(reminders_word); }

std::string stop_path(std::string_view token, programme::Topic topic) {
  return overview_path(token).append(stop_word).append("/").append(to_string(topic));
}

}  // namespace feeds
