// SPDX-License-Identifier: Apache-2.0
#include "service/http/http_server.h"

#include <sys/resource.h>

#include <algorithm>
#include <exception>
#include <stdexcept>
#include <string>
#include <utility>

#include "service/http/connection_loop.h"
#include "service/http/exchange.h"
#include "service/http/refusal.h"

// Heads are bounded before the library sees them; its own bound for one line must not be the narrower one.
#define CPPHTTPLIB_HEADER_MAX_LENGTH (32 * 1024)
#define CPPHTTPLIB_HEADER_MAX_COUNT 128
#include <httplib.h>

namespace http {

namespace {

/// Descriptors besides connections: store, logs, mail.
constexpr rlim_t other_descriptors = 256;

/// The library reads a request from memory and writes the head of a response to memory.
class MemoryStream final : public httplib::Stream {
 public:
  MemoryStream(std::string_view in, std::string& out) : in_(in), out_(out) {}

  bool is_readable() const override { return !in_.empty(); }
  bool wait_readable() const override { return true; }
  bool wait_writable() const override { return true; }
  ssize_t read(char* to, std::size_t size) override {
    if (size == 1 && !in_.empty()) {  // As the library reads lines.
      *to = in_.front();
      in_.remove_prefix(1);
      return 1;
    }
    const std::size_t count = in_.copy(to, size);
    in_.remove_prefix(count);
    return static_cast<ssize_t>(count);
  }
  ssize_t write(const char* from, std::size_t size) override {
    out_.append(from, size);
    return static_cast<ssize_t>(size);
  }
  void get_remote_ip_and_port(std::string&, int&) const override {}
  void get_local_ip_and_port(std::string&, int&) const override {}
  socket_t socket() const override { return INVALID_SOCKET; }
  time_t duration() const override { return 0; }

 private:
  std::string_view in_;
  std::string& out_;
};

/// Fields whose features in the library have been its weak spots: the front has dealt with them (framing,
/// Expect, Range), does not want them (compression) or reads them by itself (addresses).
bool is_kept_from_library(std::string_view name) {
  static constexpr std::string_view names[] = {"Accept",
                                               "Accept-Encoding",
                                               "Range",
                                               "If-Range",
                                               "Expect",
                                               "Upgrade",
                                               "Connection",
                                               "Content-Length",
                                               "Content-Type",
                                               "Transfer-Encoding",
                                               "Content-Encoding",
                                               "X-Forwarded-For",
                                               "Sec-WebSocket-Key"};
  return std::any_of(std::begin(names), std::end(names),
                     [name](std::string_view other) { return same_ignoring_case(name, other); });
}

/// Methods the library lets through. It answers 400 to others, which our handler answers 405.
bool library_knows(std::string_view method) {
  static constexpr std::string_view known[] = {"GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH"};
  return std::find(std::begin(known), std::end(known), method) != std::end(known);
}

/// The request as the library gets to see it.
void restate(const Request& request, std::string& text) {
  text.assign(library_knows(request.method) ? std::string_view(request.method) : "OPTIONS");
  text.append(" ").append(request.path);
  if (!request.query.empty()) text.append("?").append(request.query);
  text.append(" HTTP/1.1\r\n");
  for (const auto& [name, value] : request.headers) {
    if (!is_kept_from_library(name)) text.append(name).append(": ").append(value).append("\r\n");
  }
  text.append("\r\n");
}

bool is_one_line(std::string_view text) {
  return std::none_of(text.begin(), text.end(), [](char c) {
    const auto octet = static_cast<unsigned char>(c);
    return (octet < 0x20 && c != '\t') || octet == 0x7f;
  });
}

/// A handler's mistake must not become a second response on the wire.
bool is_sendable(const Response& response) {
  return response.status >= 200 && response.status <= 599 &&
         std::all_of(response.headers.begin(), response.headers.end(), [](const auto& header) {
           return !header.first.empty() && header.first.find_first_of(": \t") == std::string::npos &&
                  is_one_line(header.first) && is_one_line(header.second);
         });
}

Response internal_error() {
  Response response;
  response.status = 500;
  response.headers = {{"Content-Type", "text/plain; charset=utf-8"}, {"Cache-Control", "no-store"}};
  response.body = "500 Internal Server Error\n";
  return response;
}

/// Fields that only the front may set.
bool is_framing(std::string_view name) {
  return same_ignoring_case(name, "Connection") || same_ignoring_case(name, "Content-Length") ||
         same_ignoring_case(name, "Transfer-Encoding") || same_ignoring_case(name, "Keep-Alive");
}

bool has_body(int status) { return status != 204 && status != 304; }

/// One request on its way through the library, on this thread.
struct Turn {
  Exchange& exchange;
  std::string_view target;  ///< As the library must have read it.
  Response response;
  bool routed = false;
  std::size_t body_octets = 0;  ///< Of the answer to GET.
};

/// The library calls back without a word on which connection; it does so before process_request() returns.
thread_local Turn* current_turn = nullptr;

/// cpp-httplib without its sockets: parses, routes to the one handler, writes the head of the response.
class Codec final : private httplib::Server {
 public:
  Codec(http::Handler handler, const HttpOptions& options) : handler_(std::move(handler)), options_(options) {
    set_pre_routing_handler([this](const httplib::Request& request, httplib::Response& response) {
      response.status = request.target == current_turn->target ? route(*current_turn) : 400;
      return HandlerResponse::Handled;
    });
    set_header_writer(
        [](httplib::Stream& stream, httplib::Headers&) { return write_headers(*current_turn, stream); });
  }

  /// Fills exchange.answer and returns its status.
  int answer(Exchange& exchange, std::size_t& body_octets) {
    thread_local std::string text;
    restate(exchange.request, text);
    exchange.answer = {};
    Turn turn{exchange, target_in(text), {}};
    MemoryStream stream(text, exchange.answer.head);
    const std::string nowhere;
    bool closes = exchange.close;
    current_turn = &turn;
    const bool written =
        process_request(stream, exchange.request.client, 0, nowhere, 0, exchange.close, closes, nullptr);
    current_turn = nullptr;
    if (!written || !turn.routed) return refuse(exchange, body_octets);
    exchange.answer.close = exchange.close;
    body_octets = 0;
    if (has_body(turn.response.status) && exchange.request.method != "HEAD") {
      body_octets = turn.body_octets;
      exchange.answer.body = std::move(turn.response.body);
      exchange.answer.shared = std::move(turn.response.shared);
    }
    return turn.response.status;
  }

 private:
  static std::string_view target_in(std::string_view text) {
    const auto begin = text.find(' ') + 1;
    return text.substr(begin, text.find(' ', begin) - begin);
  }

  /// The library read the request differently from us: then nobody may act on it.
  static int refuse(Exchange& exchange, std::size_t& body_octets) {
    const Refusal refusal{400, "The request is malformed."};
    exchange.answer = {};
    exchange.answer.head = refusal_text(refusal, exchange.request.method == "HEAD");
    exchange.answer.close = true;
    body_octets = refusal_body_size(refusal);
    return refusal.status;
  }

  int route(Turn& turn) {
    const Request& request = turn.exchange.request;
    Response& response = turn.response;
    try {
      response = handler_(request);
      if (!is_sendable(response))
        throw std::logic_error("the answer has a status or header that cannot be sent");
    } catch (const std::exception& error) {
      if (options_.failed) options_.failed(request, error.what());
      response = internal_error();
    } catch (...) {
      if (options_.failed) options_.failed(request, "unknown exception");
      response = internal_error();
    }
    turn.routed = true;
    turn.body_octets = response.shared.pieces.empty() ? response.body.size() : 0;
    for (const std::string_view piece : response.shared.pieces) turn.body_octets += piece.size();
    return response.status;
  }

  /// In place of the library's, which sends Keep-Alive and a Content-Length of 0 with a 304, and no Date.
  static ssize_t write_headers(Turn& turn, httplib::Stream& stream) {
    thread_local std::string text;
    text.clear();
    bool dated = false;
    bool& close = turn.exchange.close;
    for (const auto& [name, value] : turn.response.headers) {
      if (same_ignoring_case(name, "Connection")) close = close || same_ignoring_case(value, "close");
      if (is_framing(name)) continue;
      dated = dated || same_ignoring_case(name, "Date");
      text.append(name).append(": ").append(value).append("\r\n");
    }
    if (!dated) text.append("Date: ").append(http_date_now()).append("\r\n");
    if (has_body(turn.response.status)) {
      text.append("Content-Length: ").append(std::to_string(turn.body_octets)).append("\r\n");
    }
    if (close) text.append("Connection: close\r\n");
    text.append("\r\n");
    return stream.write(text.data(), text.size());
  }

  http::Handler handler_;
  const HttpOptions& options_;
};

void raise_descriptor_limit(std::size_t connections) {
  rlimit limit{};
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
  const rlim_t wanted = std::min<rlim_t>(limit.rlim_max, connections + other_descriptors);
  if (limit.rlim_cur >= wanted) return;
  limit.rlim_cur = wanted;
  setrlimit(RLIMIT_NOFILE, &limit);  // Without it fewer connections fit, which the loop can live with.
}

}  // namespace

class HttpServer::Impl {
 public:
  Impl(HttpOptions options, Handler handler)
      : options_(std::move(options)),
        codec_(std::move(handler), options_),
        loop_(options_, [this](Exchange& exchange) { answer(exchange); }) {
    raise_descriptor_limit(options_.connections);
  }

  ConnectionLoop& loop() { return loop_; }

 private:
  void answer(Exchange& exchange) {
    const auto begin = std::chrono::steady_clock::now();
    std::size_t body_octets = 0;
    const int status = codec_.answer(exchange, body_octets);
    if (!options_.observe) return;
    const auto took = std::chrono::steady_clock::now() - begin;
    options_.observe(exchange.request, status, body_octets,
                     std::chrono::duration_cast<std::chrono::microseconds>(took));
  }

  HttpOptions options_;
  Codec codec_;
  ConnectionLoop loop_;
};

HttpServer::HttpServer(HttpOptions options, Handler handler)
    : impl_(std::make_unique<Impl>(std::move(options), std::move(handler))) {}

HttpServer::~HttpServer() = default;

std::uint16_t HttpServer::port() const { return impl_->loop().port(); }

void HttpServer::run(std::chrono::milliseconds drain) { impl_->loop().run(drain); }

void HttpServer::stop() { impl_->loop().stop(); }

std::uint64_t HttpServer::turns() const { return impl_->loop().turns(); }

std::size_t HttpServer::open_connections() const { return impl_->loop().open_connections(); }

}  // namespace http
