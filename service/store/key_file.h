// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <filesystem>

namespace store {

inline constexpr std::size_t key_octets = 32;

/// The secret that all feed addresses hang on. Reads `feed.key` in the data folder; makes it at random (mode
/// 0600, durable) when there is neither a key nor a database, so call it before Store. Throws
/// std::runtime_error, naming the file and what to do, when others may read it, it belongs to somebody else
/// or it is damaged.
std::array<unsigned char, key_octets> open_key(const std::filesystem::path& data_folder);

}  // namespace store
