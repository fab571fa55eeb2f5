// SPDX-License-Identifier: Apache-2.0
#include "service/http/limiter.h"

#include <sodium.h>

#include <array>
#include <bit>

#include "service/http/client_address.h"

namespace http {
namespace {

std::uint64_t random_seed() {
  std::uint64_t seed = 0;
  randombytes_buf(&seed, sizeof seed);
  return seed;
}

}  // namespace

Limiter::Limiter(std::uint32_t allowed, std::chrono::seconds window, std::size_t slots)
    : allowed_{allowed}, window_{window}, seed_{random_seed()}, slots_(std::bit_ceil(slots)) {}

std::uint64_t Limiter::hash(std::string_view key) const {
  std::array<unsigned char, crypto_shorthash_KEYBYTES> seed{};
  for (std::size_t i = 0; i < seed.size(); ++i) seed[i] = static_cast<unsigned char>(seed_ >> (8 * (i % 8)));
  std::array<unsigned char, crypto_shorthash_BYTES> out{};
  crypto_shorthash(out.data(), reinterpret_cast<const unsigned char*>(key.data()), key.size(), seed.data());
  return std::bit_cast<std::uint64_t>(out);
}

bool Limiter::allow(std::string_view key, Time now) {
  const std::uint64_t id = hash(key);
  const std::int64_t window = now.time_since_epoch() / window_;
  const std::scoped_lock lock{mutex_};
  Slot& slot = slots_[id & (slots_.size() - 1)];
  if (slot.key != id || slot.window != window) slot = {id, window, 0};
  if (slot.count >= allowed_) return false;
  ++slot.count;
  return true;
}

std::string limiter_key(const std::string& client) {
  const auto address = parse_address(client);
  if (!address) return client;
  const Address network = client_network(*address);
  return {reinterpret_cast<const char*>(network.octets.data()), network.octets.size()};
}

}  // namespace http
