// SPDX-License-Identifier: Apache-2.0
//
// The sockets of the HTTP service. cpp-httplib parses requests and writes responses; it does not hold
// sockets: a connection that is idle, slow or hostile costs a file descriptor and a buffer, never a thread.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "service/http/http.h"

namespace http {

struct HttpOptions {
  std::string address = "127.0.0.1";         ///< Numeric IPv4 or IPv6 address to bind.
  std::uint16_t port = 0;                    ///< 0: any free one, see HttpServer::port().
  std::vector<std::string> trusted_proxies;  ///< Numeric addresses or CIDR whose X-Forwarded-For is believed.

  std::size_t head_limit = 16 * 1024;  ///< Octets of request line and headers together.
  std::size_t body_limit = 64 * 1024;
  std::size_t target_limit = 256;  ///< Longer request targets get 414.
  /// Octets of unfinished requests, of all connections together.
  std::size_t buffered_limit = 64 * 1024 * 1024;
  /// In all. A new one takes the place of the one that has been idle longest, if any is.
  std::size_t connections = 10'000;
  std::size_t connections_per_address = 10'000;     ///< Not counted for trusted proxies.
  std::chrono::milliseconds idle_timeout{60'000};   ///< Between requests on a kept-alive connection.
  std::chrono::milliseconds head_timeout{10'000};   ///< From a request's first octet to the end of its head.
  std::chrono::milliseconds body_timeout{20'000};   ///< For the whole body.
  std::chrono::milliseconds write_timeout{30'000};  ///< Without progress in sending an answer.
  unsigned pool_threads = 2;                        ///< For requests that are not quick.

  /// Decides by method and path whether the handler may run on the loop thread. Absent: none may.
  std::function<bool(std::string_view method, std::string_view path)> quick;

  /// Told about every request answered, also those the front itself refuses (with the method and path as far
  /// as they were understood). Called on any thread, before the answer has left. Must not throw.
  std::function<void(const Request&, int status, std::size_t body_octets, std::chrono::microseconds took)>
      observe;

  /// Told what a handler threw, or that its answer could not be sent; the client only sees a 500. Called on
  /// any thread. Must not throw.
  std::function<void(const Request&, std::string_view what)> failed;
};

/// One listening socket, its loop and its pool.
class HttpServer {
 public:
  /// Binds and listens; connections wait in the kernel until run(). Throws std::system_error with a plain
  /// message when the address is taken or not ours, std::invalid_argument when it or a trusted proxy is none.
  /// Raises the process's soft limit of descriptors to what the connections need, if the hard one allows.
  HttpServer(HttpOptions options, Handler handler);
  ~HttpServer();
  HttpServer(const HttpServer&) = delete;
  HttpServer& operator=(const HttpServer&) = delete;

  std::uint16_t port() const;

  /// Serves until stop(); returns when requests under way are finished, within `drain` at most.
  void run(std::chrono::milliseconds drain);

  /// Stops accepting and ends idle connections at once. Safe on any thread.
  void stop();

  /// How often the loop has turned: grows at least once a second while run() is healthy, for watchdogs.
  std::uint64_t turns() const;

  /// Connections open now, for the metrics.
  std::size_t open_connections() const;

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace http
