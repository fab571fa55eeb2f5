// SPDX-License-Identifier: Apache-2.0
#include "service/http/peers.h"

#include <gtest/gtest.h>

#include <array>

namespace http {
namespace {

Address at(const char* text) { return parse_address(text).value(); }

bool any(const PeerHook&) { return true; }

TEST(Peers, CountANetworkAsOne) {
  Peers peers;
  std::array<PeerHook, 4> hooks;
  peers.enter(at("2001:db8:1:2::1"), hooks[0]);
  peers.enter(at("2001:db8:1:2:ffff::9"), hooks[1]);
  peers.enter(at("2001:db8:1:3::1"), hooks[2]);
  peers.enter(at("192.0.2.1"), hooks[3]);
  EXPECT_EQ(peers.count(at("2001:db8:1:2::77")), 2u);
  EXPECT_EQ(peers.count(at("2001:db8:1:3::77")), 1u);
  EXPECT_EQ(peers.count(at("::ffff:192.0.2.1")), 1u);
  EXPECT_EQ(peers.count(at("192.0.2.2")), 0u);
  peers.leave(at("2001:db8:1:2::1"), hooks[0]);
  EXPECT_EQ(peers.count(at("2001:db8:1:2::1")), 1u);
}

TEST(Peers, FindTheOldest) {
  Peers peers;
  std::array<PeerHook, 100> hooks;
  const Address one = at("192.0.2.1");
  EXPECT_EQ(peers.oldest(one, any), nullptr);
  for (PeerHook& hook : hooks) peers.enter(one, hook);
  EXPECT_EQ(peers.oldest(one, any), &hooks[0]);
  EXPECT_EQ(peers.oldest(one, [&](const PeerHook& hook) { return &hook >= &hooks[40]; }), &hooks[40]);
  EXPECT_EQ(peers.oldest(one, [](const PeerHook&) { return false; }), nullptr);
  EXPECT_EQ(peers.oldest(at("192.0.2.2"), any), nullptr);
  peers.leave(one, hooks[0]);
  peers.leave(one, hooks[50]);
  EXPECT_EQ(peers.oldest(one, any), &hooks[1]);
  peers.enter(one, hooks[0]);
  EXPECT_EQ(peers.oldest(one, any), &hooks[1]) << "who comes again is the newest";
  for (std::size_t i = 0; i < hooks.size(); ++i) {
    if (i != 50) peers.leave(one, hooks[i]);
  }
  EXPECT_EQ(peers.count(one), 0u);
}

}  // namespace
}  // namespace http
