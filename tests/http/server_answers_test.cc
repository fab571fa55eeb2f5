// SPDX-License-Identifier: Apache-2.0
//
// What well-behaved clients get, from the fast path and from the routes of cpp-httplib alike.
#include <gtest/gtest.h>
#include <httplib.h>

#include <mutex>
#include <regex>
#include <stdexcept>
#include <string>
#include <vector>

#include "tests/http/server_fixture.h"

namespace {

using namespace http_test;
using http::HttpOptions;

/// Answers with what it was asked. `throws` makes it throw for two paths.
http::FastResponse echo(const std::string& method, const std::string& path, const std::string& client,
                        bool local) {
  if (path == "/throw") throw std::runtime_error("secret detail");
  if (path == "/int") throw 42;
  http::FastResponse response = http::plain_text(200, method + " " + path);
  response.headers.emplace_back("X-Client", client);
  response.headers.emplace_back("X-Local", local ? "yes" : "no");
  return response;
}

/// Both ways a request can be answered.
class Answers : public testing::TestWithParam<bool> {
 protected:
  static http::Handlers echoes() {
    http::Handlers handlers;
    if (GetParam()) {
      handlers.fast = [](const http::FastRequest& request, http::FastResponse& response) {
        response = echo(std::string(request.method), std::string(request.path), std::string(request.client),
                        request.local);
        return true;
      };
    } else {
      handlers.otherwise = [](const httplib::Request& request, httplib::Response& response) {
        const std::string path = request.target.substr(0, request.target.find('?'));
        http::assign(response, echo(request.method, path, request.remote_addr, http::is_local(request)));
      };
    }
    return handlers;
  }
};

INSTANTIATE_TEST_SUITE_P(FastPathAndLibrary, Answers, testing::Bool(),
                         [](const auto& way) { return way.param ? "FastPath" : "Library"; });

TEST_P(Answers, AnswersAndKeepsTheConnection) {
  RunningServer server({}, echoes());
  RawClient client(server.port());
  for (int i = 0; i < 3; ++i) {
    client.send(request("GET /a%20b?c=%25"));
    const std::string answer = client.response();
    EXPECT_EQ(status_of(answer), 200);
    EXPECT_EQ(body_of(answer), "GET /a%20b\n");
    EXPECT_EQ(header_of(answer, "Content-Length"), "11");
    EXPECT_EQ(header_of(answer, "Connection"), "");
    EXPECT_EQ(header_of(answer, "Keep-Alive"), "");
    EXPECT_EQ(header_of(answer, "Accept-Ranges"), "");
    const std::regex date("(Mon|Tue|Wed|Thu|Fri|Sat|Sun), [0-9]{2} [A-Z][a-z]{2} 20[0-9]{2} [0-9:]{8} GMT");
    EXPECT_TRUE(std::regex_match(header_of(answer, "Date"), date));
  }
}

TEST_P(Answers, TakesOneOctetAtATime) {
  RunningServer server({}, echoes());
  RawClient client(server.port());
  for (const char octet : request("POST /p", "Content-Length: 3\r\n") + "abc") {
    ASSERT_TRUE(client.send({&octet, 1}));
  }
  EXPECT_EQ(body_of(client.response()), "POST /p\n");
}

TEST_P(Answers, PipelinedRequestsAreAnsweredInOrder) {
  RunningServer server({}, echoes());
  RawClient client(server.port());
  std::string requests;
  for (int i = 0; i < 200; ++i) {
    requests += i % 3 == 0 ? request("POST /" + std::to_string(i), "Content-Length: 2\r\n") + "ab"
                           : request("GET /" + std::to_string(i));
  }
  client.send(requests);
  for (int i = 0; i < 200; ++i) {
    const std::string answer = client.response();
    ASSERT_NE(answer.find(" /" + std::to_string(i) + "\n"), std::string::npos) << i << answer;
  }
}

TEST_P(Answers, HalfClosedClientsGetTheirAnswer) {
  RunningServer server({}, echoes());
  RawClient client(server.port());
  client.send(request("GET /1") + request("GET /2"));
  client.finish_sending();
  EXPECT_EQ(body_of(client.response()), "GET /1\n");
  EXPECT_EQ(body_of(client.response()), "GET /2\n");
  EXPECT_TRUE(client.ended());
}

TEST_P(Answers, HeadHasTheLengthOfGetAndNoBody) {
  RunningServer server({}, echoes());
  RawClient client(server.port());
  client.send(request("HEAD /x") + request("GET /y"));
  const std::string answer = client.response(true);
  EXPECT_EQ(status_of(answer), 200);
  EXPECT_EQ(header_of(answer, "Content-Length"), "8");
  EXPECT_EQ(body_of(client.response()), "GET /y\n");
}

TEST_P(Answers, ClosesWhenAsked) {
  RunningServer server({}, echoes());
  const std::string modern = ask(server.port(), request("GET /", "Connection: close\r\n"));
  EXPECT_EQ(status_of(modern), 200);
  EXPECT_EQ(header_of(modern, "Connection"), "close");
  const std::string old = ask(server.port(), "GET /old HTTP/1.0\r\n\r\n");
  EXPECT_EQ(body_of(old), "GET /old\n");
  EXPECT_EQ(header_of(old, "Connection"), "close");
  const std::string extra = ask(server.port(), request("GET /", "Connection: close\r\n") + request("GET /2"));
  EXPECT_EQ(extra.find("HTTP/1.1", 1), std::string::npos) << "nothing is answered after the last answer";
}

TEST_P(Answers, ErrorsKeepTheConnection) {
  RunningServer server({}, echoes());
  RawClient client(server.port());
  for (int i = 0; i < 2; ++i) {
    client.send(request("GET /throw"));
    const std::string answer = client.response();
    EXPECT_EQ(status_of(answer), 500);
    EXPECT_EQ(header_of(answer, "Connection"), "");
  }
}

TEST_P(Answers, ExceptionsSayNothing) {
  HttpOptions told;
  std::vector<std::string> failures;
  told.failed = [&](std::string_view method, std::string_view path, std::string_view what) {
    failures.push_back(std::string(method) + " " + std::string(path) + ": " + std::string(what));
  };
  RunningServer server(told, echoes());
  RawClient client(server.port());
  for (const auto* line : {"GET /throw?a", "GET /int"}) {
    client.send(request(line));
    const std::string answer = client.response();
    EXPECT_EQ(status_of(answer), 500);
    EXPECT_EQ(answer.find("secret"), std::string::npos);
    EXPECT_EQ(answer.find("EXCEPTION"), std::string::npos);
    EXPECT_EQ(header_of(answer, "Content-Type"), "text/plain; charset=utf-8");
  }
  server.stop();
  EXPECT_EQ(failures, (std::vector<std::string>{"GET /throw: secret detail", "GET /int: unknown exception"}));
}

TEST_P(Answers, EveryAnswerHasTheSecurityHeadersOnce) {
  RunningServer server({}, echoes());
  for (const std::string& text :
       {request("GET /", "Connection: close\r\n"), request("GET /throw", "Connection: close\r\n"),
        std::string("nonsense\n")}) {
    const std::string answer = ask(server.port(), text);
    for (const http::Field& field : http::security_headers) {
      EXPECT_EQ(header_of(answer, field.name), field.value) << answer;
      EXPECT_EQ(answer.find("\r\n" + std::string(field.name)),
                answer.rfind("\r\n" + std::string(field.name)));
    }
  }
}

TEST_P(Answers, ClientAddresses) {
  HttpOptions with_proxy;
  with_proxy.trusted_proxies = {"127.0.0.1"};
  RunningServer proxied(with_proxy, echoes());
  RunningServer plain({}, echoes());
  const std::string fields =
      "X-Forwarded-For: 198.51.100.9, 192.0.2.1\r\nREMOTE_ADDR: 10.9.9.9\r\n"
      "Traject-Local: yes\r\nConnection: close\r\n";

  std::string answer = ask(proxied.port(), request("GET /", fields));
  EXPECT_EQ(header_of(answer, "X-Client"), "192.0.2.1");
  EXPECT_EQ(header_of(answer, "X-Local"), "no");
  answer = ask(plain.port(), request("GET /", fields));
  EXPECT_EQ(header_of(answer, "X-Client"), "127.0.0.1");
  EXPECT_EQ(header_of(answer, "X-Local"), "no") << "somebody else is spoken for";
  answer = get(plain.port(), "/");
  EXPECT_EQ(header_of(answer, "X-Client"), "127.0.0.1");
  EXPECT_EQ(header_of(answer, "X-Local"), "yes");
}

TEST_P(Answers, ObservesEveryAnswer) {
  std::mutex mutex;
  std::vector<std::string> seen;
  HttpOptions observed;
  observed.observe = [&](const http::Observation& given) {
    const std::lock_guard lock(mutex);
    seen.push_back(std::string(given.method) + " " + std::string(given.path) + " " +
                   std::to_string(given.status) + " " + std::to_string(given.body_octets) + " " +
                   std::string(given.client));
  };
  RunningServer server(observed, echoes());
  get(server.port(), "/x?y");
  ask(server.port(), request("HEAD /x", "Connection: close\r\n"));
  const std::string refused = ask(server.port(), request("GET /x", "X : y\r\n"));
  ask(server.port(), "nonsense\n");
  const std::lock_guard lock(mutex);
  const std::string size = std::to_string(body_of(refused).size());
  ASSERT_EQ(seen.size(), 4u);
  EXPECT_EQ(seen[0], "GET /x 200 7 127.0.0.1");
  EXPECT_EQ(seen[1], "HEAD /x 200 0 127.0.0.1");
  EXPECT_EQ(seen[2], "GET /x 400 " + size + " 127.0.0.1");
  EXPECT_EQ(seen[3].substr(0, 6), "  400 ");
}

}  // namespace
