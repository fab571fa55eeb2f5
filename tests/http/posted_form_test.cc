// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>
#include <httplib.h>

#include <ctime>
#include <string>

#include "service/http/router.h"
#include "tests/http/server_fixture.h"

namespace {

using namespace http_test;

constexpr const char* urlencoded = "application/x-www-form-urlencoded";

/// The status of a POST whose handler refuses bad forms and forms that lack a=b.
int posted(const std::string& type, const std::string& body, const std::string& query = "") {
  const http::Handler handler = [](const httplib::Request& request, httplib::Response& response) {
    const int refused = http::refused_form(request);
    response.status = refused != 0 ? refused : http::has_field(request, "a", "b") ? 200 : 422;
  };
  const http::Router router{{{.pattern = "/x", .get = {}, .post = handler}}, {}, 64 * 1024, {}};
  http::Exchange exchange;
  exchange.method = "POST";
  exchange.path = "/x";
  exchange.text = "POST /x" + query + " HTTP/1.1\r\nHost: a\r\nContent-Type: " + type +
                  "\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
  router.answer(exchange);
  return exchange.answer.status;
}

std::string repeated(int count, const std::string& text) {
  std::string all;
  for (int i = 0; i < count; ++i) all += text;
  return all;
}

TEST(PostedForm, ReadsWhatBrowsersSend) {
  for (const char* body : {"a=b", "wil=c&a=b&wil=d", "a=c&a=b", "%61=%62", "&&a=b&", "leeg=&kaal&a=b"})
    EXPECT_EQ(posted(urlencoded, body), 200) << body;
  for (const char* body : {"", "a=", "a", "a=b=c", "A=b", "a=B", "a=b+"})
    EXPECT_EQ(posted(urlencoded, body), 422) << body;
}

// The library would put the query's fields before the form's.
TEST(PostedForm, RefusesAQuery) {
  EXPECT_EQ(posted(urlencoded, "a=c", "?a=b"), 400);
  EXPECT_EQ(posted(urlencoded, "a=b", "?"), 400);
}

// The library keeps broken escapes as they are, and fields that come twice once.
TEST(PostedForm, RefusesBrokenEscapesAndCrowds) {
  for (const char* body : {"a=b&c=%", "a=b&c=%4", "a=b&c=%zz", "%=a&a=b", "a=b&c=%4g"})
    EXPECT_EQ(posted(urlencoded, body), 400) << body;
  EXPECT_EQ(posted(urlencoded, repeated(64, "a=b&")), 200);
  EXPECT_EQ(posted(urlencoded, repeated(65, "a=b&")), 400);
}

// The library's own limit is 8,192 octets.
TEST(PostedForm, TakesBodiesUpToTheServersLimit) {
  EXPECT_EQ(posted(urlencoded, "c=" + std::string(64 * 1024 - 6, 'x') + "&a=b"), 200);
}

TEST(PostedForm, KnowsItsTypes) {
  EXPECT_EQ(posted("application/x-www-form-urlencoded; charset=UTF-8", "a=b"), 200);
  for (const char* type : {"", "text/plain", "application/json", "application/x-www-form-urlencoded2"})
    EXPECT_EQ(posted(type, "a=b"), 415) << type;
}

std::string part(const std::string& name, const std::string& value) {
  return "--- 7\r\nContent-Disposition: form-data; name=" + name + "\r\n\r\n" + value + "\r\n";
}

// RFC 8058 §3.2: the one click should come like this.
TEST(PostedForm, ReadsMultipart) {
  const std::string type = "multipart/form-data; charset=x; boundary=\"- 7\"";
  EXPECT_EQ(posted(type, part("\"a\"", "b") + "--- 7--\r\n"), 200);
  EXPECT_EQ(posted(type, part("c", "") + part("a", "b") + "--- 7--"), 200);
  EXPECT_EQ(posted(type, part("a", "c") + "--- 7--"), 422);
  EXPECT_EQ(posted("multipart/form-data; boundary=b",
                   "--b\r\ncontent-disposition: form-data; name=a\r\n\r\nb\r\n--b--"),
            200);
}

// Versions before 0.51 read any number of them.
TEST(PostedForm, HeaderLinesOfAPartCostLittle) {
  const std::string head = "--x\r\nContent-Disposition: form-data; name=\"a\"\r\n";
  const std::string body = head + repeated(12'000, "A:b\r\n") + "\r\nb\r\n--x--\r\n";
  ASSERT_LT(body.size(), 64u * 1024);
  timespec before{};
  timespec after{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &before);
  EXPECT_GE(posted("multipart/form-data; boundary=x", body), 200);
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &after);
  EXPECT_LT(after.tv_sec - before.tv_sec, 2) << "seconds of processor";
}

TEST(PostedForm, RefusesMultipartThatDoesNotAddUp) {
  const std::string type = "multipart/form-data; boundary=\"- 7\"";
  EXPECT_EQ(posted(type, repeated(64, part("a", "b")) + "--- 7--"), 200);
  EXPECT_EQ(posted(type, repeated(65, part("a", "b")) + "--- 7--"), 400);
  EXPECT_EQ(posted("multipart/form-data", part("a", "b") + "--- 7--"), 400);
  EXPECT_EQ(posted(type, part("a", "b")), 400) << "no end";
  EXPECT_EQ(posted(type, ""), 400);
  EXPECT_EQ(posted(type, "--- 7\r\nContent-Disposition: form-data\r\n\r\nb\r\n--- 7--"), 422)
      << "the library reads a part without a name as a field without one";
}

}  // namespace
