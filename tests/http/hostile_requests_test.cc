// SPDX-License-Identifier: Apache-2.0
//
// Clients that send what they should not, or too much of it.
#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "tests/http/server_fixture.h"

namespace {

using namespace http_test;
using namespace std::string_literals;

void expect_refused(std::uint16_t port, const std::string& request, int status) {
  const std::string answer = ask(port, request);
  EXPECT_EQ(status_of(answer), status) << request.substr(0, 200);
  EXPECT_EQ(header_of(answer, "Connection"), "close");
  EXPECT_EQ(header_of(answer, "Content-Type"), "text/plain; charset=utf-8");
  EXPECT_FALSE(header_of(answer, "Date").empty());
  if (request.starts_with("HEAD")) {
    EXPECT_EQ(body_of(answer), "");
  } else {
    EXPECT_EQ(header_of(answer, "Content-Length"), std::to_string(body_of(answer).size())) << "one answer";
    EXPECT_GT(body_of(answer).size(), 10u);
  }
}

TEST(HostileRequests, AreRefusedAndTheConnectionEnds) {
  RunningServer server(patient(), always_hello());
  const std::string host = " HTTP/1.1\r\nHost: a\r\n";
  const std::string smuggled = "GET /admin HTTP/1.1\r\nHost: a\r\n\r\n";
  const std::vector<std::pair<std::string, int>> requests = {
      {"GET /\n\n", 400},
      {"GET / HTTP/1.1\nHost: a\n\n", 400},
      {"GET / HTTP/1.1\r\nHost: a\n\r\n", 400},
      {"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03"s, 400},
      {"\0\0\0\0"s, 400},
      {"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 400},
      {"GET / HTTP/3.0\r\nHost: a\r\n\r\n", 505},
      {"GET / HTTP/1.1\r\n\r\n", 400},
      {"GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", 400},
      {"GET /%0d%0aX-Evil:%20y" + host + "\r\n", 400},
      {"GET /%00" + host + "\r\n", 400},
      {"GET /" + host + "X : y\r\n\r\n", 400},
      {"GET /" + host + "X: y\r\n folded\r\n\r\n", 400},
      {"GET /" + host + "X: a\0b\r\n\r\n"s, 400},
      {"GET /f/" + std::string(300, 'a') + host + "\r\n", 414},
      {"HEAD /" + std::string(3'000, 'a') + host + "\r\n", 414},
      {"GET /p/a%2Fb" + host + "\r\n", 400},
      {"GET /p/a%5cb" + host + "\r\n", 400},
      {"GET /" + host + "Content-Length: 5\r\n\r\nhello", 400},
      {"POST /" + host + "\r\n", 411},
      {"POST /" + host + "Content-Length: -1\r\n\r\n", 400},
      {"POST /" + host + "Content-Length: 5\r\nContent-Length: 5\r\n\r\nhello", 400},
      {"POST /" + host + "Content-Length: 5, 5\r\n\r\nhello", 400},
      {"POST /" + host + "Content-Length: 100000\r\n\r\n", 413},
      {"POST /" + host + "Transfer-Encoding: chunked\r\n\r\n-5\r\n" + smuggled, 501},
      {"POST /" + host + "Transfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\n0\r\n\r\n" + smuggled, 400},
      {"POST /" + host + "Transfer-Encoding : chunked\r\nContent-Length: 4\r\n\r\n0\r\n\r\n" + smuggled, 400},
      {"POST /" + host + "Content-Encoding: gzip\r\nContent-Length: 4\r\n\r\nabcd", 415},
      {"POST /" + host + "Expect: miracles\r\nContent-Length: 4\r\n\r\nabcd", 417},
      {"CONNECT a:443" + host + "\r\n", 400},
  };
  for (const auto& [request, status] : requests) {
    expect_refused(server.port(), request, status);
  }
  expect_served(server.port());
}

TEST(HostileRequests, EscapedLineEndsInHeadersStayEscaped) {
  std::string seen;
  http::Handlers handlers;
  handlers.fast = [&](const http::FastRequest& request, http::FastResponse& response) {
    seen = request.header("x-name");
    return hello(request, response);
  };
  RunningServer server(patient(), handlers);
  const std::string fields = "X-Name: a%0d%0aX-Evil: b\r\nConnection: close\r\n\r\n";
  EXPECT_EQ(status_of(ask(server.port(), "GET / HTTP/1.1\r\nHost: a\r\n" + fields)), 200);
  EXPECT_EQ(seen, "a%0d%0aX-Evil: b");
}

TEST(HostileRequests, TooManyHeaderLines) {
  RunningServer server(patient(), always_hello());
  std::string fields;
  for (int i = 0; i < 200; ++i) fields += "A: b\r\n";
  expect_refused(server.port(), "GET / HTTP/1.1\r\nHost: a\r\n" + fields + "\r\n", 431);
}

TEST(HostileRequests, HeadOfSixtyFourMegabytes) {
  RunningServer server(patient(), always_hello());
  get(server.port(), "/");
  const long before = resident_kib();
  const std::string megabyte(1024 * 1024, 'a');
  for (const auto& [start, status] : {std::pair("GET /"s, 414), {"GET / HTTP/1.1\r\nHost: a\r\nX: "s, 431}}) {
    RawClient client(server.port());
    client.send(start);
    bool goes_on = true;
    for (int i = 0; i < 64 && goes_on; ++i) goes_on = client.send(megabyte);
    EXPECT_FALSE(goes_on) << "the server ends it long before";
    RawClient polite(server.port());
    polite.send(start + std::string(20'000, 'a'));
    EXPECT_EQ(status_of(polite.response()), status);
  }
  EXPECT_LT(resident_kib() - before, 3 * 1024);
}

TEST(HostileRequests, RangesAreIgnored) {
  RunningServer server(patient(), always_hello());
  std::string ranges = "Range: bytes=0-";
  for (int i = 0; i < 2'000; ++i) ranges += ",0-";
  const std::string host = "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n";
  for (const std::string& range : {ranges, std::string("Range: bytes=0-99"), std::string("Range: x")}) {
    const std::string answer = ask(server.port(), host + range + "\r\n\r\n");
    EXPECT_EQ(status_of(answer), 200);
    EXPECT_EQ(body_of(answer).size(), 10'500u);
    EXPECT_EQ(header_of(answer, "Content-Range"), "");
  }
}

TEST(HostileRequests, NothingIsCompressed) {
  RunningServer server(patient(), always_hello());
  const std::string answer =
      ask(server.port(),
          "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\nAccept-Encoding: gzip, br, zstd\r\n\r\n");
  EXPECT_EQ(header_of(answer, "Content-Encoding"), "");
  EXPECT_EQ(header_of(answer, "Transfer-Encoding"), "");
  EXPECT_EQ(body_of(answer).size(), 10'500u);
}

TEST(HostileRequests, ContinueIsSentOnceAndOnlyForBodiesThatFit) {
  RunningServer server(patient(), always_hello());
  const std::string head = "POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: ";
  RawClient client(server.port());
  client.send(head + "4\r\n\r\n");
  EXPECT_EQ(client.response(), "HTTP/1.1 100 Continue\r\n\r\n");
  client.send("ab");
  client.send("cd");
  EXPECT_EQ(status_of(client.response()), 200);
  expect_refused(server.port(), head + "70000\r\n\r\n", 413);
}

TEST(HostileRequests, UploadThatIsTooLargeCanReadWhy) {
  RunningServer server(patient(), always_hello());
  RawClient client(server.port());
  client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 500000\r\n\r\n");
  EXPECT_TRUE(client.send(std::string(500'000, 'x'))) << "what is on its way is taken in";
  EXPECT_EQ(status_of(client.response()), 413);
}

}  // namespace
