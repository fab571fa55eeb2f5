// SPDX-License-Identifier: Apache-2.0
//
// What cpp-httplib would do by itself with the octets of a request, and must not.
#include "service/http/router.h"

#include <gtest/gtest.h>
#include <httplib.h>

#include <string>
#include <vector>

#include "tests/http/server_fixture.h"

namespace {

using namespace http_test;
using http::Exchange;
using http::Handler;
using http::Router;

constexpr std::size_t body_limit = 64 * 1024;

/// With the Content-Length that the method needs.
std::string message(const std::string& line, const std::string& fields = "", const std::string& body = "") {
  const std::string length =
      line.starts_with("GET") ? "" : "Content-Length: " + std::to_string(body.size()) + "\r\n";
  return line + " HTTP/1.1\r\nHost: a\r\n" + fields + length + "\r\n" + body;
}

/// The answer to a request that the server's own checks let through.
std::string answer(const Router& router, const std::string& text, bool close = false) {
  Exchange exchange;
  exchange.text = text;
  exchange.method = text.substr(0, text.find(' '));
  const std::string target = text.substr(
      exchange.method.size() + 1, text.find(' ', exchange.method.size() + 1) - exchange.method.size() - 1);
  exchange.path = target.substr(0, target.find('?'));
  exchange.client = "192.0.2.7";
  exchange.close = close;
  router.answer(exchange);
  EXPECT_EQ(exchange.answer.status, status_of(exchange.answer.head));
  return exchange.answer.head + exchange.answer.body;
}

/// Has a route with and one without POST, whose answers name the pattern.
std::vector<http::Route> two_routes(std::string* seen = nullptr) {
  const auto named = [seen](const std::string& name) -> Handler {
    return [name, seen](const httplib::Request& request, httplib::Response& response) {
      if (seen != nullptr) *seen = request.path;
      response.set_content(name, "text/plain; charset=utf-8");
    };
  };
  return {{.pattern = "/style.css", .get = named("style"), .post = {}},
          {.pattern = "/p/:token/", .get = named("page"), .post = named("posted")},
          {.pattern = "/p/:token/stop/:topic", .get = named("stop"), .post = named("stopped")}};
}

TEST(Router, FindsRoutes) {
  const Router router{two_routes(), {}, body_limit, {}};
  EXPECT_EQ(body_of(answer(router, message("GET /style.css"))), "style");
  EXPECT_EQ(body_of(answer(router, message("GET /p/T/"))), "page");
  EXPECT_EQ(body_of(answer(router, message("POST /p/T/stop/all"))), "stopped");
  EXPECT_EQ(status_of(answer(router, message("GET /elsewhere"))), 404);
  const std::string head = answer(router, message("HEAD /style.css"));
  EXPECT_EQ(header_of(head, "Content-Length"), "5");
  EXPECT_EQ(body_of(head), "");
}

// The library takes a pattern without parameters for a regular expression.
TEST(Router, StaticPatternsAreNoRegularExpressions) {
  const Router router{two_routes(), {}, body_limit, {}};
  EXPECT_EQ(status_of(answer(router, message("GET /styleXcss"))), 404);
}

// Handlers compare the path with the address they stand for.
TEST(Router, LastParameterMatchesWithAndWithoutSlash) {
  std::string seen;
  const Router router{two_routes(&seen), {}, body_limit, {}};
  EXPECT_EQ(body_of(answer(router, message("GET /p/T"))), "page");
  EXPECT_EQ(seen, "/p/T");
  EXPECT_EQ(body_of(answer(router, message("GET /p/T/stop/all/"))), "stop");
  EXPECT_EQ(seen, "/p/T/stop/all/");
}

// The library has no 405, and knows only some methods.
TEST(Router, OtherMethodsGetTheRoutesAllow) {
  const Router router{two_routes(), {}, body_limit, {}};
  for (const std::string method : {"PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "PROPFIND", "FOO", "get"}) {
    const std::string page = answer(router, message(method + " /p/T/?a"));
    EXPECT_EQ(status_of(page), 405) << method;
    EXPECT_EQ(header_of(page, "Allow"), "GET, HEAD, POST");
    EXPECT_EQ(header_of(page, "X-Content-Type-Options"), "nosniff");
    EXPECT_EQ(header_of(page, "Connection"), "") << "an ordinary error keeps the connection";
    EXPECT_EQ(status_of(answer(router, message(method + " /elsewhere"))), 404) << method;
  }
  const std::string posted = answer(router, message("POST /style.css"));
  EXPECT_EQ(status_of(posted), 405);
  EXPECT_EQ(header_of(posted, "Allow"), "GET, HEAD");
}

TEST(Router, AnswersPathsWithoutRoute) {
  const Handler otherwise = [](const httplib::Request& request, httplib::Response& response) {
    if (request.path == "/throw") throw std::runtime_error("secret");
    response.status = 404;
    response.set_content("not here: " + request.path, "text/plain");
  };
  std::string failed;
  const Router router{two_routes(), otherwise, body_limit,
                      [&](auto, auto, std::string_view what) { failed = what; }};
  EXPECT_EQ(body_of(answer(router, message("GET /a%20b"))), "not here: /a b");
  EXPECT_EQ(status_of(answer(router, message("PUT /style.css"))), 405);
  const std::string broken = answer(router, message("GET /throw"));
  EXPECT_EQ(status_of(broken), 500);
  EXPECT_EQ(broken.find("secret"), std::string::npos);
  EXPECT_EQ(failed, "secret");
}

/// Answers with one header of the request, and with what the library made of the request's ranges and path.
Router showing(const std::string& header) {
  return {{},
          [header](const httplib::Request& request, httplib::Response& response) {
            response.status = 200;
            response.set_content(request.get_header_value(header) + "|" +
                                     std::to_string(request.ranges.size()) + "|" + request.remote_addr + "|" +
                                     request.path,
                                 "text/plain");
          },
          body_limit,
          {}};
}

TEST(Router, HidesWhatTheServerHasDealtWith) {
  const std::vector<std::pair<std::string, std::string>> fields = {
      {"Expect", "100-continue"},  {"Upgrade", "websocket"}, {"X-Forwarded-For", "198.51.100.9"},
      {"Accept-Encoding", "gzip"}, {"Range", "bytes=0-1"},   {"Connection", "Upgrade"}};
  for (const auto& [name, value] : fields) {
    const std::string got = answer(showing(name), message("GET /x", name + ": " + value + "\r\n"));
    EXPECT_TRUE(got.starts_with("HTTP/1.1 200 ")) << "one answer, no 100 before it: " << got;
    EXPECT_EQ(body_of(got), "|0|192.0.2.7|/x") << name;
    EXPECT_EQ(header_of(got, "Content-Range"), "");
  }
  const std::string upgrade = "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n";
  EXPECT_EQ(status_of(answer(showing("Upgrade"),
                             message("GET /x", upgrade + "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n"))),
            200);
}

TEST(Router, NobodyMakesThemselvesLocal) {
  const Router router{{},
                      [](const httplib::Request& request, httplib::Response& response) {
                        response.status = 200;
                        response.set_content(http::is_local(request) ? "local" : "remote", "text/plain");
                      },
                      body_limit,
                      {}};
  EXPECT_EQ(body_of(answer(router, message("GET /", "Traject-Local: yes\r\ntraject-local: yes\r\n"))),
            "remote");
}

// Versions before 0.44 decode escapes in the values of fields.
TEST(Router, EscapesInFieldsStayInTheirField) {
  const std::string escaped = "X: a%0d%0aTraject-Local: yes%0d%0aX-Evil: b\r\n";
  const Router router{{},
                      [](const httplib::Request& request, httplib::Response& response) {
                        const bool evil = request.has_header("X-Evil") || http::is_local(request);
                        response.status = evil ? 500 : 200;
                        response.set_header("X-Echo", request.get_header_value("X"));
                      },
                      body_limit,
                      {}};
  const std::string got = answer(router, message("GET /", escaped));
  EXPECT_EQ(status_of(got), 200);
  EXPECT_EQ(header_of(got, "X-Evil"), "") << "not even when a handler sends the value back";
}

TEST(Router, AbsoluteFormHasTheSamePath) {
  Exchange exchange;
  exchange.text = message("GET http://agenda.example.org/a%20b?c");
  exchange.method = "GET";
  exchange.path = "/a%20b";
  showing("Host").answer(exchange);
  EXPECT_EQ(body_of(exchange.answer.head), "a|0||/a b");
}

TEST(Router, LongHeadsAndTargetsFit) {
  std::string fields = "X-Long: " + std::string(12'000, 'x') + "\r\n";
  for (int i = 0; i < 98; ++i) fields += "X: y\r\n";
  EXPECT_EQ(status_of(answer(showing("X"), message("GET /", fields))), 200);
  EXPECT_EQ(status_of(answer(showing("X"), message("GET /p/" + std::string(2'045, 'a')))), 200);
}

// The library answers these before anybody is asked. The connection ends after them.
TEST(Router, WhatTheLibraryRefusesEndsTheConnection) {
  Exchange exchange;
  exchange.text = message("GET /" + std::string(9'000, 'x'));  // The server lets none pass that is so long.
  exchange.method = "GET";
  exchange.path = "/x";
  showing("X").answer(exchange);
  const std::string& got = exchange.answer.head;
  EXPECT_EQ(exchange.answer.status, 414);
  EXPECT_EQ(header_of(got, "Connection"), "close");
  EXPECT_TRUE(exchange.answer.close);
  for (const http::Field& field : http::security_headers) EXPECT_EQ(header_of(got, field.name), field.value);
  EXPECT_EQ(header_of(got, "Content-Length"), std::to_string(body_of(got).size()));
}

TEST(Router, WhatNoRouteUsesIsNotRefused) {
  for (const std::string field : {"Accept: ;;;q=x\r\n", "Range: x\r\n", "range: bytes=0-0,5-\r\n",
                                  "Range: bytes=9-1\r\nACCEPT: a/b;q=9\r\n", "If-Range: x\r\nRange: x\r\n"}) {
    const std::string got = answer(showing("X"), message("GET /x", "X: before\r\n" + field + "Y: after\r\n"));
    EXPECT_EQ(status_of(got), 200) << field;
    EXPECT_EQ(header_of(got, "Content-Range"), "");
    EXPECT_EQ(body_of(answer(showing("Y"), message("POST /x", field + "Y: after\r\n", "body"))),
              "after|0|192.0.2.7|/x");
  }
}

TEST(Router, HandlersCannotSplitTheResponse) {
  const Router router{{},
                      [](const httplib::Request&, httplib::Response& response) {
                        response.status = 303;
                        response.set_header("Location", "/x\r\nSet-Cookie: a=b");
                      },
                      body_limit,
                      {}};
  EXPECT_EQ(header_of(answer(router, message("GET /")), "Set-Cookie"), "");
}

}  // namespace
