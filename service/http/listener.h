// SPDX-License-Identifier: Apache-2.0
//
// The listening socket.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "service/http/client_address.h"

namespace http {

/// A file descriptor that closes itself.
class Descriptor {
 public:
  Descriptor() = default;
  explicit Descriptor(int fd) : fd_(fd) {}
  Descriptor(Descriptor&& other) noexcept : fd_(other.release()) {}
  Descriptor& operator=(Descriptor&& other) noexcept;
  ~Descriptor() { reset(); }

  int get() const { return fd_; }
  int release();
  void reset();

 private:
  int fd_ = -1;
};

enum class AcceptResult {
  accepted,
  none,       ///< No connection is waiting.
  exhausted,  ///< No descriptor or memory left for another connection; the client goes on waiting.
};

struct Accepted {
  AcceptResult result = AcceptResult::none;
  Descriptor socket;  ///< Non-blocking.
  Address peer;
};

/// A numeric address and a port.
struct ListenAddress {
  std::string address;
  std::uint16_t port = 0;
  bool loopback = false;  ///< Only programs on this machine can connect.

  /// "http://127.0.0.1:8080", with brackets around an IPv6 address.
  std::string url(std::uint16_t actual_port) const;
};

/// Reads "127.0.0.1:8080", "[::1]:8080" or "localhost:8080"; port 0 is any free one. Returns nullopt for any
/// other text.
std::optional<ListenAddress> parse_listen_address(const std::string& text);

class Listener {
 public:
  /// Binds a numeric IPv4 or IPv6 address ("::" hears IPv4 too); port 0 takes any free one. Throws
  /// std::system_error when the address is taken or not ours, std::invalid_argument when it is none.
  Listener(const std::string& address, std::uint16_t port);

  std::uint16_t port() const { return port_; }
  int fd() const { return socket_.get(); }
  Accepted accept();
  void close() { socket_.reset(); }

 private:
  Descriptor socket_;
  std::uint16_t port_ = 0;
};

}  // namespace http
