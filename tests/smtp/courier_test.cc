// SPDX-License-Identifier: Apache-2.0
#include "service/smtp/courier.h"

#include <gtest/gtest.h>

#include <string>

namespace {

using smtp::is_envelope_address;

TEST(EnvelopeAddress, OrdinaryOnes) {
  for (const char* address :
       {"a@example.org", "jeugd.eemland@example.org", "o'neill+tag@sub.example-site.org", "a@localhost"})
    EXPECT_TRUE(is_envelope_address(address)) << address;
}

TEST(EnvelopeAddress, WhatCouldAddACommandOrAHeader) {
  for (const char* address :
       {"a@example.org\r\nRCPT TO:<b@example.org>", "a@example.org\n", "a b@example.org", "<a@example.org>",
        "a@example.org>", "a,b@example.org", "\"a\"@example.org", "a@[127.0.0.1]", "a@ex\xC3\xA9mple.org",
        "a(comment)@example.org", "a@example.org\t"})
    EXPECT_FALSE(is_envelope_address(address)) << address;
  EXPECT_FALSE(is_envelope_address(std::string("a\0@example.org", 14)));
}

TEST(EnvelopeAddress, MissingPartsAndLengths) {
  for (const char* address :
       {"", "@", "a@", "@example.org", "example.org", ".a@example.org", "a.@example.org", "a..b@example.org",
        "a@.org", "a@example.", "a@-example.org", "a@example-"})
    EXPECT_FALSE(is_envelope_address(address)) << address;
  EXPECT_TRUE(is_envelope_address(std::string(64, 'a') + "@example.org"));
  EXPECT_FALSE(is_envelope_address(std::string(65, 'a') + "@example.org"));
  EXPECT_TRUE(is_envelope_address("a@" + std::string(252, 'b')));
  EXPECT_FALSE(is_envelope_address("a@" + std::string(253, 'b')));
}

}  // namespace
