// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>

namespace service {

/// Where to listen: a numeric address and a port.
struct Listen {
  std::string address;
  std::uint16_t port = 0;
  bool loopback = false;  ///< Only programs on this machine can connect.

  /// "http://127.0.0.1:8080", with brackets around IPv6.
  std::string url(std::uint16_t actual_port) const;
};

/// "127.0.0.1:8080", "[::1]:8080", "localhost:8080"; port 0 means any free one. nullopt when it is none of
/// these.
std::optional<Listen> parse_listen(const std::string& text);

}  // namespace service
