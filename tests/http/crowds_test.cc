// SPDX-License-Identifier: Apache-2.0
//
// Many clients at once, and too few descriptors for them.
#include <gtest/gtest.h>
#include <httplib.h>
#include <sys/resource.h>
#include <unistd.h>

#include <atomic>
#include <cstdint>
#include <ctime>
#include <future>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "tests/http/server_fixture.h"

namespace {

using namespace http_test;
using http::HttpOptions;

std::int64_t cpu_milliseconds() {
  timespec used{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &used);
  return used.tv_sec * 1'000 + used.tv_nsec / 1'000'000;
}

/// Room for `more` descriptors and no others, for the life of this object.
class TightLimit {
 public:
  explicit TightLimit(rlim_t more) {
    getrlimit(RLIMIT_NOFILE, &before_);
    const int next = dup(0);
    close(next);
    rlimit tight = before_;
    tight.rlim_cur = static_cast<rlim_t>(next) + more;
    setrlimit(RLIMIT_NOFILE, &tight);
  }
  ~TightLimit() { setrlimit(RLIMIT_NOFILE, &before_); }
  TightLimit(const TightLimit&) = delete;
  TightLimit& operator=(const TightLimit&) = delete;

 private:
  rlimit before_{};
};

/// The first `busy` requests wait for `go` on the pool; later ones are answered on the fast path.
http::Handlers hello_after(int busy, std::atomic<int>& taken, std::promise<void>& go) {
  http::Handlers handlers;
  handlers.fast = [busy, &taken](const http::FastRequest& request, http::FastResponse& response) {
    return ++taken > busy && hello(request, response);
  };
  handlers.otherwise = [answered = go.get_future().share()](const auto&, httplib::Response& response) {
    answered.wait();
    response.status = 200;
  };
  return handlers;
}

TEST(Crowds, BurstIsAnsweredWhole) {
  RunningServer server(patient(), always_hello());
  const auto clients = crowd(server.port(), 400, "GET / HTTP/1.1\r\nHost: a\r\n\r\n");
  for (const auto& client : clients) EXPECT_EQ(status_of(client->response()), 200);
}

TEST(Crowds, NewcomersTakeThePlaceOfTheLongestIdle) {
  HttpOptions options = patient();
  options.connections = 10;
  RunningServer server(options, always_hello());
  const auto idle = crowd(server.port(), 10, "");
  ASSERT_TRUE(wait_for([&] { return server.server().open_connections() == 10; }));
  EXPECT_EQ(status_of(get(server.port(), "/")), 200);
  EXPECT_TRUE(idle[0]->ended());
  EXPECT_FALSE(idle[9]->ended(milliseconds(0)));
}

TEST(Crowds, NoPlaceAmongTheBusy) {
  std::atomic<int> taken{0};
  std::promise<void> go;
  HttpOptions options;
  options.connections = 10;
  options.kept_places = 0;
  RunningServer server(options, hello_after(10, taken, go));
  const auto busy = crowd(server.port(), 10, "GET / HTTP/1.1\r\nHost: a\r\n\r\n");
  ASSERT_TRUE(wait_for([&] { return taken == 10; }));
  EXPECT_TRUE(RawClient(server.port()).ended());
  EXPECT_EQ(server.server().open_connections(), 10u);
  go.set_value();
  for (const auto& client : busy) EXPECT_EQ(status_of(client->response()), 200);
}

TEST(Crowds, LimitPerAddress) {
  HttpOptions options = patient();
  options.connections_per_address = 5;
  RunningServer server(options, always_hello());
  const auto idle = crowd(server.port(), 5, "");
  ASSERT_TRUE(wait_for([&] { return server.server().open_connections() == 5; }));
  RawClient other(server.port(), "127.0.0.2");
  other.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
  EXPECT_EQ(status_of(other.response()), 200);
  EXPECT_EQ(server.server().open_connections(), 6u);
  EXPECT_EQ(status_of(get(server.port(), "/")), 200);
  EXPECT_TRUE(idle[0]->ended()) << "a newcomer takes the place of its own network's oldest";
  EXPECT_FALSE(idle[1]->ended(milliseconds(0)));
}

TEST(Crowds, OneAddressWithHalfHeadsIsStillAnswered) {
  HttpOptions options = patient();
  options.connections_per_address = 20;
  RunningServer server(options, always_hello());
  const auto half = crowd(server.port(), 200, "GET / HTTP/1.1\r\nHost: a\r\nX: ");
  for (std::size_t i = 0; i < 180; ++i) EXPECT_TRUE(half[i]->ended()) << i;
  EXPECT_EQ(server.server().open_connections(), 20u);
  expect_served(server.port());
  EXPECT_TRUE(half[180]->ended());
  EXPECT_FALSE(half[199]->ended(milliseconds(0)));
}

TEST(Crowds, NoPlaceForTheBusyOfOneAddress) {
  std::atomic<int> taken{0};
  std::promise<void> go;
  HttpOptions options;
  options.connections_per_address = 5;
  RunningServer server(options, hello_after(5, taken, go));
  const auto busy = crowd(server.port(), 5, "GET / HTTP/1.1\r\nHost: a\r\n\r\n");
  ASSERT_TRUE(wait_for([&] { return taken == 5; }));
  EXPECT_TRUE(RawClient(server.port()).ended()) << "nobody's answer is taken away";
  RawClient other(server.port(), "127.0.0.2");
  other.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
  EXPECT_EQ(status_of(other.response()), 200);
  go.set_value();
  for (const auto& client : busy) EXPECT_EQ(status_of(client->response()), 200);
}

TEST(Crowds, NewcomersTakeThePlaceOfHalfHeadsFromManyAddresses) {
  HttpOptions options = patient();
  options.connections = 30;
  options.kept_places = 0;
  RunningServer server(options, always_hello());
  std::vector<std::unique_ptr<RawClient>> half;
  for (int i = 0; i < 60; ++i) {
    half.push_back(
        std::make_unique<RawClient>(server.port(), ("127.0.0." + std::to_string(2 + i % 20)).c_str()));
    half.back()->send("GET / HTTP/1.1\r\n");
  }
  ASSERT_TRUE(wait_for([&] { return server.server().open_connections() == 30; }));
  for (int i = 0; i < 5; ++i) expect_served(server.port());
}

TEST(Crowds, ThisMachineHasPlacesOfItsOwn) {
  std::atomic<int> taken{0};
  std::promise<void> go;
  HttpOptions options;
  options.connections = 10;
  options.kept_places = 1;
  RunningServer server(options, hello_after(10, taken, go));
  std::vector<std::unique_ptr<RawClient>> busy;
  for (int i = 0; i < 10; ++i) {
    busy.push_back(std::make_unique<RawClient>(server.port(), "127.0.0.2"));
    busy.back()->send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
  }
  ASSERT_TRUE(wait_for([&] { return taken == 10; }));
  EXPECT_TRUE(RawClient(server.port(), "127.0.0.3").ended());
  expect_served(server.port());
  go.set_value();
  for (const auto& client : busy) EXPECT_EQ(status_of(client->response()), 200);
}

TEST(Crowds, ProxiesAreNotCountedPerAddress) {
  HttpOptions options = patient();
  options.connections_per_address = 1;
  options.trusted_proxies = {"127.0.0.0/8"};
  RunningServer server(options, always_hello());
  const auto many = crowd(server.port(), 20, "");
  EXPECT_EQ(status_of(get(server.port(), "/")), 200);
}

TEST(Crowds, UnfinishedRequestsShareABudget) {
  HttpOptions options = patient();
  options.buffered_limit = 100'000;
  std::atomic<int> seen{0};
  options.observe = [&](const http::Observation& given) { seen += given.status == 503 ? 1 : 0; };
  RunningServer server(options, always_hello());
  const std::string start =
      "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 60000\r\n\r\n" + std::string(40'000, 'x');
  const auto clients = crowd(server.port(), 4, start);
  EXPECT_TRUE(wait_for([&] { return seen > 0; }));
  int refused = 0;
  for (const auto& client : clients) {
    client->send(std::string(20'000, 'x'));
    refused += status_of(client->response()) == 503 ? 1 : 0;
  }
  EXPECT_GE(refused, 1);
  EXPECT_LE(refused, 3);
  expect_served(server.port());
}

TEST(Crowds, AFullBudgetKeepsNobodyElseOut) {
  HttpOptions options = patient();
  options.buffered_limit = 100'000;
  std::atomic<int> refused{0};
  options.observe = [&](const http::Observation& seen) { refused += seen.status == 503 ? 1 : 0; };
  RunningServer server(options, always_hello());
  const std::string start = "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 60000\r\n\r\n";
  const auto half = crowd(server.port(), 20, start + std::string(20'000, 'x'));
  ASSERT_TRUE(wait_for([&] { return refused >= 16; }));
  RawClient form(server.port(), "127.0.0.2");
  form.send(start.substr(0, 40));
  form.send(start.substr(40) + std::string(30'000, 'x'));
  form.send(std::string(30'000, 'x'));
  EXPECT_EQ(status_of(form.response()), 200) << "the oldest of the others was given up";
}

TEST(Crowds, TellsWhenMuchMemoryIsFree) {
  RunningServer server(patient(), always_hello());
  EXPECT_FALSE(server.server().freed_much());
  {
    const auto half =
        crowd(server.port(), 150,
              "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 60000\r\n\r\n" + std::string(50'000, 'x'));
    ASSERT_TRUE(wait_for([&] { return server.server().open_connections() == 150; }));
    expect_served(server.port());
  }
  EXPECT_TRUE(wait_for([&] { return server.server().freed_much(); }));
  EXPECT_FALSE(server.server().freed_much()) << "once";
}

TEST(Crowds, OutOfDescriptorsMakesRoom) {
  RunningServer server(patient(), always_hello());
  const auto idle = crowd(server.port(), 5, "");
  ASSERT_TRUE(wait_for([&] { return server.server().open_connections() == 5; }));
  {
    const TightLimit limit(1);  // The client's end takes the last one.
    EXPECT_EQ(status_of(get(server.port(), "/")), 200);
  }
  EXPECT_TRUE(idle[0]->ended());
  EXPECT_FALSE(idle[4]->ended(milliseconds(0)));
}

TEST(Crowds, OutOfDescriptorsAmongTheBusyWaits) {
  std::atomic<int> taken{0};
  std::promise<void> go;
  HttpOptions options;
  RunningServer server(options, hello_after(5, taken, go));
  const auto busy = crowd(server.port(), 5, "GET / HTTP/1.1\r\nHost: a\r\n\r\n");
  ASSERT_TRUE(wait_for([&] { return taken == 5; }));
  std::optional<TightLimit> limit(1);
  RawClient newcomer(server.port());
  newcomer.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
  const auto before = cpu_milliseconds();
  EXPECT_FALSE(newcomer.ended(milliseconds(300))) << "it waits, blocked in poll() here";
  EXPECT_LE(cpu_milliseconds() - before, 10) << "and nobody spins";
  limit.reset();
  go.set_value();
  EXPECT_EQ(status_of(newcomer.response()), 200);
}

TEST(Crowds, ResetsInEveryPhase) {
  RunningServer server(patient(), always_hello());
  for (const auto* sends : {"", "GET", "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\nx",
                            "GET / HTTP/1.1\r\nHost: a\r\n\r\n", "nonsense\n"}) {
    RawClient client(server.port());
    client.send(sends);
    client.reset();
  }
  EXPECT_TRUE(wait_for([&] { return server.server().open_connections() == 0; }));
  expect_served(server.port());
}

TEST(Crowds, IdleConnectionsCostNoTime) {
  RunningServer server(patient(), always_hello());
  const auto idle = crowd(server.port(), 300, "");
  ASSERT_TRUE(wait_for([&] { return server.server().open_connections() == 300; }));
  const auto before = cpu_milliseconds();
  EXPECT_FALSE(idle[0]->ended(milliseconds(300)));  // Blocks in poll() all the while.
  EXPECT_LE(cpu_milliseconds() - before, 6);
}

}  // namespace
