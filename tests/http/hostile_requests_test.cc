// SPDX-License-Identifier: Apache-2.0
//
// Clients that send what they should not, too much of it, too slowly, or do not take their answers.
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <unistd.h>

#include <atomic>
#include <cstdint>
#include <ctime>
#include <fstream>
#include <future>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "service/http/http_server.h"
#include "tests/http/server_fixture.h"

namespace {

using namespace web_test;
using namespace std::string_literals;
using http::HttpOptions;
using http::Request;
using http::Response;

/// No deadline in these passes before `patience` does: nobody is served only because others are given up.
HttpOptions patient() {
  HttpOptions options;
  options.idle_timeout = options.head_timeout = options.body_timeout = options.write_timeout = 3 * patience;
  options.quick = [](auto, auto) { return true; };
  return options;
}

Response hello(const Request&) {
  Response response;
  response.headers = {{"Content-Type", "text/calendar"}};
  response.body.assign(10'500, 'x');
  return response;
}

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr bool memory_is_ours = false;
#else
constexpr bool memory_is_ours = true;
#endif

/// Resident memory; always 0 where a sanitizer keeps books in it.
long resident_kib() {
  std::ifstream file("/proc/self/statm");
  long pages = 0;
  file >> pages >> pages;
  return memory_is_ours ? pages * (sysconf(_SC_PAGESIZE) / 1024) : 0;
}

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

std::vector<std::unique_ptr<RawClient>> crowd(std::uint16_t port, int count, std::string_view sends) {
  std::vector<std::unique_ptr<RawClient>> clients;
  for (int i = 0; i < count; ++i) {
    clients.push_back(std::make_unique<RawClient>(port));
    clients.back()->send(sends);
  }
  return clients;
}

void expect_served(std::uint16_t port) { EXPECT_EQ(status_of(get(port, "/healthz")), 200); }

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
  RunningServer front(patient(), hello);
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
      {"GET /" + host + "X: a%0d%0aY: b\r\n\r\n" + "x", 0},
      {"GET /" + host + "X : y\r\n\r\n", 400},
      {"GET /" + host + "X: y\r\n folded\r\n\r\n", 400},
      {"GET /" + host + "X: a\0b\r\n\r\n"s, 400},
      {"GET /" + std::string(300, 'a') + host + "\r\n", 414},
      {"HEAD /" + std::string(300, 'a') + host + "\r\n", 414},
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
    if (status != 0) expect_refused(front.port(), request, status);
  }
  expect_served(front.port());
}

TEST(HostileRequests, EscapedLineEndsInHeadersStayEscaped) {
  std::string seen;
  RunningServer front(patient(), [&](const Request& request) {
    seen = request.header("x-name");
    return hello(request);
  });
  const std::string fields = "X-Name: a%0d%0aX-Evil: b\r\nConnection: close\r\n\r\n";
  EXPECT_EQ(status_of(ask(front.port(), "GET / HTTP/1.1\r\nHost: a\r\n" + fields)), 200);
  EXPECT_EQ(seen, "a%0d%0aX-Evil: b");
}

TEST(HostileRequests, TooManyHeaderLines) {
  RunningServer front(patient(), hello);
  std::string fields;
  for (int i = 0; i < 200; ++i) fields += "A: b\r\n";
  expect_refused(front.port(), "GET / HTTP/1.1\r\nHost: a\r\n" + fields + "\r\n", 431);
}

TEST(HostileRequests, HeadOfSixtyFourMegabytes) {
  RunningServer front(patient(), hello);
  get(front.port(), "/");
  const long before = resident_kib();
  const std::string megabyte(1024 * 1024, 'a');
  for (const auto& [start, status] : {std::pair("GET /"s, 414), {"GET / HTTP/1.1\r\nHost: a\r\nX: "s, 431}}) {
    RawClient client(front.port());
    client.send(start);
    bool goes_on = true;
    for (int i = 0; i < 64 && goes_on; ++i) goes_on = client.send(megabyte);
    EXPECT_FALSE(goes_on) << "the server ends it long before";
    RawClient polite(front.port());
    polite.send(start + std::string(20'000, 'a'));
    EXPECT_EQ(status_of(polite.response()), status);
  }
  EXPECT_LT(resident_kib() - before, 3 * 1024);
}

TEST(HostileRequests, ManyRangesAreNotManyAnswers) {
  RunningServer front(patient(), hello);
  std::string ranges = "Range: bytes=0-";
  for (int i = 0; i < 2'000; ++i) ranges += ",0-";
  const std::string host = "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n";
  const std::string many = ask(front.port(), host + ranges + "\r\n\r\n");
  EXPECT_EQ(status_of(many), 416);
  EXPECT_LT(many.size(), 1'024u);
  const std::string one = ask(front.port(), host + "Range: bytes=0-99\r\n\r\n");
  EXPECT_EQ(status_of(one), 200);
  EXPECT_EQ(body_of(one).size(), 10'500u);
  EXPECT_EQ(header_of(one, "Content-Range"), "");
}

TEST(HostileRequests, NothingIsCompressed) {
  RunningServer front(patient(), hello);
  const std::string answer =
      ask(front.port(),
          "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\nAccept-Encoding: gzip, br, zstd\r\n\r\n");
  EXPECT_EQ(header_of(answer, "Content-Encoding"), "");
  EXPECT_EQ(header_of(answer, "Transfer-Encoding"), "");
  EXPECT_EQ(body_of(answer).size(), 10'500u);
}

TEST(HostileRequests, ContinueIsSentOnceAndOnlyForBodiesThatFit) {
  RunningServer front(patient(), hello);
  const std::string head = "POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: ";
  RawClient client(front.port());
  client.send(head + "4\r\n\r\n");
  EXPECT_EQ(client.response(), "HTTP/1.1 100 Continue\r\n\r\n");
  client.send("ab");
  client.send("cd");
  EXPECT_EQ(status_of(client.response()), 200);
  expect_refused(front.port(), head + "70000\r\n\r\n", 413);
}

TEST(HostileRequests, UploadThatIsTooLargeCanReadWhy) {
  RunningServer front(patient(), hello);
  RawClient client(front.port());
  client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 500000\r\n\r\n");
  EXPECT_TRUE(client.send(std::string(500'000, 'x'))) << "what is on its way is taken in";
  EXPECT_EQ(status_of(client.response()), 413);
}

TEST(SlowClients, HeadAndBodyHaveDeadlinesAsAWhole) {
  HttpOptions options = patient();
  options.head_timeout = milliseconds(150);
  options.body_timeout = milliseconds(150);
  RunningServer front(options, hello);
  for (const auto& start : {"G"s, "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 10000\r\n\r\n"s}) {
    const auto begin = std::chrono::steady_clock::now();
    RawClient client(front.port());
    client.send(start);
    while (!client.ended(milliseconds(10))) {
      const auto waited = std::chrono::steady_clock::now() - begin;
      ASSERT_LT(waited, patience) << "a drip resets the deadline";
      client.send("a");
    }
    EXPECT_GE(std::chrono::steady_clock::now() - begin, milliseconds(140));
  }
  RawClient still(front.port());
  still.send("GET / HTTP/1.1\r\n");
  EXPECT_EQ(status_of(still.response()), 408);
}

TEST(SlowClients, IdleConnectionsEndSilently) {
  HttpOptions options = patient();
  options.idle_timeout = milliseconds(700);
  RunningServer front(options, hello);
  RawClient never(front.port());
  RawClient once(front.port());
  once.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
  EXPECT_EQ(status_of(once.response()), 200);
  EXPECT_TRUE(once.ended());
  EXPECT_TRUE(never.ended());
}

TEST(SlowClients, SendersHoldNobodyUp) {
  RunningServer front(patient(), hello);
  const auto senders = crowd(front.port(), 200, "GET / HTTP/1.1\r\nHos");
  const auto silent = crowd(front.port(), 200, "");
  ASSERT_TRUE(wait_for([&] { return front.front().open_connections() == 400; }));
  for (int i = 0; i < 5; ++i) {
    for (const auto& sender : senders) sender->send("t");
    expect_served(front.port());
  }
}

/// Serves one large feed, uncopied, and /healthz.
http::Handler serve(std::shared_ptr<const std::string> feed) {
  return [feed = std::move(feed)](const Request& request) {
    Response response;
    if (request.path != "/healthz") response.shared = {feed, {*feed}};
    return response;
  };
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
  RunningServer front(patient(), serve(feed));
  get(front.port(), "/healthz");
  const long before = resident_kib();
  const auto readers = slow_readers(front.port(), 100);
  ASSERT_TRUE(wait_for([&] { return feed.use_count() == 102; }));
  expect_served(front.port());
  EXPECT_LT(resident_kib() - before, 4 * 1024) << "no copies";
}

TEST(SlowClients, ReadersThatStopAreGivenUp) {
  HttpOptions options = patient();
  options.write_timeout = milliseconds(200);
  const auto feed = std::make_shared<const std::string>(10 * 1024 * 1024, 'x');
  RunningServer front(options, serve(feed));
  const auto readers = slow_readers(front.port(), 3);
  for (const auto& reader : readers) EXPECT_FALSE(reader->some(1).empty());
  EXPECT_TRUE(wait_for([&] { return front.front().open_connections() == 0; }));
  EXPECT_TRUE(wait_for([&] { return feed.use_count() == 2; })) << "ours and the handler's";
}

TEST(SlowClients, ReadersWithSmallBuffersGetEverything) {
  const auto feed = std::make_shared<const std::string>(3 * 1024 * 1024, 'x');
  RunningServer front(patient(), serve(feed));
  RawClient reader(front.port(), "127.0.0.1", 64 * 1024);
  reader.send("GET /feed HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
  std::size_t got = 0;
  for (std::string octets = reader.some(8'192); !octets.empty(); octets = reader.some(8'192)) {
    got += octets.size();
  }
  EXPECT_GT(got, feed->size());
}

TEST(Crowds, BurstIsAnsweredWhole) {
  RunningServer front(patient(), hello);
  const auto clients = crowd(front.port(), 400, "GET / HTTP/1.1\r\nHost: a\r\n\r\n");
  for (const auto& client : clients) EXPECT_EQ(status_of(client->response()), 200);
}

TEST(Crowds, NewcomersTakeThePlaceOfTheLongestIdle) {
  HttpOptions options = patient();
  options.connections = 10;
  RunningServer front(options, hello);
  const auto idle = crowd(front.port(), 10, "");
  ASSERT_TRUE(wait_for([&] { return front.front().open_connections() == 10; }));
  EXPECT_EQ(status_of(get(front.port(), "/")), 200);
  EXPECT_TRUE(idle[0]->ended());
  EXPECT_FALSE(idle[9]->ended(milliseconds(0)));
}

TEST(Crowds, NoPlaceAmongTheBusy) {
  std::atomic<int> taken{0};
  std::promise<void> go;
  HttpOptions options;
  options.connections = 10;
  options.quick = [&](auto, auto) { return ++taken > 10; };
  RunningServer front(options, [answered = go.get_future().share()](const Request& request) {
    answered.wait();
    return hello(request);
  });
  const auto busy = crowd(front.port(), 10, "GET / HTTP/1.1\r\nHost: a\r\n\r\n");
  ASSERT_TRUE(wait_for([&] { return taken == 10; }));
  EXPECT_TRUE(RawClient(front.port()).ended());
  EXPECT_EQ(front.front().open_connections(), 10u);
  go.set_value();
  for (const auto& client : busy) EXPECT_EQ(status_of(client->response()), 200);
}

TEST(Crowds, LimitPerAddress) {
  HttpOptions options = patient();
  options.connections_per_address = 5;
  RunningServer front(options, hello);
  auto many = crowd(front.port(), 5, "");
  ASSERT_TRUE(wait_for([&] { return front.front().open_connections() == 5; }));
  EXPECT_TRUE(RawClient(front.port()).ended());
  RawClient other(front.port(), "127.0.0.2");
  other.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
  EXPECT_EQ(status_of(other.response()), 200);
  many.pop_back();
  EXPECT_TRUE(wait_for([&] {
    RawClient again(front.port());
    return again.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n") && status_of(again.response()) == 200;
  }));
}

TEST(Crowds, ProxiesAreNotCountedPerAddress) {
  HttpOptions options = patient();
  options.connections_per_address = 1;
  options.trusted_proxies = {"127.0.0.0/8"};
  RunningServer front(options, hello);
  const auto many = crowd(front.port(), 20, "");
  EXPECT_EQ(status_of(get(front.port(), "/")), 200);
}

TEST(Crowds, UnfinishedRequestsShareABudget) {
  HttpOptions options = patient();
  options.buffered_limit = 100'000;
  std::atomic<int> seen{0};
  options.observe = [&](const Request&, int status, std::size_t, auto) { seen += status == 503 ? 1 : 0; };
  RunningServer front(options, hello);
  const std::string start =
      "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 60000\r\n\r\n" + std::string(40'000, 'x');
  const auto clients = crowd(front.port(), 4, start);
  EXPECT_TRUE(wait_for([&] { return seen > 0; }));
  int refused = 0;
  for (const auto& client : clients) {
    client->send(std::string(20'000, 'x'));
    refused += status_of(client->response()) == 503 ? 1 : 0;
  }
  EXPECT_GE(refused, 1);
  EXPECT_LE(refused, 3);
  expect_served(front.port());
}

TEST(Crowds, OutOfDescriptorsMakesRoom) {
  RunningServer front(patient(), hello);
  const auto idle = crowd(front.port(), 5, "");
  ASSERT_TRUE(wait_for([&] { return front.front().open_connections() == 5; }));
  {
    const TightLimit limit(1);  // The client's end takes the last one.
    EXPECT_EQ(status_of(get(front.port(), "/")), 200);
  }
  EXPECT_TRUE(idle[0]->ended());
  EXPECT_FALSE(idle[4]->ended(milliseconds(0)));
}

TEST(Crowds, OutOfDescriptorsAmongTheBusyWaits) {
  std::atomic<int> taken{0};
  std::promise<void> go;
  HttpOptions options;
  options.quick = [&](auto, auto) { return ++taken > 5; };
  RunningServer front(options, [answered = go.get_future().share()](const Request& request) {
    answered.wait();
    return hello(request);
  });
  const auto busy = crowd(front.port(), 5, "GET / HTTP/1.1\r\nHost: a\r\n\r\n");
  ASSERT_TRUE(wait_for([&] { return taken == 5; }));
  std::optional<TightLimit> limit(1);
  RawClient newcomer(front.port());
  newcomer.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
  const auto before = cpu_milliseconds();
  EXPECT_FALSE(newcomer.ended(milliseconds(300))) << "it waits, blocked in poll() here";
  EXPECT_LE(cpu_milliseconds() - before, 10) << "and nobody spins";
  limit.reset();
  go.set_value();
  EXPECT_EQ(status_of(newcomer.response()), 200);
}

TEST(Crowds, ResetsInEveryPhase) {
  RunningServer front(patient(), hello);
  for (const auto* sends : {"", "GET", "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\nx",
                            "GET / HTTP/1.1\r\nHost: a\r\n\r\n", "nonsense\n"}) {
    RawClient client(front.port());
    client.send(sends);
    client.reset();
  }
  EXPECT_TRUE(wait_for([&] { return front.front().open_connections() == 0; }));
  expect_served(front.port());
}

TEST(Crowds, IdleConnectionsCostNoTime) {
  RunningServer front(patient(), hello);
  const auto idle = crowd(front.port(), 300, "");
  ASSERT_TRUE(wait_for([&] { return front.front().open_connections() == 300; }));
  const auto before = cpu_milliseconds();
  EXPECT_FALSE(idle[0]->ended(milliseconds(300)));  // Blocks in poll() all the while.
  EXPECT_LE(cpu_milliseconds() - before, 6);
}

}  // namespace
