// SPDX-License-Identifier: Apache-2.0
#include "service/daemon/listen.h"

#include <arpa/inet.h>

#include <charconv>

namespace service {

std::string Listen::url(std::uint16_t actual_port) const {
  const bool v6 = address.find(':') != std::string::npos;
  return "http://" + (v6 ? "[" + address + "]" : address) + ":" + std::to_string(actual_port);
}

std::optional<Listen> parse_listen(const std::string& text) {
  const auto colon = text.rfind(':');
  if (colon == std::string::npos) return std::nullopt;
  Listen listen{.address = text.substr(0, colon), .port = 0, .loopback = false};
  const char* const end = text.data() + text.size();
  const auto [rest, error] = std::from_chars(text.data() + colon + 1, end, listen.port);
  if (error != std::errc{} || rest != end) return std::nullopt;

  if (listen.address == "localhost") listen.address = "127.0.0.1";
  if (listen.address.starts_with('[') && listen.address.ends_with(']')) {
    listen.address = listen.address.substr(1, listen.address.size() - 2);
    in6_addr v6{};
    if (inet_pton(AF_INET6, listen.address.c_str(), &v6) != 1) return std::nullopt;
    listen.loopback = IN6_IS_ADDR_LOOPBACK(&v6);
    return listen;
  }
  in_addr v4{};
  if (inet_pton(AF_INET, listen.address.c_str(), &v4) != 1) return std::nullopt;
  listen.loopback = (ntohl(v4.s_addr) >> 24) == 127;
  return listen;
}

}  // namespace service
