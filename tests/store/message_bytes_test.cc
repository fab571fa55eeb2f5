// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <stdexcept>

#include "service/store/mail_rows.h"

namespace store {
namespace {

std::string there_and_back(const std::string& message) { return from_stored(to_stored(message)); }

TEST(MessageBytes, AMessageInSevenBitsIsKeptReadable) {
  const std::string message = "Subject: Werksessie\r\n\r\nTot dinsdag.\r\n";
  EXPECT_EQ(to_stored(message).form, "plain");
  EXPECT_EQ(to_stored(message).bytes, message);
  EXPECT_EQ(there_and_back(message), message);
}

TEST(MessageBytes, AnyOtherComesBackExactly) {
  std::string every;
  for (int octet = 0; octet < 256; ++octet) every.push_back(static_cast<char>(octet));
  for (const std::string& message :
       {every, std::string{"co\xc3\xb6rdinator\r\n"}, std::string("\0", 1), every + "a", every + "ab"}) {
    EXPECT_EQ(to_stored(message).form, "base64");
    EXPECT_EQ(there_and_back(message), message);
  }
}

TEST(MessageBytes, RefusesWhatIsDamaged) {
  EXPECT_THROW(from_stored({"base64", "%%%%"}), std::runtime_error);
}

}  // namespace
}  // namespace store
