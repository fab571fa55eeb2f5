// SPDX-License-Identifier: Apache-2.0
#include "tests/http/server_fixture.h"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <fstream>
#include <stdexcept>
#include <utility>

#include "service/http/fields.h"

namespace http_test {

using Clock = std::chrono::steady_clock;

RunningServer::RunningServer(http::HttpOptions options, http::Handlers handlers, std::uint16_t port)
    : server_(http::Listener("127.0.0.1", port), std::move(options), std::move(handlers)),
      thread_([this] { server_.run(patience); }) {}

RunningServer::~RunningServer() { stop(); }

milliseconds RunningServer::stop() {
  const auto begin = Clock::now();
  server_.stop();
  if (thread_.joinable()) thread_.join();
  return std::chrono::duration_cast<milliseconds>(Clock::now() - begin);
}

bool wait_for(const std::function<bool()>& condition, milliseconds limit) {
  const auto end = Clock::now() + limit;
  while (!condition()) {
    if (Clock::now() > end) return false;
    std::this_thread::sleep_for(milliseconds(1));
  }
  return true;
}

RawClient::RawClient(std::uint16_t port, const char* address, int receive_buffer)
    : fd_(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
  if (receive_buffer > 0) setsockopt(fd_, SOL_SOCKET, SO_RCVBUF, &receive_buffer, sizeof receive_buffer);
  sockaddr_in from{};
  from.sin_family = AF_INET;
  inet_pton(AF_INET, address, &from.sin_addr);
  bind(fd_, reinterpret_cast<const sockaddr*>(&from), sizeof from);
  sockaddr_in to = from;
  inet_pton(AF_INET, "127.0.0.1", &to.sin_addr);
  to.sin_port = htons(port);
  if (connect(fd_, reinterpret_cast<const sockaddr*>(&to), sizeof to) != 0) {
    throw std::runtime_error("cannot connect");
  }
  const timeval limit{patience.count() / 1000, 0};
  setsockopt(fd_, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
  setsockopt(fd_, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof limit);
}

RawClient::RawClient(RawClient&& other) noexcept
    : timed_out(other.timed_out), fd_(std::exchange(other.fd_, -1)), unread_(std::move(other.unread_)) {}

RawClient::~RawClient() {
  if (fd_ >= 0) close(fd_);
}

bool RawClient::send(std::string_view octets) {
  while (!octets.empty()) {
    const ssize_t sent = ::send(fd_, octets.data(), octets.size(), MSG_NOSIGNAL);
    if (sent <= 0) return false;
    octets.remove_prefix(static_cast<std::size_t>(sent));
  }
  return true;
}

void RawClient::finish_sending() { shutdown(fd_, SHUT_WR); }

void RawClient::reset() {
  const linger at_once{1, 0};
  setsockopt(fd_, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
  close(std::exchange(fd_, -1));
}

bool RawClient::fill() {
  char buffer[16 * 1024];
  const ssize_t got = recv(fd_, buffer, sizeof buffer, 0);
  if (got < 0 && errno == EAGAIN) timed_out = true;
  if (got <= 0) return false;
  unread_.append(buffer, static_cast<std::size_t>(got));
  return true;
}

std::string RawClient::response(bool head_only) {
  std::size_t end = std::string::npos;
  while ((end = unread_.find("\r\n\r\n")) == std::string::npos) {
    if (!fill()) return {};
  }
  std::size_t size = end + 4;
  const std::string length = header_of(std::string_view(unread_).substr(0, size), "Content-Length");
  if (!head_only && !length.empty()) size += std::stoul(length);
  while (unread_.size() < size) {
    if (!fill()) return {};
  }
  std::string response = unread_.substr(0, size);
  unread_.erase(0, size);
  return response;
}

std::string RawClient::rest() {
  while (fill()) {
  }
  return std::exchange(unread_, {});
}

std::string RawClient::some(std::size_t size) {
  std::string octets(size, '\0');
  const ssize_t got = recv(fd_, octets.data(), size, 0);
  octets.resize(got > 0 ? static_cast<std::size_t>(got) : 0);
  return octets;
}

bool RawClient::ended(milliseconds limit) {
  if (!unread_.empty()) return false;
  pollfd wanted{fd_, POLLIN, 0};
  if (poll(&wanted, 1, static_cast<int>(limit.count())) != 1) return false;
  char octet = 0;
  return recv(fd_, &octet, 1, MSG_DONTWAIT) <= 0;
}

http::HttpOptions patient() {
  http::HttpOptions options;
  options.idle_timeout = options.head_timeout = options.body_timeout = options.write_timeout = 3 * patience;
  return options;
}

bool hello(const http::FastRequest&, http::FastResponse& response) {
  response.headers = {{"Content-Type", "text/calendar"}};
  response.body.assign(10'500, 'x');
  return true;
}

http::Handlers always_hello() { return {.fast = hello, .routes = {}, .otherwise = {}}; }

std::vector<std::unique_ptr<RawClient>> crowd(std::uint16_t port, int count, std::string_view sends) {
  std::vector<std::unique_ptr<RawClient>> clients;
  for (int i = 0; i < count; ++i) {
    clients.push_back(std::make_unique<RawClient>(port));
    clients.back()->send(sends);
  }
  return clients;
}

void expect_served(std::uint16_t port) { EXPECT_EQ(status_of(get(port, "/healthz")), 200); }

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr bool memory_is_ours = false;
#else
constexpr bool memory_is_ours = true;
#endif

long resident_kib() {
  std::ifstream file("/proc/self/statm");
  long pages = 0;
  file >> pages >> pages;
  return memory_is_ours ? pages * (sysconf(_SC_PAGESIZE) / 1024) : 0;
}

std::string request(std::string_view first_line, std::string_view fields) {
  std::string text(first_line);
  text.append(" HTTP/1.1\r\nHost: a\r\n").append(fields).append("\r\n");
  return text;
}

int status_of(std::string_view response) {
  if (!response.starts_with("HTTP/1.1 ") || response.size() < 12) return 0;
  return std::stoi(std::string(response.substr(9, 3)));
}

std::string header_of(std::string_view response, std::string_view name) {
  std::string_view head = response.substr(0, response.find("\r\n\r\n"));
  while (!head.empty()) {
    const auto end = head.find("\r\n");
    const std::string_view line = head.substr(0, end);
    const auto colon = line.find(": ");
    if (colon != std::string_view::npos && http::same_ignoring_case(line.substr(0, colon), name)) {
      return std::string(line.substr(colon + 2));
    }
    head = end == std::string_view::npos ? std::string_view() : head.substr(end + 2);
  }
  return {};
}

std::string_view body_of(std::string_view response) {
  const auto end = response.find("\r\n\r\n");
  return end == std::string_view::npos ? std::string_view() : response.substr(end + 4);
}

std::string ask(std::uint16_t port, std::string_view request) {
  RawClient client(port);
  client.send(request);
  std::string answer = client.rest();
  EXPECT_FALSE(client.timed_out) << "the connection stays open after: " << request.substr(0, 200);
  return answer;
}

std::string get(std::uint16_t port, std::string_view path) {
  return ask(port, "GET " + std::string(path) + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
}

}  // namespace http_test
