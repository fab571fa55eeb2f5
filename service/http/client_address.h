// SPDX-License-Identifier: Apache-2.0
//
// Finds the address of a request's client: the socket's peer, or the address that trusted proxies report.
#pragma once

#include <sys/socket.h>

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace http {

/// An IPv6 address, or an IPv4 address in its mapped form (RFC 4291 §2.5.5.2), so that one host has one value
/// whichever kind of socket it came in by.
struct Address {
  std::array<std::uint8_t, 16> octets{};

  bool is_ipv4() const;
  bool is_loopback() const;      ///< 127.0.0.0/8 or ::1.
  bool is_this_machine() const;  ///< 127.0.0.1 or ::1, where this machine's own programs come from.
  std::string text() const;      ///< "192.0.2.1", "2001:db8::1".
  bool operator==(const Address&) const = default;
};

/// Reads a numeric address. Names, ports, brackets, zones and blanks are refused.
std::optional<Address> parse_address(std::string_view text);

/// Returns the address in an AF_INET or AF_INET6 socket address, and `::` for other families.
Address address_of(const sockaddr_storage& socket_address);

/// Returns what every limit counts as one client: an IPv4 address itself, of an IPv6 address its /64 prefix,
/// the smallest network that a household or a host is given (RFC 6177).
Address client_network(const Address& address);

/// A set of addresses and networks.
class AddressRanges {
 public:
  AddressRanges() = default;
  /// Each "192.0.2.1", "10.0.0.0/8", "2001:db8::/32". Throws std::invalid_argument that names the wrong one.
  explicit AddressRanges(std::span<const std::string> ranges);

  bool contains(const Address& address) const;

 private:
  struct Range {
    Address base;
    unsigned prefix;  ///< In bits of the 128.
  };
  std::vector<Range> ranges_;
};

/// Returns the client behind `peer`. When the peer is trusted, the lists in `forwarded_for` (the values of
/// the X-Forwarded-For fields in the order of the message) are read from right to left past trusted proxies:
/// the first other address is the client. Anybody may have written what stands left of it, or of a malformed
/// one.
Address client_behind(const Address& peer, std::span<const std::string_view> forwarded_for,
                      const AddressRanges& trusted);

}  // namespace http
