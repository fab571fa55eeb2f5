// SPDX-License-Identifier: Apache-2.0
#include "service/http/request_head.h"

#include <gtest/gtest.h>

#include <string>

namespace {

using namespace http;
using namespace std::string_literals;

/// The status it is refused with; 0 when it is fine.
int refused(const std::string& text, RequestHead* out = nullptr) {
  RequestHead head;
  const auto refusal = read_head(text, HeadLimits{}, head);
  if (refusal) {
    EXPECT_FALSE(refusal->detail.empty());
  }
  if (out != nullptr) *out = head;
  return refusal ? refusal->status : 0;
}

std::string with(const std::string& fields) { return "GET / HTTP/1.1\r\nHost: a\r\n" + fields + "\r\n"; }
std::string post(const std::string& fields) { return "POST / HTTP/1.1\r\nHost: a\r\n" + fields + "\r\n"; }
std::string line(const std::string& request_line) { return request_line + "\r\nHost: a\r\n\r\n"; }

TEST(ReadHead, AllParts) {
  const std::string text =
      "GET /f/abc/me.ics?x=1&y=%20 HTTP/1.1\r\nHost: agenda.example.org:8080\r\nIf-None-Match:  \"a\" , "
      "W/\"b\"\t\r\n"
      "X-Empty:\r\nX-Wide: caf\xc3\xa9\r\n\r\n";
  RequestHead head;
  ASSERT_EQ(refused(text, &head), 0);
  EXPECT_EQ(head.method, "GET");
  EXPECT_EQ(head.target, "/f/abc/me.ics?x=1&y=%20");
  EXPECT_EQ(head.path, "/f/abc/me.ics");
  EXPECT_FALSE(head.close);
  ASSERT_EQ(head.fields.size(), 4u);
  EXPECT_EQ(head.fields[1].name, "If-None-Match");
  EXPECT_EQ(head.fields[1].value, "\"a\" , W/\"b\"");
  EXPECT_EQ(head.fields[2].value, "");
  EXPECT_EQ(head.fields[3].value, "caf\xc3\xa9");
}

TEST(ReadHead, RequestLine) {
  for (const auto* good :
       {"GET / HTTP/1.1", "PROPFIND /f/ HTTP/1.1", "M-SEARCH /x HTTP/1.1", "OPTIONS * HTTP/1.1",
        "GET /?a?b HTTP/1.1", "GET //x HTTP/1.1", "GET /%41%7e HTTP/1.1"}) {
    EXPECT_EQ(refused(line(good)), 0) << good;
  }
  for (const auto* bad : {"GET",
                          "GET /",
                          "GET / ",
                          "GET  / HTTP/1.1",
                          "GET / HTTP/1.1 ",
                          " GET / HTTP/1.1",
                          "GET / HTTP/1.1 x",
                          "G@T / HTTP/1.1",
                          "GET\t/ HTTP/1.1",
                          "GET /a b HTTP/1.1",
                          "",
                          "GET x HTTP/1.1",
                          "GET * HTTP/1.1",
                          "GET / HTTP/11",
                          "GET / http/1.1",
                          "GET / HTTP/1.1.1",
                          "GET / HTTP/a.b",
                          "GET / XTTP/1.1",
                          "CONNECT a:443 HTTP/1.1",
                          "PRI * HTTP/2.0",
                          "GET /# HTTP/1.1",
                          "GET /\x7f HTTP/1.1",
                          "GET /caf\xc3\xa9 HTTP/1.1",
                          "GET ftp://a/ HTTP/1.1",
                          "GET / HTTP/1.1\r"}) {
    EXPECT_EQ(refused(line(bad)), 400) << bad;
  }
  EXPECT_EQ(refused(line(std::string(33, 'A') + " / HTTP/1.1")), 400);
  EXPECT_EQ(refused(line("GET /\0 HTTP/1.1"s)), 400);
}

TEST(ReadHead, Versions) {
  for (const auto* other : {"GET / HTTP/0.9", "GET / HTTP/1.2", "GET / HTTP/2.0", "GET / HTTP/3.0"}) {
    EXPECT_EQ(refused(line(other)), 505) << other;
  }
  RequestHead head;
  EXPECT_EQ(refused("GET / HTTP/1.0\r\n\r\n", &head), 0);
  EXPECT_TRUE(head.http_1_0);
  EXPECT_TRUE(head.close);
}

TEST(ReadHead, TargetLength) {
  EXPECT_EQ(refused(line("GET /f/" + std::string(253, 'a') + " HTTP/1.1")), 0);
  EXPECT_EQ(refused(line("GET /f/" + std::string(254, 'a') + " HTTP/1.1")), 414);
  EXPECT_EQ(refused(line("GET /p/" + std::string(2'045, 'a') + " HTTP/1.1")), 0);
  EXPECT_EQ(refused(line("GET /p/" + std::string(2'046, 'a') + " HTTP/1.1")), 414);
  EXPECT_EQ(refused(line("GET /f/" + std::string(300, 'a'))), 414);
}

TEST(ReadHead, EscapesHideNoControlCharacters) {
  for (const auto* bad : {"/%0d%0aX", "/%0D", "/%00", "/a%1fb", "/%7F", "/%", "/%4", "/%zz", "/?q=%0a"}) {
    EXPECT_EQ(refused(line("GET "s + bad + " HTTP/1.1")), 400) << bad;
  }
}

// Routes are matched after decoding.
TEST(ReadHead, EscapesHideNoSlashInThePath) {
  for (const auto* bad : {"/p/a%2Fb", "/p/a%2fb", "/p/a%5Cb", "/%5c", "http://a/%2f"})
    EXPECT_EQ(refused(line("GET "s + bad + " HTTP/1.1")), 400) << bad;
  for (const auto* good : {"/p/a%2Eb", "/?next=%2Fp%2F", "/p?a%5Cb"})
    EXPECT_EQ(refused(line("GET "s + good + " HTTP/1.1")), 0) << good;
}

TEST(ReadHead, AbsoluteFormNamesTheHost) {
  RequestHead head;
  const std::string text = line("GET http://agenda.example.org:81/f/x?y HTTP/1.1");
  ASSERT_EQ(refused(text, &head), 0);
  EXPECT_EQ(head.path, "/f/x");
  EXPECT_EQ(head.fields[0].value, "agenda.example.org:81");
  const std::string bare = line("GET HTTPS://[2001:db8::1] HTTP/1.1");
  ASSERT_EQ(refused(bare, &head), 0);
  EXPECT_EQ(head.path, "/");
  for (const auto* bad : {"http://", "http:///x", "http://user@a/", "http://a,b/"}) {
    EXPECT_EQ(refused(line("GET "s + bad + " HTTP/1.1")), 400) << bad;
  }
}

TEST(ReadHead, ExactlyOneHost) {
  EXPECT_EQ(refused("GET / HTTP/1.1\r\n\r\n"), 400);
  EXPECT_EQ(refused("GET / HTTP/1.1\r\nX: y\r\n\r\n"), 400);
  EXPECT_EQ(refused(with("Host: a\r\n")), 400);
  EXPECT_EQ(refused(with("hOST: b\r\n")), 400);
  EXPECT_EQ(refused("GET / HTTP/1.0\r\nHost: a\r\nHost: a\r\n\r\n"), 400);
  for (const auto* value : {"", "a b", "a,b", "a/b", "u@a", "<x>", "a%00"}) {
    EXPECT_EQ(refused("GET / HTTP/1.1\r\nHost: "s + value + "\r\n\r\n"), 400) << value;
  }
  EXPECT_EQ(refused("GET / HTTP/1.1\r\nHost: [::1]:8080\r\n\r\n"), 0);
}

TEST(ReadHead, HeaderLines) {
  for (const auto& bad :
       {"X : y\r\n"s, " X: y\r\n"s, "X\t: y\r\n"s, ": y\r\n"s, "X\r\n"s, "X y\r\n"s, "X: a\r\n b\r\n"s,
        "X: a\r\n\tb\r\n"s, "X: a\rb\r\n"s, "X: a\nb\r\n"s, "X: a\0b\r\n"s, "X: a\x01\r\n"s, "X: \x7f\r\n"s,
        "X\0: y\r\n"s, "(X): y\r\n"s, "X: a\x1b[0m\r\n"s, "X: y\r\r\n"s}) {
    EXPECT_EQ(refused(with(bad)), 400) << bad;
  }
}

TEST(ReadHead, NumberOfHeaderLines) {
  std::string fields;
  for (int i = 0; i < 99; ++i) fields += "X: y\r\n";
  EXPECT_EQ(refused(with(fields)), 0);
  EXPECT_EQ(refused(with(fields + "X: y\r\n")), 431);
}

TEST(ReadHead, LengthOfTheBody) {
  RequestHead head;
  EXPECT_EQ(refused(post("Content-Length: 65536\r\n"), &head), 0);
  EXPECT_EQ(head.content_length, 65536u);
  EXPECT_EQ(refused(post("")), 411);
  EXPECT_EQ(refused(post("Content-Length: 65537\r\n")), 413);
  EXPECT_EQ(refused(post("Content-Length: 99999999999999999999999999\r\n")), 413);
  for (const auto* value : {"", "-1", "+1", "1,1", "1, 1", "0x10", "1 1", "1.0", "ten", "1;"}) {
    EXPECT_EQ(refused(post("Content-Length: "s + value + "\r\n")), 400) << value;
  }
  EXPECT_EQ(refused(post("Content-Length: 1\r\nContent-Length: 1\r\n")), 400);
  EXPECT_EQ(refused(post("Content-Length: 1\r\ncontent-length: 2\r\n")), 400);
  EXPECT_EQ(refused(line("PUT / HTTP/1.1")), 0);
}

TEST(ReadHead, NoBodyOnGetAndHead) {
  EXPECT_EQ(refused(with("Content-Length: 0\r\n")), 0);
  EXPECT_EQ(refused(with("Content-Length: 1\r\n")), 400);
  EXPECT_EQ(refused("HEAD / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\n"), 400);
}

TEST(ReadHead, EncodedBodies) {
  EXPECT_EQ(refused(post("Transfer-Encoding: chunked\r\n")), 501);
  EXPECT_EQ(refused(with("Transfer-Encoding: identity\r\n")), 501);
  EXPECT_EQ(refused(post("Transfer-Encoding: chunked\r\nContent-Length: 5\r\n")), 400);
  EXPECT_EQ(refused(post("Content-Length: 5\r\nTransfer-Encoding: \r\n")), 400);
  EXPECT_EQ(refused("POST / HTTP/1.0\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"), 400);
  EXPECT_EQ(refused(post("Content-Encoding: gzip\r\nContent-Length: 5\r\n")), 415);
}

TEST(ReadHead, Expectations) {
  RequestHead head;
  EXPECT_EQ(refused(post("Content-Length: 5\r\nExpect: 100-Continue\r\n"), &head), 0);
  EXPECT_TRUE(head.expects_continue);
  EXPECT_EQ(refused(post("Content-Length: 5\r\nExpect: tea\r\n")), 417);
}

TEST(ReadHead, WhereAFormStoodComesOnce) {
  for (const std::string field : {"Origin", "Sec-Fetch-Site"}) {
    EXPECT_EQ(refused(with(field + ": a\r\n")), 0);
    EXPECT_EQ(refused(with(field + ": a\r\n" + field + ": a\r\n")), 400) << field;
    EXPECT_EQ(refused(with("oRIGIN: a\r\n" + field + ": a\r\nsec-fetch-site: a\r\n")), 400) << field;
  }
  EXPECT_EQ(refused(with("Origin: a\r\nSec-Fetch-Site: a\r\n")), 0);
}

TEST(ReadHead, ConnectionOptions) {
  RequestHead head;
  EXPECT_EQ(refused(with("Connection: keep-alive , Close\r\n"), &head), 0);
  EXPECT_TRUE(head.close);
  EXPECT_EQ(refused(with("Connection: closed, Upgrade\r\n"), &head), 0);
  EXPECT_FALSE(head.close);
}

TEST(ReadHead, NothingStaysFromTheOneBefore) {
  RequestHead head;
  EXPECT_FALSE(read_head("POST /a?b HTTP/1.0\r\nContent-Length: 9\r\n\r\n", {}, head));
  EXPECT_FALSE(read_head("GET /c HTTP/1.1\r\nHost: a\r\n\r\n", {}, head));
  EXPECT_EQ(head.content_length, 0u);
  EXPECT_FALSE(head.close);
  EXPECT_EQ(head.fields.size(), 1u);
}

TEST(FindHead, SameForEveryWayOfArriving) {
  const std::string text = "\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\nGET /next";
  const std::size_t end = text.find("GET /next");
  for (std::size_t step = 1; step <= text.size(); ++step) {
    HeadSearch search;
    std::size_t arrived = 0;
    HeadState state = HeadState::partial;
    while (state == HeadState::partial && arrived < text.size()) {
      arrived = std::min(arrived + step, text.size());
      state = find_head(std::string_view(text).substr(0, arrived), search);
    }
    ASSERT_EQ(state, HeadState::complete) << step;
    EXPECT_EQ(search.begin, 2u);
    EXPECT_EQ(search.end, end);
  }
}

TEST(FindHead, RefusesAsSoonAsItCan) {
  const auto state = [](std::string_view text) {
    HeadSearch search;
    return find_head(text, search);
  };
  EXPECT_EQ(state(""), HeadState::partial);
  EXPECT_EQ(state("\r"), HeadState::partial);
  EXPECT_EQ(state("\r\n"), HeadState::partial);
  EXPECT_EQ(state("G"), HeadState::partial);
  EXPECT_EQ(state("\n"), HeadState::malformed);
  EXPECT_EQ(state("\r\n\r\n"), HeadState::malformed);
  EXPECT_EQ(state("\x16\x03\x01"), HeadState::malformed) << "TLS";
  EXPECT_EQ(state("GET / HTTP/1.1\n"), HeadState::malformed);
  EXPECT_EQ(state("GET / HTTP/1.1\r\nHost: a\n\r\n"), HeadState::malformed);
  EXPECT_EQ(state("GET / HTTP/1.1\r\nHost: a\r\n\n"), HeadState::malformed);
}

}  // namespace
