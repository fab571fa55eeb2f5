// SPDX-License-Identifier: Apache-2.0
//
// Counts the connections of each peer. An IPv6 peer is its /64, the network that one household or host gets.
#pragma once

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <functional>
#include <unordered_map>

#include "service/http/client_address.h"

namespace http {

class PeerCounts {
 public:
  /// Counts one more connection. Returns false when the peer has `limit` already.
  bool enter(const Address& peer, std::size_t limit) {
    std::size_t& count = counts_[network_of(peer)];
    if (count >= limit) return false;
    ++count;
    return true;
  }

  void leave(const Address& peer) {
    const auto entry = counts_.find(network_of(peer));
    if (entry != counts_.end() && --entry->second == 0) counts_.erase(entry);
  }

 private:
  struct Hash {
    std::size_t operator()(const Address& address) const {
      std::uint64_t high = 0;
      std::uint64_t low = 0;
      std::memcpy(&high, address.octets.data(), sizeof high);
      std::memcpy(&low, address.octets.data() + sizeof high, sizeof low);
      return std::hash<std::uint64_t>{}((high * 0x9e3779b97f4a7c15U) ^ low);
    }
  };

  static Address network_of(Address address) {
    if (!address.is_ipv4()) std::fill(address.octets.begin() + 8, address.octets.end(), std::uint8_t{0});
    return address;
  }

  std::unordered_map<Address, std::size_t, Hash> counts_;
};

}  // namespace http
