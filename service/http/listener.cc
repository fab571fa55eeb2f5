// SPDX-License-Identifier: Apache-2.0
#include "service/http/listener.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <cstring>
#include <stdexcept>
#include <system_error>
#include <utility>

namespace http {

namespace {

/// A burst of this many connections waits in the kernel; the usual default of 5 loses most of it for seconds.
constexpr int backlog = 4096;

/// Unsent octets that the kernel may hold for one connection, the memory cost of a client that stops reading.
constexpr int most_unsent = 128 * 1024;

sockaddr_storage socket_address(const Address& address, std::uint16_t port, socklen_t& size) {
  sockaddr_storage storage{};
  if (address.is_ipv4()) {
    sockaddr_in ipv4{};
    ipv4.sin_family = AF_INET;
    ipv4.sin_port = htons(port);
    std::memcpy(&ipv4.sin_addr, address.octets.data() + 12, 4);
    size = sizeof ipv4;
    std::memcpy(&storage, &ipv4, size);
  } else {
    sockaddr_in6 ipv6{};
    ipv6.sin6_family = AF_INET6;
    ipv6.sin6_port = htons(port);
    std::memcpy(&ipv6.sin6_addr, address.octets.data(), 16);
    size = sizeof ipv6;
    std::memcpy(&storage, &ipv6, size);
  }
  return storage;
}

void set_option(int fd, int level, int option, int value) {
  if (setsockopt(fd, level, option, &value, sizeof value) != 0) {
    throw std::system_error(errno, std::generic_category(), "cannot set up the listening socket");
  }
}

std::uint16_t bound_port(int fd) {
  sockaddr_storage storage{};
  socklen_t size = sizeof storage;
  if (getsockname(fd, reinterpret_cast<sockaddr*>(&storage), &size) != 0) return 0;
  sockaddr_in ipv4{};  // The port stands at the same place in both kinds.
  std::memcpy(&ipv4, &storage, sizeof ipv4);
  return ntohs(ipv4.sin_port);
}

}  // namespace

Descriptor& Descriptor::operator=(Descriptor&& other) noexcept {
  if (this != &other) {
    reset();
    fd_ = other.release();
  }
  return *this;
}

int Descriptor::release() { return std::exchange(fd_, -1); }

void Descriptor::reset() {
  if (fd_ >= 0) ::close(fd_);
  fd_ = -1;
}

std::string ListenAddress::url(std::uint16_t actual_port) const {
  const bool v6 = address.find(':') != std::string::npos;
  return "http://" + (v6 ? "[" + address + "]" : address) + ":" + std::to_string(actual_port);
}

std::optional<ListenAddress> parse_listen_address(const std::string& text) {
  const auto colon = text.rfind(':');
  if (colon == std::string::npos) return std::nullopt;
  ListenAddress listen{.address = text.substr(0, colon), .port = 0, .loopback = false};
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

Listener::Listener(const std::string& address, std::uint16_t port) {
  const auto parsed = parse_address(address);
  if (!parsed) throw std::invalid_argument("'" + address + "' is not a numeric address to listen on");
  const std::string where = (parsed->is_ipv4() ? address : "[" + address + "]") + ":" + std::to_string(port);
  socklen_t size = 0;
  const sockaddr_storage target = socket_address(*parsed, port, size);
  socket_ = Descriptor(socket(target.ss_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
  if (socket_.get() < 0) throw std::system_error(errno, std::generic_category(), "cannot listen on " + where);
  // Not SO_REUSEPORT: a second service on the same port must fail, not take half of the requests.
  set_option(socket_.get(), SOL_SOCKET, SO_REUSEADDR, 1);
  if (target.ss_family == AF_INET6) set_option(socket_.get(), IPPROTO_IPV6, IPV6_V6ONLY, 0);
  // Accepted sockets inherit both, which saves two system calls for each.
  set_option(socket_.get(), IPPROTO_TCP, TCP_NODELAY, 1);
  set_option(socket_.get(), IPPROTO_TCP, TCP_NOTSENT_LOWAT, most_unsent);
  if (bind(socket_.get(), reinterpret_cast<const sockaddr*>(&target), size) != 0 ||
      listen(socket_.get(), backlog) != 0) {
    throw std::system_error(errno, std::generic_category(), "cannot listen on " + where);
  }
  port_ = bound_port(socket_.get());
}

Accepted Listener::accept() {
  for (;;) {
    sockaddr_storage peer{};
    socklen_t size = sizeof peer;
    const int fd =
        accept4(socket_.get(), reinterpret_cast<sockaddr*>(&peer), &size, SOCK_NONBLOCK | SOCK_CLOEXEC);
    if (fd >= 0) return {AcceptResult::accepted, Descriptor(fd), address_of(peer)};
    switch (errno) {
      case EMFILE:
      case ENFILE:
      case ENOBUFS:
      case ENOMEM:
        return {AcceptResult::exhausted, {}, {}};
      case EAGAIN:
      case EBADF:
      case EINVAL:
        return {};
      default:  // The waiting connection broke, or a signal came: the next one may be well.
        continue;
    }
  }
}

}  // namespace http
