// SPDX-License-Identifier: Apache-2.0
#include "service/http/http_server.h"

#include <sys/resource.h>

#include <algorithm>
#include <exception>
#include <utility>

#include "service/http/connection_loop.h"

namespace http {

namespace {

using Clock = std::chrono::steady_clock;

/// Descriptors besides connections: store, logs, mail.
constexpr rlim_t other_descriptors = 256;

/// Raises the limit of descriptors to what the connections need. When that is not permitted, fewer
/// connections fit: store and mail must not go without.
HttpOptions with_descriptors(HttpOptions options) {
  rlimit limit{};
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return options;
  const rlim_t wanted = options.connections + options.kept_places + other_descriptors;
  if (limit.rlim_cur >= wanted) return options;
  const rlim_t before = limit.rlim_cur;
  limit.rlim_cur = std::min<rlim_t>(limit.rlim_max, wanted);
  if (setrlimit(RLIMIT_NOFILE, &limit) != 0) limit.rlim_cur = before;
  const rlim_t others = std::min<rlim_t>(other_descriptors, limit.rlim_cur / 2);
  const rlim_t places = limit.rlim_cur - others;
  options.kept_places = std::min<std::size_t>(options.kept_places, places / 4);
  options.connections = std::min<std::size_t>(options.connections, places - options.kept_places);
  return options;
}

}  // namespace

class HttpServer::Impl {
 public:
  Impl(Listener listener, HttpOptions options, Handlers handlers)
      : options_(with_descriptors(std::move(options))),
        fast_(std::move(handlers.fast)),
        router_(std::move(handlers.routes), std::move(handlers.otherwise), options_.body_limit,
                options_.failed),
        loop_(
            std::move(listener), options_,
            [this](const FastRequest& request, bool close, Outgoing& out) {
              return answer_fast(request, close, out);
            },
            [this](Exchange& exchange) { answer(exchange); }) {}

  ConnectionLoop& loop() { return loop_; }

 private:
  bool answer_fast(const FastRequest& request, bool close, Outgoing& out) {
    if (!fast_) return false;
    const auto begin = Clock::now();
    const bool head_request = request.method == "HEAD";
    try {
      FastResponse response;
      if (!fast_(request, response)) return false;
      out = outgoing(std::move(response), head_request, close);
    } catch (...) {
      fail(request, what_of(std::current_exception()));
      out = outgoing(internal_error(), head_request, close);
    }
    observe(request.method, request.path, request.client, out, begin);
    return true;
  }

  void answer(Exchange& exchange) {
    const auto begin = Clock::now();
    router_.answer(exchange);
    observe(exchange.method, exchange.path, exchange.client, exchange.answer, begin);
  }

  void fail(const FastRequest& request, std::string_view what) {
    if (options_.failed) options_.failed(request.method, request.path, what);
  }

  void observe(std::string_view method, std::string_view path, std::string_view client, const Outgoing& out,
               Clock::time_point begin) {
    if (!options_.observe) return;
    options_.observe({.method = method,
                      .path = path,
                      .client = client,
                      .status = out.status,
                      .body_octets = out.body_octets,
                      .took = std::chrono::duration_cast<std::chrono::microseconds>(Clock::now() - begin)});
  }

  const HttpOptions options_;
  const FastHandler fast_;
  const Router router_;
  ConnectionLoop loop_;
};

HttpServer::HttpServer(Listener listener, HttpOptions options, Handlers handlers)
    : impl_(std::make_unique<Impl>(std::move(listener), std::move(options), std::move(handlers))) {}

HttpServer::~HttpServer() = default;

std::uint16_t HttpServer::port() const { return impl_->loop().port(); }

void HttpServer::run(std::chrono::milliseconds drain) { impl_->loop().run(drain); }

void HttpServer::stop() { impl_->loop().stop(); }

std::uint64_t HttpServer::turns() const { return impl_->loop().turns(); }

std::size_t HttpServer::open_connections() const { return impl_->loop().open_connections(); }

bool HttpServer::freed_much() { return impl_->loop().freed_much(); }

}  // namespace http
