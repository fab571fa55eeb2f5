// SPDX-License-Identifier: Apache-2.0
#include "service/http/client_address.h"

#include <arpa/inet.h>
#include <netinet/in.h>

#include <algorithm>
#include <charconv>
#include <cstring>
#include <stdexcept>

#include "service/http/fields.h"

namespace http {

namespace {

constexpr std::array<std::uint8_t, 12> mapped_prefix{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};

/// More hops than any real chain of proxies; bounds the work that one header can ask for.
constexpr int most_hops = 32;

Address from_ipv4(const in_addr& ipv4) {
  Address address;
  std::copy(mapped_prefix.begin(), mapped_prefix.end(), address.octets.begin());
  std::memcpy(address.octets.data() + mapped_prefix.size(), &ipv4, sizeof ipv4);
  return address;
}

bool same_bits(const Address& a, const Address& b, unsigned count) {
  const unsigned whole = count / 8;
  if (!std::equal(a.octets.begin(), a.octets.begin() + whole, b.octets.begin())) return false;
  if (count % 8 == 0) return true;
  const unsigned mask = 0xffU << (8 - count % 8);
  return ((a.octets[whole] ^ b.octets[whole]) & mask & 0xffU) == 0;
}

}  // namespace

bool Address::is_ipv4() const {
  return std::equal(mapped_prefix.begin(), mapped_prefix.end(), octets.begin());
}

bool Address::is_loopback() const {
  if (is_ipv4()) return octets[12] == 127;
  return std::all_of(octets.begin(), octets.end() - 1, [](auto octet) { return octet == 0; }) &&
         octets[15] == 1;
}

bool Address::is_this_machine() const {
  return is_loopback() && octets[13] == 0 && octets[14] == 0 && octets[15] == 1;
}

std::string Address::text() const {
  char buffer[INET6_ADDRSTRLEN];
  const char* written = is_ipv4()
                            ? inet_ntop(AF_INET, octets.data() + mapped_prefix.size(), buffer, sizeof buffer)
                            : inet_ntop(AF_INET6, octets.data(), buffer, sizeof buffer);
  return written == nullptr ? std::string() : std::string(written);
}

std::optional<Address> parse_address(std::string_view text) {
  if (text.size() >= INET6_ADDRSTRLEN || text.find('\0') != std::string_view::npos) return std::nullopt;
  char terminated[INET6_ADDRSTRLEN] = {};
  text.copy(terminated, text.size());
  in_addr ipv4{};
  if (inet_pton(AF_INET, terminated, &ipv4) == 1) return from_ipv4(ipv4);
  Address address;
  if (inet_pton(AF_INET6, terminated, address.octets.data()) == 1) return address;
  return std::nullopt;
}

Address address_of(const sockaddr_storage& socket_address) {
  if (socket_address.ss_family == AF_INET) {
    sockaddr_in ipv4{};
    std::memcpy(&ipv4, &socket_address, sizeof ipv4);
    return from_ipv4(ipv4.sin_addr);
  }
  Address address;
  if (socket_address.ss_family == AF_INET6) {
    sockaddr_in6 ipv6{};
    std::memcpy(&ipv6, &socket_address, sizeof ipv6);
    std::memcpy(address.octets.data(), &ipv6.sin6_addr, address.octets.size());
  }
  return address;
}

Address client_network(const Address& address) {
  Address network = address;
  if (!network.is_ipv4()) std::fill(network.octets.begin() + 8, network.octets.end(), std::uint8_t{0});
  return network;
}

AddressRanges::AddressRanges(std::span<const std::string> ranges) {
  for (const std::string& text : ranges) {
    const std::string_view view = text;
    const auto slash = view.find('/');
    const auto base = parse_address(view.substr(0, slash));
    const unsigned bits = base && base->is_ipv4() ? 32 : 128;
    unsigned prefix = bits;
    bool good = base.has_value();
    if (slash != std::string_view::npos) {
      const std::string_view digits = view.substr(slash + 1);
      const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), prefix);
      good = good && error == std::errc() && end == digits.data() + digits.size() && prefix <= bits;
    }
    if (!good)
      throw std::invalid_argument("'" + text + "' is neither an address nor a network like 10.0.0.0/8");
    ranges_.push_back({*base, prefix + 128 - bits});
  }
}

bool AddressRanges::contains(const Address& address) const {
  return std::any_of(ranges_.begin(), ranges_.end(),
                     [&](const Range& range) { return same_bits(range.base, address, range.prefix); });
}

namespace {

/// "192.0.2.1:5000" and "[2001:db8::1]:5000", as some gateways write, without the port.
std::string_view without_port(std::string_view hop) {
  if (hop.starts_with('[')) return hop.substr(1, hop.find(']') - 1);
  const auto colon = hop.find(':');
  return colon != std::string_view::npos && hop.find(':', colon + 1) == std::string_view::npos
             ? hop.substr(0, colon)
             : hop;
}

}  // namespace

Address client_behind(const Address& peer, std::span<const std::string_view> forwarded_for,
                      const AddressRanges& trusted) {
  Address nearest = peer;
  int hops = 0;
  for (auto list = forwarded_for.rbegin(); list != forwarded_for.rend(); ++list) {
    std::string_view rest = *list;
    bool more = true;
    while (more) {
      if (!trusted.contains(nearest) || ++hops > most_hops) return nearest;
      const auto comma = rest.rfind(',');
      more = comma != std::string_view::npos;
      const auto hop = parse_address(without_port(trimmed(more ? rest.substr(comma + 1) : rest)));
      if (!hop) return nearest;
      nearest = *hop;
      rest = more ? rest.substr(0, comma) : std::string_view();
    }
  }
  return nearest;
}

}  // namespace http
