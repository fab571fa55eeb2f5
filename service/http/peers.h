// SPDX-License-Identifier: Apache-2.0
//
// The connections of each client network, from the oldest to the newest.
#pragma once

#include <cstdint>
#include <cstring>
#include <functional>
#include <unordered_map>

#include "service/http/client_address.h"

namespace http {

struct PeerHook {
  PeerHook* before = nullptr;
  PeerHook* after = nullptr;
};

class Peers {
 public:
  /// Adds the newest connection of a peer. The hook must stay where it is until leave().
  void enter(const Address& address, PeerHook& hook) {
    Peer& peer = peers_[client_network(address)];
    if (peer.count++ == 0) peer.ends.before = peer.ends.after = &peer.ends;
    hook.before = peer.ends.before;
    hook.after = &peer.ends;
    peer.ends.before->after = &hook;
    peer.ends.before = &hook;
  }

  void leave(const Address& address, PeerHook& hook) {
    hook.before->after = hook.after;
    hook.after->before = hook.before;
    const auto entry = peers_.find(client_network(address));
    if (--entry->second.count == 0) peers_.erase(entry);
  }

  std::size_t count(const Address& address) const {
    const auto entry = peers_.find(client_network(address));
    return entry == peers_.end() ? 0 : entry->second.count;
  }

  /// Returns the oldest connection of the peer that `wanted(PeerHook&)` accepts, or nullptr.
  template <typename Wanted>
  PeerHook* oldest(const Address& address, Wanted wanted) const {
    const auto entry = peers_.find(client_network(address));
    if (entry == peers_.end()) return nullptr;
    const PeerHook* const end = &entry->second.ends;
    for (PeerHook* hook = end->after; hook != end; hook = hook->after) {
      if (wanted(*hook)) return hook;
    }
    return nullptr;
  }

 private:
  struct Peer {
    std::size_t count = 0;
    PeerHook ends;  ///< Closes the ring of hooks.
  };
  struct Hash {
    std::size_t operator()(const Address& address) const {
      std::uint64_t high = 0;
      std::uint64_t low = 0;
      std::memcpy(&high, address.octets.data(), sizeof high);
      std::memcpy(&low, address.octets.data() + sizeof high, sizeof low);
      return std::hash<std::uint64_t>{}((high * 0x9e3779b97f4a7c15U) ^ low);
    }
  };

  std::unordered_map<Address, Peer, Hash> peers_;  ///< By network. Its entries never move.
};

}  // namespace http
