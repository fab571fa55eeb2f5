// SPDX-License-Identifier: Apache-2.0
//
// The server by itself with answers of known sizes, for measurements and for
// tests/scenarios/hostile_clients.py: server_probe PORT [FEED-MIB]. Serves /healthz, /small.ics (10.5 KB in
// 14 pieces, with an ETag) and /large.ics until SIGTERM.
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "service/http/http_server.h"

namespace {

struct Feed {
  std::string text;
  std::size_t piece;
};

std::shared_ptr<const Feed> make_feed(std::size_t octets, std::size_t piece) {
  return std::make_shared<const Feed>(Feed{std::string(octets, 'x'), piece});
}

http::FastResponse answer(const std::shared_ptr<const Feed>& feed, const http::FastRequest& request) {
  static constexpr std::string_view etag = "\"5f1d7c3a9b2e4d60\"";
  http::FastResponse response;
  response.headers.reserve(6);
  response.headers.emplace_back("ETag", etag);
  response.headers.emplace_back("Cache-Control", "private, no-cache");
  response.headers.emplace_back("Last-Modified", "Tue, 09 May 2023 10:00:00 GMT");
  if (request.header("If-None-Match") == etag) {
    response.status = 304;
    return response;
  }
  response.headers.emplace_back("Content-Type", "text/calendar; charset=utf-8");
  response.shared.owner = feed;
  const std::string_view text = feed->text;
  response.shared.pieces.reserve(text.size() / feed->piece + 1);
  for (std::size_t at = 0; at < text.size(); at += feed->piece) {
    response.shared.pieces.push_back(text.substr(at, feed->piece));
  }
  return response;
}

}  // namespace

int main(int count, char** arguments) {
  if (count < 2) {
    std::fputs("usage: server_probe PORT [FEED-MIB]\n", stderr);
    return 2;
  }
  sigset_t ends;
  sigemptyset(&ends);
  sigaddset(&ends, SIGTERM);
  sigaddset(&ends, SIGINT);
  pthread_sigmask(SIG_BLOCK, &ends, nullptr);

  const auto small = make_feed(10'500, 750);
  const auto large = make_feed((count > 2 ? std::stoul(arguments[2]) : 10UL) * 1024 * 1024, 1'000);
  http::Handlers handlers;
  handlers.fast = [&](const http::FastRequest& request, http::FastResponse& response) {
    if (request.path == "/small.ics") {
      response = answer(small, request);
    } else if (request.path == "/large.ics") {
      response = answer(large, request);
    } else {
      response = http::plain_text(request.path == "/healthz" ? 200 : 404, "ok");
    }
    return true;
  };
  const auto port = static_cast<std::uint16_t>(std::stoul(arguments[1]));
  http::HttpServer server(http::Listener("127.0.0.1", port), {}, handlers);
  std::printf("%u\n", server.port());
  std::fflush(stdout);
  std::thread waiter([&] {
    int signal = 0;
    sigwait(&ends, &signal);
    server.stop();
  });
  server.run(std::chrono::seconds(5));
  waiter.join();
  return 0;
}
