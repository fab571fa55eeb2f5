// SPDX-License-Identifier: Apache-2.0
#include "service/feeds/digest.h"

#include <sodium.h>

#include <cstdint>

namespace feeds {
namespace {

const unsigned char* octets(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

}  // namespace

Digest digest(std::initializer_list<std::string_view> texts) {
  Digest out{};
  crypto_generichash_state hash;
  crypto_generichash_init(&hash, nullptr, 0, out.size());
  for (const auto text : texts) {
    std::array<unsigned char, 8> length{};
    for (unsigned i = 0; i < length.size(); ++i)
      length[i] = static_cast<unsigned char>(std::uint64_t{text.size()} >> (8 * i));
    crypto_generichash_update(&hash, length.data(), length.size());
    crypto_generichash_update(&hash, octets(text), text.size());
  }
  crypto_generichash_final(&hash, out.data(), out.size());
  return out;
}

Digest digest(std::span<const Digest> digests) {
  Digest out{};
  crypto_generichash(out.data(), out.size(), digests.empty() ? nullptr : digests.front().data(),
                     digests.size_bytes(), nullptr, 0);
  return out;
}

std::string to_hex(const Digest& digest) {
  std::string out(digest.size() * 2 + 1, '\0');
  sodium_bin2hex(out.data(), out.size(), digest.data(), digest.size());
  out.pop_back();
  return out;
}

}  // namespace feeds
