// SPDX-License-Identifier: Apache-2.0
//
// What only the fast path does: pieces that are sent without copies, and responses that handlers get wrong.
#include "service/http/fast_path.h"

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "tests/http/server_fixture.h"

namespace {

using namespace http_test;
using http::FastRequest;
using http::FastResponse;
using http::HttpOptions;

/// Answers every request with `make`, which gets the path.
http::Handlers fast(const std::function<FastResponse(std::string_view path)>& make) {
  http::Handlers handlers;
  handlers.fast = [make](const FastRequest& request, FastResponse& response) {
    response = make(request.path);
    return true;
  };
  return handlers;
}

TEST(FastPath, NoLengthAndNoBodyWhereNoneBelongs) {
  for (const int status : {204, 304}) {
    RunningServer server({}, fast([status](std::string_view) {
                           FastResponse response;
                           response.status = status;
                           response.headers = {{"ETag", "\"a\""}, {"Content-Length", "7"}};
                           response.body = "ignored";
                           return response;
                         }));
    RawClient client(server.port());
    client.send(request("GET /") + request("GET /"));
    for (int i = 0; i < 2; ++i) {
      const std::string answer = client.response();
      EXPECT_EQ(status_of(answer), status);
      EXPECT_EQ(header_of(answer, "Content-Length"), "");
      EXPECT_EQ(header_of(answer, "ETag"), "\"a\"");
      EXPECT_FALSE(header_of(answer, "Date").empty());
      EXPECT_EQ(body_of(answer), "");
    }
  }
}

TEST(FastPath, FramingIsTheServersBusiness) {
  RunningServer server({}, fast([](std::string_view) {
                         FastResponse response;
                         response.headers = {{"Content-Length", "999"},
                                             {"Transfer-Encoding", "chunked"},
                                             {"Connection", "close"}};
                         response.body = "abc";
                         return response;
                       }));
  RawClient client(server.port());
  client.send(request("GET /"));
  const std::string answer = client.response();
  EXPECT_EQ(header_of(answer, "Content-Length"), "3");
  EXPECT_EQ(header_of(answer, "Transfer-Encoding"), "");
  EXPECT_EQ(header_of(answer, "Connection"), "");
}

TEST(FastPath, HandlersCannotSplitTheResponse) {
  RunningServer server({}, fast([](std::string_view path) {
                         FastResponse response;
                         if (path == "/value") response.headers = {{"Location", "/x\r\nSet-Cookie: a=b"}};
                         if (path == "/name") response.headers = {{"X: y\r\nSet-Cookie", "a=b"}};
                         if (path == "/status") response.status = 99;
                         response.body = "body";
                         return response;
                       }));
  RawClient client(server.port());
  for (const auto* line : {"GET /value", "GET /name", "GET /status"}) {
    client.send(request(line));
    const std::string answer = client.response();
    EXPECT_EQ(status_of(answer), 500) << line;
    EXPECT_EQ(header_of(answer, "Set-Cookie"), "");
  }
}

TEST(FastPath, SharedPiecesAreSentUncopiedAndReleased) {
  const auto feed = std::make_shared<std::string>(10 * 1024 * 1024, 'x');
  for (std::size_t i = 0; i < feed->size(); i += 997) (*feed)[i] = static_cast<char>('a' + i % 26);
  RunningServer server({}, fast([feed](std::string_view) {
                         FastResponse response;
                         response.shared.owner = feed;
                         for (std::size_t i = 0; i < feed->size(); i += 5'000) {
                           response.shared.pieces.push_back(std::string_view(*feed).substr(i, 5'000));
                         }
                         response.shared.pieces.emplace_back();
                         return response;
                       }));
  RawClient client(server.port());
  client.send(request("GET /1") + request("HEAD /2") + request("GET /3"));
  EXPECT_EQ(body_of(client.response()), *feed);
  EXPECT_EQ(header_of(client.response(true), "Content-Length"), std::to_string(feed->size()));
  EXPECT_EQ(body_of(client.response()), *feed);
  EXPECT_TRUE(wait_for([&] { return feed.use_count() == 2; })) << "ours and the handler's";
  client.send(request("GET /gone"));
  client.some(1);
  client.reset();
  EXPECT_TRUE(wait_for([&] { return feed.use_count() == 2; }));
}

TEST(FastPath, HeaderValuesArriveAsSent) {
  http::Handlers handlers;
  handlers.fast = [](const FastRequest& request, FastResponse& response) {
    response.body = request.header("if-none-match");
    return true;
  };
  RunningServer server({}, handlers);
  RawClient client(server.port());
  client.send(request("GET /", "If-None-Match: \"a%20b%41\"\r\nAccept: ;;;q=x\r\nUpgrade: websocket\r\n"));
  EXPECT_EQ(body_of(client.response()), "\"a%20b%41\"");
}

TEST(FastPath, IsAskedAboutEveryRequest) {
  std::vector<std::string> asked;
  http::Handlers handlers;
  handlers.fast = [&](const FastRequest& request, FastResponse&) {
    asked.push_back(std::string(request.method) + " " + std::string(request.path));
    return true;
  };
  RunningServer server({}, handlers);
  RawClient client(server.port());
  client.send(request("POST /first?query", "Content-Length: 3\r\n") + "a");
  client.send("bc" + request("GET /second") + request("FOO http://a/third", "Connection: close\r\n"));
  client.rest();
  EXPECT_EQ(asked, (std::vector<std::string>{"POST /first", "GET /second", "FOO /third"}));
}

TEST(FastPath, HeaderLookup) {
  const std::vector<http::Field> fields{{"Host", "a"}, {"If-None-Match", "x"}, {"if-none-match", "y"}};
  const FastRequest request{.method = "GET", .path = "/", .client = "", .fields = fields};
  EXPECT_EQ(request.header("IF-NONE-MATCH"), "x");
  EXPECT_EQ(request.header("If-None-Matc"), "");
  EXPECT_FALSE(http::same_ignoring_case("[", "{"));
}

}  // namespace
