// SPDX-License-Identifier: Apache-2.0
//
// Asks Routes as the server does, without sockets: the head is checked, then the fast path is tried, then the
// routes of the library.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "service/http/request_head.h"
#include "service/web/routes.h"

namespace web_test {

using Headers = std::vector<std::pair<std::string, std::string>>;

struct Reply {
  int status = 0;
  Headers headers;  ///< Sorted, without Date and Content-Length.
  std::string body;

  std::string header(std::string_view name) const {
    for (const auto& [key, value] : headers)
      if (http::same_ignoring_case(key, name)) return value;
    return "";
  }
};

class WebClient {
 public:
  explicit WebClient(web::Routes& routes) : WebClient{routes.handlers()} {}

  Reply ask(const std::string& method, const std::string& target, const Headers& headers = {},
            const std::string& body = "") {
    std::string text = method + " " + target + " HTTP/1.1\r\nHost: a\r\n";
    for (const auto& [name, value] : headers) text.append(name).append(": ").append(value).append("\r\n");
    if (method == "POST" || !body.empty()) text += "Content-Length: " + std::to_string(body.size()) + "\r\n";
    text += "\r\n";
    http::RequestHead head;
    if (const auto refusal = http::read_head(text, {}, head))
      return {.status = refusal->status, .headers = {}, .body = ""};
    http::FastResponse response;
    if (fast_({.method = head.method,
               .path = head.path,
               .client = client,
               .local = local,
               .fields = head.fields},
              response))
      return read(http::outgoing(std::move(response), method == "HEAD", false));
    http::Exchange exchange{.text = text + body,
                            .method = method,
                            .path = std::string{head.path},
                            .client = client,
                            .local = local,
                            .answer = {}};
    router_.answer(exchange);
    return read(exchange.answer);
  }
  Reply get(const std::string& target, const Headers& headers = {}) { return ask("GET", target, headers); }
  Reply post(const std::string& target, const std::string& body, Headers headers = {}) {
    if (headers.empty()) headers = {{"Content-Type", "application/x-www-form-urlencoded"}};
    return ask("POST", target, headers, body);
  }

  std::string client = "127.0.0.1";
  bool local = true;

 private:
  explicit WebClient(http::Handlers handlers)
      : fast_{std::move(handlers.fast)},
        router_{std::move(handlers.routes), std::move(handlers.otherwise), 64 * 1024,
                [](auto, auto, std::string_view what) { ADD_FAILURE() << what; }} {}

  static Reply read(const http::Outgoing& out) {
    std::string text;
    for (std::size_t i = 0; i < out.pieces(); ++i) text += out.at(i);
    Reply reply{.status = out.status, .headers = {}, .body = text.substr(text.find("\r\n\r\n") + 4)};
    std::size_t line = text.find("\r\n") + 2;
    for (std::size_t end = text.find("\r\n", line); end != line; end = text.find("\r\n", line)) {
      const std::size_t colon = text.find(": ", line);
      const std::string name = text.substr(line, colon - line);
      if (name != "Date" && name != "Content-Length")
        reply.headers.emplace_back(name, text.substr(colon + 2, end - colon - 2));
      line = end + 2;
    }
    std::sort(reply.headers.begin(), reply.headers.end());
    return reply;
  }

  http::FastHandler fast_;
  http::Router router_;
};

}  // namespace web_test
