// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <initializer_list>
#include <span>
#include <string>
#include <string_view>

namespace feeds {

/// BLAKE2b (RFC 7693) cut to 128 bits.
using Digest = std::array<unsigned char, 16>;

/// Hashes the texts in order, each after its length, so that moving text from one to the next changes the
/// digest.
Digest digest(std::initializer_list<std::string_view> texts);

/// Hashes a sequence of digests.
Digest digest(std::span<const Digest> digests);

std::string to_hex(const Digest& digest);

}  // namespace feeds
