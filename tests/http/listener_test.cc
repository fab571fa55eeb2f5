// SPDX-License-Identifier: Apache-2.0
#include "service/http/listener.h"

#include <gtest/gtest.h>

namespace http {
namespace {

TEST(ListenAddress, TakesNumericAddressesAndLocalhost) {
  struct Case {
    const char* text;
    const char* address;
    std::uint16_t port;
    bool loopback;
  };
  for (const auto& [text, address, port, loopback] : std::initializer_list<Case>{
           {"127.0.0.1:8080", "127.0.0.1", 8080, true},
           {"127.9.9.9:1", "127.9.9.9", 1, true},
           {"localhost:0", "127.0.0.1", 0, true},
           {"[::1]:8080", "::1", 8080, true},
           {"0.0.0.0:80", "0.0.0.0", 80, false},
           {"[::]:80", "::", 80, false},
           {"192.0.2.1:65535", "192.0.2.1", 65535, false},
       }) {
    const auto listen = parse_listen_address(text);
    ASSERT_TRUE(listen) << text;
    EXPECT_EQ(listen->address, address);
    EXPECT_EQ(listen->port, port);
    EXPECT_EQ(listen->loopback, loopback) << text;
  }
}

TEST(ListenAddress, RefusesTheRest) {
  for (const char* text :
       {"", "8080", ":8080", "127.0.0.1", "127.0.0.1:", "127.0.0.1:x", "127.0.0.1:65536", "127.0.0.1:-1",
        "127.0.0.1:80 ", "example.org:80", "::1:80", "[::1:80", "127.1:80"})
    EXPECT_FALSE(parse_listen_address(text)) << text;
}

TEST(ListenAddress, HasAnAddressToOpen) {
  EXPECT_EQ(parse_listen_address("127.0.0.1:0")->url(4711), "http://127.0.0.1:4711");
  EXPECT_EQ(parse_listen_address("[::1]:0")->url(4711), "http://[::1]:4711");
}

}  // namespace
}  // namespace http
