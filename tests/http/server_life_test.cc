// SPDX-License-Identifier: Apache-2.0
//
// Starting and stopping a server, and its threads.
#include <gtest/gtest.h>
#include <httplib.h>
#include <pthread.h>

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <stdexcept>
#include <system_error>
#include <vector>

#include "service/http/http_server.h"
#include "tests/http/server_fixture.h"

namespace {

using namespace http_test;
using http::HttpOptions;
using http::HttpServer;
using http::Listener;

/// Requests that wait on the pool until they may go on.
class Gate {
 public:
  http::Handler handler() {
    return [this](const httplib::Request& request, httplib::Response& response) {
      ++inside;
      std::unique_lock lock(mutex_);
      changed_.wait(lock, [&] { return open_; });
      response.set_content("done " + request.path, "text/plain");
      response.status = 200;
    };
  }
  void open() {
    {
      const std::lock_guard lock(mutex_);
      open_ = true;
    }
    changed_.notify_all();
  }
  std::atomic<int> inside{0};

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  bool open_ = false;
};

TEST(HttpServer, FastRequestsPassSlowOnes) {
  Gate gate;
  http::Handlers handlers;
  handlers.fast = [](const http::FastRequest& request, http::FastResponse& response) {
    return request.path == "/fast" && hello(request, response);
  };
  handlers.routes = {{.pattern = "/slow", .get = gate.handler(), .post = {}}};
  RunningServer server({}, handlers);
  std::vector<std::unique_ptr<RawClient>> slow;
  for (int i = 0; i < 5; ++i) slow.push_back(std::make_unique<RawClient>(server.port()));
  for (auto& client : slow) client->send(request("GET /slow"));
  ASSERT_TRUE(wait_for([&] { return gate.inside == 2; })) << "the pool has two threads";
  EXPECT_EQ(status_of(get(server.port(), "/fast")), 200);
  slow[0]->reset();  // Its answer has nowhere to go.
  slow[4].reset();
  gate.open();
  for (std::size_t i = 1; i < 4; ++i) EXPECT_EQ(status_of(slow[i]->response()), 200);
}

TEST(HttpServer, StopEndsIdleConnectionsAtOnceAndFinishesRequests) {
  Gate gate;
  http::Handlers handlers;
  handlers.otherwise = gate.handler();
  RunningServer server({}, handlers);
  std::vector<std::unique_ptr<RawClient>> idle;
  for (int i = 0; i < 40; ++i) idle.push_back(std::make_unique<RawClient>(server.port()));
  RawClient busy(server.port());
  busy.send(request("GET /busy"));
  ASSERT_TRUE(wait_for([&] { return gate.inside == 1 && server.server().open_connections() == 41; }));
  server.server().stop();
  for (auto& client : idle) EXPECT_TRUE(client->ended());
  gate.open();
  EXPECT_EQ(body_of(busy.response()), "done /busy");
  EXPECT_TRUE(busy.ended());
  EXPECT_LT(server.stop(), patience / 2);
  EXPECT_EQ(server.server().open_connections(), 0u);
  EXPECT_THROW(RawClient{server.port()}, std::runtime_error);
}

TEST(HttpServer, StopGivesUpAfterDrain) {
  HttpServer server({"127.0.0.1", 0}, {}, always_hello());
  RawClient stuck(server.port());
  stuck.send("GET / HT");
  std::thread loop([&] { server.run(milliseconds(50)); });
  ASSERT_TRUE(wait_for([&] { return server.open_connections() == 1; }));
  server.stop();
  loop.join();
  EXPECT_TRUE(stuck.ended());
}

TEST(HttpServer, StopBeforeRun) {
  HttpServer server({"127.0.0.1", 0}, {}, always_hello());
  server.stop();
  server.run(milliseconds(1'000));
  EXPECT_EQ(server.open_connections(), 0u);
}

TEST(HttpServer, PortThatIsTaken) {
  const Listener first("127.0.0.1", 0);
  try {
    const Listener second("127.0.0.1", first.port());
    FAIL() << "two services on one port";
  } catch (const std::system_error& error) {
    EXPECT_EQ(error.code(), std::errc::address_in_use);
    EXPECT_NE(std::string(error.what()).find("cannot listen on 127.0.0.1:"), std::string::npos);
  }
}

TEST(HttpServer, PortIsFreeAgainAtOnce) {
  std::uint16_t port = 0;
  {
    RunningServer server({}, always_hello());
    port = server.port();
    get(port, "/");
  }
  RunningServer again({}, always_hello(), port);
  EXPECT_EQ(status_of(get(port, "/")), 200);
}

TEST(HttpServer, WrongOptions) {
  EXPECT_THROW(Listener("localhost", 0), std::invalid_argument);
  EXPECT_THROW(Listener("192.0.2.1", 0), std::system_error);
  HttpOptions options;
  options.trusted_proxies = {"10.0.0.0/99"};
  EXPECT_THROW(HttpServer({"127.0.0.1", 0}, options, {}), std::invalid_argument);
}

TEST(HttpServer, KeptAliveAnswersDoNotWaitForAcknowledgements) {
  RunningServer server({}, always_hello());
  RawClient client(server.port());
  std::vector<std::chrono::steady_clock::duration> times;
  for (int i = 0; i < 51; ++i) {
    const auto begin = std::chrono::steady_clock::now();
    client.send(request("GET /"));
    ASSERT_EQ(status_of(client.response()), 200);
    times.push_back(std::chrono::steady_clock::now() - begin);
  }
  // A machine busy with other things may delay some; a delayed acknowledgement delays each by 40 ms.
  std::nth_element(times.begin(), times.begin() + 10, times.end());
  EXPECT_LT(times[10], milliseconds(10));
}

TEST(HttpServer, SmallStack) {
  HttpServer server({"127.0.0.1", 0}, {}, always_hello());
  pthread_attr_t attributes;
  pthread_attr_init(&attributes);
  pthread_attr_setstacksize(&attributes, 512 * 1024);
  pthread_t thread{};
  const auto body = [](void* argument) -> void* {
    static_cast<HttpServer*>(argument)->run(milliseconds(1'000));
    return nullptr;
  };
  ASSERT_EQ(pthread_create(&thread, &attributes, body, &server), 0);
  pthread_attr_destroy(&attributes);
  EXPECT_EQ(status_of(get(server.port(), "/" + std::string(255, 'a'))), 200);
  std::string fields = "Connection: close\r\n";
  for (int i = 0; i < 90; ++i) fields += "X-Header: " + std::string(150, 'y') + "\r\n";
  EXPECT_EQ(status_of(ask(server.port(), request("GET /", fields))), 200);
  server.stop();
  pthread_join(thread, nullptr);
}

}  // namespace
