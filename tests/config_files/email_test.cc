// SPDX-License-Identifier: Apache-2.0

#include <gtest/gtest.h>

#include "service/config_files/value_syntax.h"

namespace config_files {
namespace {

TEST(Email, AcceptsWhatPeopleUse) {
  for (const char* address : {"een@example.org", "Een.Twee+agenda@sub.example.org", "o'neil@example.nl",
                              "a_b-c@ex-ample.com", "1@example.org"}) {
    EXPECT_FALSE(flaw_of_email(address)) << address;
  }
  EXPECT_FALSE(flaw_of_email(std::string(64, 'a') + "@example.org"));
}

TEST(Email, RefusesWhatCouldBeSomethingElse) {
  for (const char* address : {"",
                              "@",
                              "een",
                              "een@",
                              "@example.org",
                              "een@example",
                              "een@example.",
                              "een@.org",
                              "een@example..org",
                              ".een@example.org",
                              "een.@example.org",
                              "e..en@example.org",
                              "een twee@example.org",
                              "een@exa mple.org",
                              "een@-example.org",
                              "een@example-.org",
                              "een@example.org\r\nBcc: twee@example.org",
                              "een@example.org,twee@example.org",
                              "Een <een@example.org>",
                              "\"een\"@example.org",
                              "een@[127.0.0.1]",
                              "een@127.0.0.1",
                              "één@example.org",
                              "een@exämple.org",
                              "een@twee@example.org",
                              "een@example.o",
                              "een;@example.org"}) {
    EXPECT_TRUE(flaw_of_email(address)) << address;
  }
  EXPECT_TRUE(flaw_of_email(std::string(65, 'a') + "@example.org"));
  EXPECT_TRUE(flaw_of_email("a@" + std::string(64, 'b') + ".org"));
  std::string domain;
  for (int i = 0; i < 62; ++i) domain += "abc.";
  EXPECT_TRUE(flaw_of_email("abc@" + domain + "example")) << "255 octets";
}

TEST(Email, IsComparedWithoutCapitals) {
  EXPECT_EQ(normalised_email(" Een.Twee@Example.ORG "), "een.twee@example.org");
}

}  // namespace
}  // namespace config_files
