// SPDX-License-Identifier: Apache-2.0
#include "service/daemon/mail_setup.h"

#include <gtest/gtest.h>

namespace {

using service::hello_name;

TEST(MailSetup, GreetsWithTheHostOfTheAddress) {
  EXPECT_EQ(hello_name("https://agenda.example.org"), "agenda.example.org");
  EXPECT_EQ(hello_name("https://agenda.example.org:8443"), "agenda.example.org");
}

/// RFC 5321 §4.1.1.1: without a domain name an address literal, never this machine's own name.
TEST(MailSetup, GreetsWithAnAddressLiteralWithoutADomainName) {
  EXPECT_EQ(hello_name("http://192.0.2.1:8080"), "[192.0.2.1]");
  EXPECT_EQ(hello_name("http://[2001:db8::1]:8080"), "[IPv6:2001:db8::1]");
  EXPECT_EQ(hello_name("http://127.0.0.1:8080"), "[127.0.0.1]");
  EXPECT_EQ(hello_name("http://[::1]:8080"), "[IPv6:::1]");
  for (const char* base :
       {"http://0.0.0.0:8080", "http://[::]:8080", "http://localhost:8080", "http://agenda"})
    EXPECT_EQ(hello_name(base), "[127.0.0.1]") << base;
}

TEST(MailSetup, TheDomainOfMessageIdsIsANameOrCannotExist) {
  const auto domain = [](const char* base) { return service::worker_options({}, base).message_id_domain; };
  EXPECT_EQ(domain("https://agenda.example.org"), "agenda.example.org");
  for (const char* base : {"http://192.0.2.1:8080", "http://[2001:db8::1]:8080", "http://localhost:8080"})
    EXPECT_EQ(domain(base), "werktraject.invalid") << base;
}

}  // namespace
