// SPDX-License-Identifier: Apache-2.0
#include "service/http/fields.h"

#include <gtest/gtest.h>

namespace http {
namespace {

using namespace date::literals;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

TEST(IfNoneMatch, TakesListsWeakTagsAndStar) {
  for (const char* field : {R"("abc")", R"(W/"abc")", R"("x", "abc")", R"("x","abc" , "y")",
                            R"( W/"x", W/"abc")", "*", " * ", R"(,,"abc")", R"("x,y", "abc")"})
    EXPECT_TRUE(none_match_names(field, R"("abc")")) << field;
}

TEST(IfNoneMatch, MatchesNothingElse) {
  for (const char* field : {"", R"("ab")", R"("abcd")", "abc", R"("abc)", R"(abc")", "*x", R"(w/"abc")",
                            R"("x" y)", R"("x, "abc")", "\"ABC\"", ",", "W/", R"(* , "x")"})
    EXPECT_FALSE(none_match_names(field, R"("abc")")) << field;
}

TEST(HttpDate, IsTheFixedForm) {
  EXPECT_EQ(http_date(date::sys_days{1994_y / 11 / 6} + hours{8} + minutes{49} + seconds{37}),
            "Sun, 06 Nov 1994 08:49:37 GMT");
  EXPECT_EQ(http_date(date::sys_days{2024_y / 2 / 29}), "Thu, 29 Feb 2024 00:00:00 GMT");
}

}  // namespace
}  // namespace http
