// SPDX-License-Identifier: Apache-2.0
//
// Clients that send too slowly, or do not take their answers.
#include <gtest/gtest.h>

#include <chrono>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "tests/http/server_fixture.h"

namespace {

using namespace http_test;
using namespace std::string_literals;
using http::HttpOptions;

TEST(SlowClients, HeadAndBodyHaveDeadlinesAsAWhole) {
  HttpOptions options = patient();
  options.head_timeout = milliseconds(150);
  options.body_timeout = milliseconds(150);
  RunningServer server(options, always_hello());
  for (const auto& start : {"G"s, "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 10000\r\n\r\n"s}) {
    const auto begin = std::chrono::steady_clock::now();
    RawClient client(server.port());
    client.send(start);
    while (!client.ended(milliseconds(10))) {
      const auto waited = std::chrono::steady_clock::now() - begin;
      ASSERT_LT(waited, patience) << "a drip resets the deadline";
      client.send("a");
    }
    EXPECT_GE(std::chrono::steady_clock::now() - begin, milliseconds(140));
  }
  RawClient still(server.port());
  still.send("GET / HTTP/1.1\r\n");
  EXPECT_EQ(status_of(still.response()), 408);
}

TEST(SlowClients, IdleConnectionsEndSilently) {
  HttpOptions options = patient();
  options.idle_timeout = milliseconds(700);
  RunningServer server(options, always_hello());
  RawClient never(server.port());
  RawClient once(server.port());
  once.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
  EXPECT_EQ(status_of(once.response()), 200);
  EXPECT_TRUE(once.ended());
  EXPECT_TRUE(never.ended());
}

TEST(SlowClients, SendersHoldNobodyUp) {
  RunningServer server(patient(), always_hello());
  const auto senders = crowd(server.port(), 200, "GET / HTTP/1.1\r\nHos");
  const auto silent = crowd(server.port(), 200, "");
  ASSERT_TRUE(wait_for([&] { return server.server().open_connections() == 400; }));
  for (int i = 0; i < 5; ++i) {
    for (const auto& sender : senders) sender->send("t");
    expect_served(server.port());
  }
}

/// Serves one large feed, uncopied, and /healthz.
http::Handlers serve(std::shared_ptr<const std::string> feed) {
  http::Handlers handlers;
  handlers.fast = [feed = std::move(feed)](const http::FastRequest& request, http::FastResponse& response) {
    if (request.path != "/healthz") response.shared = {feed, {*feed}};
    return true;
  };
  return handlers;
}

std::vector<std::unique_ptr<RawClient>> slow_readers(std::uint16_t port, int count) {
  std::vector<std::unique_ptr<RawClient>> readers;
  for (int i = 0; i < count; ++i) {
    readers.push_back(std::make_unique<RawClient>(port, "127.0.0.1", 4'096));
    readers.back()->send("GET /feed HTTP/1.1\r\nHost: a\r\n\r\n");
  }
  return readers;
}

TEST(SlowClients, ReadersShareOneFeed) {
  const auto feed = std::make_shared<const std::string>(10 * 1024 * 1024, 'x');
  RunningServer server(patient(), serve(feed));
  get(server.port(), "/healthz");
  const long before = resident_kib();
  const auto readers = slow_readers(server.port(), 100);
  ASSERT_TRUE(wait_for([&] { return feed.use_count() == 102; }));
  expect_served(server.port());
  EXPECT_LT(resident_kib() - before, 4 * 1024) << "no copies";
}

TEST(SlowClients, ReadersThatStopAreGivenUp) {
  HttpOptions options = patient();
  options.write_timeout = milliseconds(200);
  const auto feed = std::make_shared<const std::string>(10 * 1024 * 1024, 'x');
  RunningServer server(options, serve(feed));
  const auto readers = slow_readers(server.port(), 3);
  for (const auto& reader : readers) EXPECT_FALSE(reader->some(1).empty());
  EXPECT_TRUE(wait_for([&] { return server.server().open_connections() == 0; }));
  EXPECT_TRUE(wait_for([&] { return feed.use_count() == 2; })) << "ours and the handler's";
}

TEST(SlowClients, ReadersWithSmallBuffersGetEverything) {
  const auto feed = std::make_shared<const std::string>(3 * 1024 * 1024, 'x');
  RunningServer server(patient(), serve(feed));
  RawClient reader(server.port(), "127.0.0.1", 64 * 1024);
  reader.send("GET /feed HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
  std::size_t got = 0;
  for (std::string octets = reader.some(8'192); !octets.empty(); octets = reader.some(8'192)) {
    got += octets.size();
  }
  EXPECT_GT(got, feed->size());
}

}  // namespace
