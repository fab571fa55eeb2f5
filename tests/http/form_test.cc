// SPDX-License-Identifier: Apache-2.0
#include "service/http/form.h"

#include <gtest/gtest.h>

namespace http {
namespace {

using Fields = std::vector<std::pair<std::string, std::string>>;

constexpr const char* urlencoded = "application/x-www-form-urlencoded";

Fields fields(const std::string& body) {
  const auto form = read_form(urlencoded, body);
  return form ? form->fields : Fields{{"malformed", ""}};
}

TEST(Form, ReadsWhatBrowsersSend) {
  EXPECT_EQ(fields(""), Fields{});
  EXPECT_EQ(fields("stand=ingeleverd"), (Fields{{"stand", "ingeleverd"}}));
  EXPECT_EQ(fields("wil=sessions&wil=general&doe=bewaar"),
            (Fields{{"wil", "sessions"}, {"wil", "general"}, {"doe", "bewaar"}}));
  EXPECT_EQ(fields("a=b+c%26%C3%A9&&leeg=&kaal"), (Fields{{"a", "b c&é"}, {"leeg", ""}, {"kaal", ""}}));
  EXPECT_EQ(fields("a=b=c"), (Fields{{"a", "b=c"}}));
}

TEST(Form, RefusesBrokenEscapesAndCrowds) {
  for (const char* body : {"a=%", "a=%4", "a=%zz", "%=a"}) EXPECT_FALSE(read_form(urlencoded, body)) << body;
  std::string many;
  for (int i = 0; i < 64; ++i) many += "a=b&";
  EXPECT_TRUE(read_form(urlencoded, many));
  EXPECT_FALSE(read_form(urlencoded, many + "a=b"));
}

TEST(Form, KnowsItsTypes) {
  EXPECT_TRUE(is_form_type("application/x-www-form-urlencoded"));
  EXPECT_TRUE(is_form_type("Application/X-WWW-Form-Urlencoded; charset=UTF-8"));
  EXPECT_TRUE(is_form_type("multipart/form-data; boundary=x"));
  for (const char* type : {"", "text/plain", "application/json", "application/x-www-form-urlencoded2"}) {
    EXPECT_FALSE(is_form_type(type)) << type;
    EXPECT_FALSE(read_form(type, "a=b")) << type;
  }
}

// RFC 8058 §3.2: the one click should come like this.
TEST(Form, ReadsMultipart) {
  const std::string type = "multipart/form-data; charset=x; boundary=\"--- 7\"";
  const std::string body =
      "----- 7\r\nContent-Disposition: form-data; name=\"List-Unsubscribe\"\r\n\r\nOne-Click\r\n"
      "----- 7\r\nContent-Type: text/plain\r\ncontent-disposition: form-data; name=b\r\n\r\n\r\n----- "
      "7--\r\n";
  const auto form = read_form(type, body);
  ASSERT_TRUE(form);
  EXPECT_EQ(form->fields, (Fields{{"List-Unsubscribe", "One-Click"}, {"b", ""}}));
  EXPECT_TRUE(form->has("List-Unsubscribe", "One-Click"));
  EXPECT_FALSE(form->has("List-Unsubscribe", "one-click"));
  EXPECT_FALSE(form->has("list-unsubscribe", "One-Click"));
}

TEST(Form, RefusesMultipartThatDoesNotAddUp) {
  const std::string type = "multipart/form-data; boundary=b";
  const std::string head = "Content-Disposition: form-data; name=a\r\n\r\n";
  EXPECT_TRUE(read_form(type, "--b\r\n" + head + "x\r\n--b--"));
  EXPECT_FALSE(read_form("multipart/form-data", "--b\r\n" + head + "x\r\n--b--"));
  EXPECT_FALSE(read_form("multipart/form-data; boundary=" + std::string(71, 'b'), ""));
  const std::vector<std::string> broken{std::string{},
                                        "--c\r\n" + head + "x\r\n--c--",
                                        "--b\r\n" + head + "x",
                                        "--b\r\n" + head + "x\r\n--b",
                                        "--b\r\n\r\nx\r\n--b--",
                                        "--b" + head + "x\r\n--b--",
                                        "--b\r\nContent-Disposition: form-data\r\n\r\nx\r\n--b--",
                                        "--b\r\n" + head + "\r\n--b",
                                        std::string{"--b\r\n\r\n--b--"}};
  for (const std::string& body : broken) EXPECT_FALSE(read_form(type, body)) << body;
}

}  // namespace
}  // namespace http
