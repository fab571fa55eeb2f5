// SPDX-License-Identifier: Apache-2.0
//
// A server on a free port of the loopback address, and clients that send octets of their choice.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "service/http/http_server.h"

namespace http_test {

using std::chrono::milliseconds;

/// Longer than anything takes that works, also on a machine that is busy with other things; reached only by
/// what does not work.
constexpr milliseconds patience{20'000};

/// Serves until the end of the test.
class RunningServer {
 public:
  RunningServer(http::HttpOptions options, http::Handlers handlers, std::uint16_t port = 0);
  ~RunningServer();

  http::HttpServer& server() { return server_; }
  std::uint16_t port() const { return server_.port(); }
  /// Stops and waits for what is under way, for `patience` at most; how long that took.
  milliseconds stop();

 private:
  http::HttpServer server_;
  std::thread thread_;
};

/// Waits for a condition that another thread brings about. False: it did not come.
bool wait_for(const std::function<bool()>& condition, milliseconds limit = patience);

class RawClient {
 public:
  /// `address` is the client's own, in 127.0.0.0/8; `receive_buffer` as SO_RCVBUF, 0 for the system's choice.
  explicit RawClient(std::uint16_t port, const char* address = "127.0.0.1", int receive_buffer = 0);
  RawClient(RawClient&& other) noexcept;
  RawClient& operator=(RawClient&&) = delete;
  ~RawClient();

  /// False when the server has ended the connection.
  bool send(std::string_view octets);
  void finish_sending();  ///< Half-closes.
  void reset();           ///< Ends the connection with a reset.

  /// One response, with its body as its head says; what follows stays for the next call. `head_only`: of a
  /// HEAD request. Empty when none came.
  std::string response(bool head_only = false);
  /// All there is until the server ends the connection. Sets timed_out when it does not.
  std::string rest();
  /// Up to `size` octets, at least one unless the connection has ended.
  std::string some(std::size_t size);
  /// True when the server ends the connection within `limit` without sending more.
  bool ended(milliseconds limit = patience);

  bool timed_out = false;

 private:
  bool fill();

  int fd_ = -1;
  std::string unread_;
};

/// Options without a deadline that passes before `patience` does: nobody is served only because others are
/// given up.
http::HttpOptions patient();

/// Answers 200 with a body of 10,500 octets.
bool hello(const http::FastRequest& request, http::FastResponse& response);

/// Answers everything with hello() on the fast path.
http::Handlers always_hello();

/// Opens that many connections, each of which sends the octets.
std::vector<std::unique_ptr<RawClient>> crowd(std::uint16_t port, int count, std::string_view sends);

/// Fails the test when a new client is not served.
void expect_served(std::uint16_t port);

/// Resident memory; always 0 where a sanitizer keeps books in it.
long resident_kib();

/// A head with that request line, a Host and further header lines, each with its line end.
std::string request(std::string_view first_line, std::string_view fields = "");

int status_of(std::string_view response);
/// The value of a header, or "" when it is not there.
std::string header_of(std::string_view response, std::string_view name);
std::string_view body_of(std::string_view response);

/// Sends octets on a connection of their own and returns everything that comes back. The server must end the
/// connection.
std::string ask(std::uint16_t port, std::string_view request);
/// GET on a connection of its own.
std::string get(std::uint16_t port, std::string_view path);

}  // namespace http_test
