// SPDX-License-Identifier: Apache-2.0
//
// What well-behaved clients get. The others are in hostile_requests_test.cc.
#include <gtest/gtest.h>
#include <pthread.h>

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <regex>
#include <stdexcept>
#include <system_error>
#include <vector>

#include "service/http/http_server.h"
#include "tests/http/server_fixture.h"

namespace {

using namespace web_test;
using http::HttpOptions;
using http::HttpServer;
using http::Request;
using http::Response;

HttpOptions quick_for_all() {
  HttpOptions options;
  options.quick = [](auto, auto) { return true; };
  return options;
}

/// Answers with what it was asked.
Response echo(const Request& request) {
  Response response;
  response.headers = {{"Content-Type", "text/plain"}, {"X-Client", request.client}};
  response.headers.emplace_back("X-Local", request.local ? "yes" : "no");
  response.body = request.method + " " + request.path + " [" + request.query + "] " + request.body;
  return response;
}

std::string request(std::string_view first_line, std::string_view fields = "") {
  std::string text(first_line);
  text.append(" HTTP/1.1\r\nHost: a\r\n").append(fields).append("\r\n");
  return text;
}

/// Both ways a handler can be run.
class Front : public testing::TestWithParam<bool> {
 protected:
  static HttpOptions options() {
    HttpOptions options;
    if (GetParam()) options.quick = [](auto, auto) { return true; };
    return options;
  }
};

INSTANTIATE_TEST_SUITE_P(OnLoopAndPool, Front, testing::Bool(),
                         [](const auto& way) { return way.param ? "Loop" : "Pool"; });

TEST_P(Front, AnswersAndKeepsTheConnection) {
  RunningServer front(options(), echo);
  RawClient client(front.port());
  for (int i = 0; i < 3; ++i) {
    client.send(request("GET /a%20b?c=%25"));
    const std::string answer = client.response();
    EXPECT_EQ(status_of(answer), 200);
    EXPECT_EQ(body_of(answer), "GET /a%20b [c=%25] ");
    EXPECT_EQ(header_of(answer, "Content-Length"), "19");
    EXPECT_EQ(header_of(answer, "Connection"), "");
    EXPECT_EQ(header_of(answer, "Keep-Alive"), "");
    EXPECT_EQ(header_of(answer, "Accept-Ranges"), "");
    const std::regex date("(Mon|Tue|Wed|Thu|Fri|Sat|Sun), [0-9]{2} [A-Z][a-z]{2} 20[0-9]{2} [0-9:]{8} GMT");
    EXPECT_TRUE(std::regex_match(header_of(answer, "Date"), date));
  }
}

TEST_P(Front, PostBodiesArriveWholeHoweverTheyAreCut) {
  RunningServer front(options(), echo);
  RawClient client(front.port());
  const std::string body(60'000, 'x');
  const std::string text = request("POST /p", "Content-Length: 60000\r\n") + body;
  for (std::size_t begin = 0; begin < text.size(); begin += 7'001) {
    ASSERT_TRUE(client.send(std::string_view(text).substr(begin, 7'001)));
  }
  EXPECT_EQ(body_of(client.response()), "POST /p [] " + body);
  client.send(request("POST /q", "Content-Length: 0\r\n"));
  EXPECT_EQ(body_of(client.response()), "POST /q [] ");
}

TEST_P(Front, OneOctetAtATime) {
  RunningServer front(options(), echo);
  RawClient client(front.port());
  for (const char octet : request("POST /p", "Content-Length: 3\r\n") + "abc") {
    ASSERT_TRUE(client.send({&octet, 1}));
  }
  EXPECT_EQ(body_of(client.response()), "POST /p [] abc");
}

TEST_P(Front, PipelinedRequestsAreAnsweredInOrder) {
  RunningServer front(options(), echo);
  RawClient client(front.port());
  std::string requests;
  for (int i = 0; i < 200; ++i) {
    requests += i % 3 == 0 ? request("POST /" + std::to_string(i), "Content-Length: 2\r\n") + "ab"
                           : request("GET /" + std::to_string(i));
  }
  client.send(requests);
  for (int i = 0; i < 200; ++i) {
    const std::string answer = client.response();
    ASSERT_NE(answer.find(" /" + std::to_string(i) + " []"), std::string::npos) << i << answer;
  }
}

TEST_P(Front, HalfClosedClientsGetTheirAnswer) {
  RunningServer front(options(), echo);
  RawClient client(front.port());
  client.send(request("GET /1") + request("GET /2"));
  client.finish_sending();
  EXPECT_EQ(body_of(client.response()), "GET /1 [] ");
  EXPECT_EQ(body_of(client.response()), "GET /2 [] ");
  EXPECT_TRUE(client.ended());
}

TEST_P(Front, EveryMethodReachesTheHandler) {
  RunningServer front(options(), [](const Request& request) {
    Response response;
    response.status = 405;
    response.headers = {{"Allow", "GET, HEAD"}, {"X-Method", request.method}};
    return response;
  });
  RawClient client(front.port());
  for (const std::string method :
       {"OPTIONS", "PROPFIND", "DELETE", "PUT", "PATCH", "TRACE", "REPORT", "FOO"}) {
    client.send(request(method + " /x"));
    const std::string answer = client.response();
    EXPECT_EQ(status_of(answer), 405) << method;
    EXPECT_EQ(header_of(answer, "Allow"), "GET, HEAD");
    EXPECT_EQ(header_of(answer, "X-Method"), method);
    EXPECT_EQ(header_of(answer, "Content-Length"), "0");
    EXPECT_EQ(header_of(answer, "Connection"), "") << "an ordinary error keeps the connection";
  }
  client.send(request("PROPFIND /", "Content-Length: 4\r\n") + "<x/>" + request("GET /"));
  EXPECT_EQ(status_of(client.response()), 405);
  EXPECT_EQ(status_of(client.response()), 405);
}

TEST_P(Front, HeadHasTheLengthOfGetAndNoBody) {
  RunningServer front(options(), echo);
  RawClient client(front.port());
  client.send(request("HEAD /x") + request("GET /y"));
  const std::string answer = client.response(true);
  EXPECT_EQ(status_of(answer), 200);
  EXPECT_EQ(header_of(answer, "Content-Length"), "11");
  EXPECT_EQ(body_of(client.response()), "GET /y [] ");
}

TEST_P(Front, NoLengthAndNoBodyWhereNoneBelongs) {
  for (const int status : {204, 304}) {
    RunningServer front(options(), [status](const Request&) {
      Response response;
      response.status = status;
      response.headers = {{"ETag", "\"a\""}, {"Content-Length", "7"}};
      response.body = "ignored";
      return response;
    });
    RawClient client(front.port());
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

TEST_P(Front, FramingIsTheFrontsBusiness) {
  RunningServer front(options(), [](const Request&) {
    Response response;
    response.headers = {{"Content-Length", "999"},
                        {"Transfer-Encoding", "chunked"},
                        {"Date", "Tue, 09 May 2023 10:00:00 GMT"},
                        {"Connection", "close"}};
    response.body = "abc";
    return response;
  });
  const std::string answer = ask(front.port(), request("GET /"));
  EXPECT_EQ(header_of(answer, "Content-Length"), "3");
  EXPECT_EQ(header_of(answer, "Transfer-Encoding"), "");
  EXPECT_EQ(header_of(answer, "Date"), "Tue, 09 May 2023 10:00:00 GMT");
  EXPECT_EQ(answer.find("Date:"), answer.rfind("Date:"));
  EXPECT_EQ(header_of(answer, "Connection"), "close");
}

TEST_P(Front, ClosesWhenAsked) {
  RunningServer front(options(), echo);
  const std::string modern = ask(front.port(), request("GET /", "Connection: close\r\n"));
  EXPECT_EQ(status_of(modern), 200);
  EXPECT_EQ(header_of(modern, "Connection"), "close");
  const std::string old = ask(front.port(), "GET /old HTTP/1.0\r\n\r\n");
  EXPECT_EQ(body_of(old), "GET /old [] ");
  EXPECT_EQ(header_of(old, "Connection"), "close");
  const std::string extra = ask(front.port(), request("GET /", "Connection: close\r\n") + request("GET /2"));
  EXPECT_EQ(extra.find("HTTP/1.1", 1), std::string::npos) << "nothing is answered after the last answer";
}

TEST_P(Front, ExceptionsSayNothing) {
  HttpOptions told = options();
  std::vector<std::string> failures;
  told.failed = [&](const Request& request, std::string_view what) {
    failures.push_back(request.path + ": " + std::string(what));
  };
  RunningServer front(told, [](const Request& request) -> Response {
    if (request.path == "/int") throw 42;
    throw std::runtime_error("secret detail");
  });
  RawClient client(front.port());
  for (const auto* line : {"GET /", "GET /int"}) {
    client.send(request(line));
    const std::string answer = client.response();
    EXPECT_EQ(status_of(answer), 500);
    EXPECT_EQ(answer.find("secret"), std::string::npos);
    EXPECT_EQ(answer.find("EXCEPTION"), std::string::npos);
  }
  front.stop();
  EXPECT_EQ(failures, (std::vector<std::string>{"/: secret detail", "/int: unknown exception"}));
}

TEST_P(Front, HandlersCannotSplitTheResponse) {
  RunningServer front(options(), [](const Request& request) {
    Response response;
    if (request.path == "/value") response.headers = {{"Location", "/x\r\nSet-Cookie: a=b"}};
    if (request.path == "/name") response.headers = {{"X: y\r\nSet-Cookie", "a=b"}};
    if (request.path == "/status") response.status = 99;
    response.body = "body";
    return response;
  });
  RawClient client(front.port());
  for (const auto* line : {"GET /value", "GET /name", "GET /status"}) {
    client.send(request(line));
    const std::string answer = client.response();
    EXPECT_EQ(status_of(answer), 500) << line;
    EXPECT_EQ(header_of(answer, "Set-Cookie"), "");
  }
}

TEST_P(Front, SharedPiecesAreSentUncopiedAndReleased) {
  const auto feed = std::make_shared<std::string>(10 * 1024 * 1024, 'x');
  for (std::size_t i = 0; i < feed->size(); i += 997) (*feed)[i] = static_cast<char>('a' + i % 26);
  RunningServer front(options(), [feed](const Request&) {
    Response response;
    response.shared.owner = feed;
    for (std::size_t i = 0; i < feed->size(); i += 5'000) {
      response.shared.pieces.push_back(std::string_view(*feed).substr(i, 5'000));
    }
    response.shared.pieces.emplace_back();
    return response;
  });
  RawClient client(front.port());
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

TEST_P(Front, ClientAddresses) {
  HttpOptions with_proxy = options();
  with_proxy.trusted_proxies = {"127.0.0.1"};
  RunningServer proxied(with_proxy, echo);
  RunningServer plain(options(), echo);
  const std::string fields =
      "X-Forwarded-For: 198.51.100.9, 192.0.2.1\r\nREMOTE_ADDR: 10.9.9.9\r\nConnection: close\r\n";

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

TEST_P(Front, HeaderValuesArriveAsSent) {
  RunningServer front(options(), [](const Request& request) {
    Response response;
    response.body = request.header("if-none-match");
    return response;
  });
  RawClient client(front.port());
  client.send(request("GET /", "If-None-Match: \"a%20b%41\"\r\nAccept: ;;;q=x\r\nUpgrade: websocket\r\n"));
  EXPECT_EQ(body_of(client.response()), "\"a%20b%41\"");
}

TEST_P(Front, ObservesEveryAnswer) {
  std::mutex mutex;
  std::vector<std::string> seen;
  HttpOptions observed = options();
  observed.observe = [&](const Request& request, int status, std::size_t octets, std::chrono::microseconds) {
    const std::lock_guard lock(mutex);
    seen.push_back(request.method + " " + request.path + " " + std::to_string(status) + " " +
                   std::to_string(octets) + " " + request.client);
  };
  RunningServer front(observed, echo);
  get(front.port(), "/x");
  ask(front.port(), request("HEAD /x", "Connection: close\r\n"));
  const std::string refused = ask(front.port(), request("GET /x", "X : y\r\n"));
  ask(front.port(), "nonsense\n");
  const std::lock_guard lock(mutex);
  const std::string size = std::to_string(body_of(refused).size());
  ASSERT_EQ(seen.size(), 4u);
  EXPECT_EQ(seen[0], "GET /x 200 10 127.0.0.1");
  EXPECT_EQ(seen[1], "HEAD /x 200 0 127.0.0.1");
  EXPECT_EQ(seen[2], "GET /x 400 " + size + " 127.0.0.1");
  EXPECT_EQ(seen[3].substr(0, 6), "  400 ");
}

TEST(HttpServer, QuickRequestsPassSlowOnes) {
  std::mutex mutex;
  std::condition_variable changed;
  bool go = false;
  std::atomic<int> inside{0};
  HttpOptions options;
  options.quick = [](std::string_view method, std::string_view path) {
    return method == "GET" && path == "/quick";
  };
  RunningServer front(options, [&](const Request& request) {
    if (request.path == "/slow") {
      ++inside;
      std::unique_lock lock(mutex);
      changed.wait(lock, [&] { return go; });
    }
    return echo(request);
  });
  std::vector<std::unique_ptr<RawClient>> slow;
  for (int i = 0; i < 5; ++i) slow.push_back(std::make_unique<RawClient>(front.port()));
  for (auto& client : slow) client->send(request("GET /slow"));
  ASSERT_TRUE(wait_for([&] { return inside == 2; })) << "the pool has two threads";
  EXPECT_EQ(status_of(get(front.port(), "/quick")), 200);
  slow[0]->reset();  // Its answer has nowhere to go.
  slow[4].reset();
  {
    const std::lock_guard lock(mutex);
    go = true;
  }
  changed.notify_all();
  for (std::size_t i = 1; i < 4; ++i) EXPECT_EQ(status_of(slow[i]->response()), 200);
}

TEST(HttpServer, QuickIsAskedAboutEveryRequest) {
  std::vector<std::string> asked;
  HttpOptions options;
  options.quick = [&](std::string_view method, std::string_view path) {
    asked.push_back(std::string(method) + " " + std::string(path));
    return true;
  };
  RunningServer front(options, echo);
  RawClient client(front.port());
  client.send(request("POST /first?query", "Content-Length: 3\r\n") + "a");
  client.send("bc" + request("GET /second") + request("FOO http://a/third", "Connection: close\r\n"));
  client.rest();
  EXPECT_EQ(asked, (std::vector<std::string>{"POST /first", "GET /second", "FOO /third"}));
}

TEST(HttpServer, StopEndsIdleConnectionsAtOnceAndFinishesRequests) {
  std::mutex mutex;
  std::condition_variable changed;
  bool go = false;
  std::atomic<bool> inside{false};
  HttpOptions options;
  RunningServer front(options, [&](const Request& request) {
    inside = true;
    std::unique_lock lock(mutex);
    changed.wait(lock, [&] { return go; });
    return echo(request);
  });
  std::vector<std::unique_ptr<RawClient>> idle;
  for (int i = 0; i < 40; ++i) idle.push_back(std::make_unique<RawClient>(front.port()));
  RawClient busy(front.port());
  busy.send(request("GET /busy"));
  ASSERT_TRUE(wait_for([&] { return inside && front.front().open_connections() == 41; }));
  front.front().stop();
  for (auto& client : idle) EXPECT_TRUE(client->ended());
  {
    const std::lock_guard lock(mutex);
    go = true;
  }
  changed.notify_all();
  EXPECT_EQ(body_of(busy.response()), "GET /busy [] ");
  EXPECT_TRUE(busy.ended());
  EXPECT_LT(front.stop(), patience / 2);
  EXPECT_EQ(front.front().open_connections(), 0u);
  EXPECT_THROW(RawClient{front.port()}, std::runtime_error);
}

TEST(HttpServer, StopGivesUpAfterDrain) {
  HttpServer front(quick_for_all(), echo);
  RawClient stuck(front.port());
  stuck.send("GET / HT");
  std::thread loop([&] { front.run(milliseconds(50)); });
  ASSERT_TRUE(wait_for([&] { return front.open_connections() == 1; }));
  front.stop();
  loop.join();
  EXPECT_TRUE(stuck.ended());
}

TEST(HttpServer, StopBeforeRun) {
  HttpServer front(quick_for_all(), echo);
  front.stop();
  front.run(milliseconds(1'000));
  EXPECT_EQ(front.open_connections(), 0u);
}

TEST(HttpServer, PortThatIsTaken) {
  HttpServer first(quick_for_all(), echo);
  HttpOptions options = quick_for_all();
  options.port = first.port();
  try {
    HttpServer second(options, echo);
    FAIL() << "two services on one port";
  } catch (const std::system_error& error) {
    EXPECT_EQ(error.code(), std::errc::address_in_use);
    EXPECT_NE(std::string(error.what()).find("cannot listen on 127.0.0.1:"), std::string::npos);
  }
}

TEST(HttpServer, PortIsFreeAgainAtOnce) {
  HttpOptions options = quick_for_all();
  {
    RunningServer front(options, echo);
    options.port = front.port();
    get(front.port(), "/");
  }
  RunningServer again(options, echo);
  EXPECT_EQ(status_of(get(again.port(), "/")), 200);
}

TEST(HttpServer, WrongOptions) {
  HttpOptions options;
  options.address = "localhost";
  EXPECT_THROW(HttpServer(options, echo), std::invalid_argument);
  options = {};
  options.trusted_proxies = {"10.0.0.0/99"};
  EXPECT_THROW(HttpServer(options, echo), std::invalid_argument);
  options = {};
  options.address = "192.0.2.1";
  EXPECT_THROW(HttpServer(options, echo), std::system_error);
}

TEST(HttpServer, KeptAliveAnswersDoNotWaitForAcknowledgements) {
  RunningServer front(quick_for_all(), [](const Request&) {
    Response response;
    response.body.assign(10'500, 'x');
    return response;
  });
  RawClient client(front.port());
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
  HttpServer front(quick_for_all(), echo);
  pthread_attr_t attributes;
  pthread_attr_init(&attributes);
  pthread_attr_setstacksize(&attributes, 512 * 1024);
  pthread_t thread{};
  const auto body = [](void* argument) -> void* {
    static_cast<HttpServer*>(argument)->run(milliseconds(1'000));
    return nullptr;
  };
  ASSERT_EQ(pthread_create(&thread, &attributes, body, &front), 0);
  pthread_attr_destroy(&attributes);
  EXPECT_EQ(status_of(get(front.port(), "/" + std::string(255, 'a'))), 200);
  std::string fields = "Connection: close\r\n";
  for (int i = 0; i < 90; ++i) fields += "X-Header: " + std::string(150, 'y') + "\r\n";
  EXPECT_EQ(status_of(ask(front.port(), request("GET /", fields))), 200);
  front.stop();
  pthread_join(thread, nullptr);
}

}  // namespace
