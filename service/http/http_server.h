// SPDX-License-Identifier: Apache-2.0
//
// The HTTP service. An idle, slow or hostile connection costs a file descriptor and a buffer, never a thread.
// Feeds are answered on the loop's thread (fast_path.h); cpp-httplib answers the rest on a pool (router.h).
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "service/http/fast_path.h"
#include "service/http/listener.h"
#include "service/http/router.h"

namespace http {

/// An answer that was given.
struct Observation {
  std::string_view method, path;  ///< As far as they were understood, when the server itself refused.
  std::string_view client;
  int status = 0;
  std::size_t body_octets = 0;
  std::chrono::microseconds took{};
};

struct HttpOptions {
  std::vector<std::string> trusted_proxies;  ///< Numeric addresses or CIDR whose X-Forwarded-For is believed.

  std::size_t head_limit = 16 * 1024;  ///< Octets of request line and headers together.
  std::size_t body_limit = 64 * 1024;
  std::size_t target_limit = 2'048;  ///< Longer request targets get 414. Below /f/ the limit is 256.
  /// Octets that unfinished requests may take, of all connections together. Whoever has been sending a body
  /// longest, or else a head, is then answered 503.
  std::size_t buffered_limit = 16 * 1024 * 1024;
  /// Of all clients. A new one takes the place of the one that has been idle longest, or else of the one that
  /// has been sending a request longest.
  std::size_t connections = 10'000;
  /// Of one client_network(). A new one takes the place of the oldest that is idle or sending a request.
  /// Trusted proxies are not counted.
  std::size_t connections_per_address = 1'024;
  /// Places beside `connections`, for this machine itself (127.0.0.1 and ::1) and trusted proxies: monitoring
  /// gets its answer while strangers take all other places.
  std::size_t kept_places = 32;
  std::chrono::milliseconds idle_timeout{60'000};   ///< Between requests on a kept-alive connection.
  std::chrono::milliseconds head_timeout{10'000};   ///< From a request's first octet to the end of its head.
  std::chrono::milliseconds body_timeout{20'000};   ///< For the whole body.
  std::chrono::milliseconds write_timeout{30'000};  ///< Without progress in sending an answer.
  unsigned pool_threads = 2;

  /// Called for every answer, also for refusals. Called on any thread, before the answer has left. Must not
  /// throw.
  std::function<void(const Observation&)> observe;

  /// Called when a handler throws, or its answer cannot be sent; the client sees only a 500. Called on any
  /// thread. Must not throw.
  Failed failed;
};

struct Handlers {
  FastHandler fast;           ///< May be empty.
  std::vector<Route> routes;  ///< Tried in this order.
  Handler otherwise;          ///< Answers paths without a route; empty: 404.
};

/// The loop of one listening socket, and its pool.
class HttpServer {
 public:
  /// Connections wait in the kernel until run(). Throws std::invalid_argument when a trusted proxy is no
  /// address. Raises the process's soft limit of descriptors to what the connections need, if the hard one
  /// allows.
  HttpServer(Listener listener, HttpOptions options, Handlers handlers);
  ~HttpServer();
  HttpServer(const HttpServer&) = delete;
  HttpServer& operator=(const HttpServer&) = delete;

  std::uint16_t port() const;

  /// Serves until stop(). Returns when requests under way are finished, within `drain` at most.
  void run(std::chrono::milliseconds drain);

  /// Stops accepting and ends idle connections at once. Safe on any thread.
  void stop();

  /// Counts the turns of the loop, for watchdogs: at least one a second while run() is healthy.
  std::uint64_t turns() const;

  /// Returns the number of open connections, for the metrics.
  std::size_t open_connections() const;

  /// Returns true once after a crowd has left and megabytes of its requests are free. The allocator keeps
  /// them until malloc_trim(). Safe on any thread.
  bool freed_much();

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace http
