// SPDX-License-Identifier: Apache-2.0
#include "service/store/refused_addresses.h"

#include <gtest/gtest.h>

#include "tests/store/outbox_fixture.h"

namespace store {
namespace {

class RefusedAddressesTest : public OutboxTest {
 protected:
  /// A mail of that person that waits for the address.
  std::int64_t waiting(const std::string& person, const std::string& rule = "week-before") {
    decide({decision(person, rule)});
    const Mail mail = claim_one();
    outbox.record(std::vector{Result{mail.id,
                                     mail.epoch,
                                     MailState::waiting,
                                     {},
                                     false,
                                     "550 5.1.1 unknown",
                                     address_key(mail.address)}},
                  {}, nine);
    return mail.id;
  }

  void refuse(const std::string& address, Instant since = nine) {
    refused.refuse({.address = address, .since = since, .reply = "550 5.1.1 unknown"});
  }

  RefusedAddresses refused{store};
};

TEST_F(RefusedAddressesTest, IsFoundWhateverTheCase) {
  refuse("An@Example.org");
  const auto found = refused.find("an@EXAMPLE.org");
  ASSERT_TRUE(found);
  EXPECT_EQ(found->address, "an@example.org");
  EXPECT_EQ(found->since, nine);
  EXPECT_EQ(found->by, RefusedAddress::By::relay);
  EXPECT_EQ(found->reply, "550 5.1.1 unknown");
  EXPECT_FALSE(refused.find("bo@example.org"));
  EXPECT_FALSE(refused.find(""));
}

TEST_F(RefusedAddressesTest, KeepsTheTimeOfTheFirstRefusal) {
  refuse("bo@example.org", nine + hours{1});
  refuse("an@example.org");
  refused.refuse({.address = "an@example.org",
                  .since = nine + hours{9},
                  .by = RefusedAddress::By::coordinator,
                  .reply = "bounced"});
  const auto all = refused.all();
  ASSERT_EQ(all.size(), 2U);
  EXPECT_EQ(all[0].address, "an@example.org");
  EXPECT_EQ(all[0].since, nine);
  EXPECT_EQ(all[0].by, RefusedAddress::By::coordinator);
  EXPECT_EQ(all[0].reply, "bounced");
}

TEST_F(RefusedAddressesTest, MailsWaitUntilItIsAccepted) {
  const auto an = waiting("an"), bo = waiting("bo");
  refuse("an@example.org");
  EXPECT_EQ(refused.find("an@example.org")->waiting, 1);
  EXPECT_EQ(outbox.release_waiting(nine), 0) << "a word of the coordinator is not another address";
  EXPECT_EQ(outbox.announcements().release(nine), 0);
  EXPECT_EQ(outbox.waiting_for_word(), 0);
  EXPECT_EQ(outbox.find(an)->waits_for, "an@example.org");
  EXPECT_EQ(refused.accept("AN@example.org", nine), 1);
  EXPECT_EQ(state_of(an), MailState::queued);
  EXPECT_EQ(outbox.find(an)->waits_for, "");
  EXPECT_EQ(state_of(bo), MailState::waiting);
  EXPECT_EQ(refused.accept("an@example.org", nine), std::nullopt);
  EXPECT_EQ(claim_one().id, an);
}

TEST_F(RefusedAddressesTest, AnotherAddressFreesAMail) {
  const auto an = waiting("an");
  waiting("an", "day-before");
  const auto found = refused.waiting();
  ASSERT_EQ(found.size(), 2U);
  EXPECT_EQ(found[0].mail, an);
  EXPECT_EQ(found[0].recipient, "person:an");
  EXPECT_EQ(found[0].programme, "gezinsaanpak-2023");
  EXPECT_EQ(found[0].address, "an@example.org");
  refused.readdress(std::vector{RefusedAddresses::Readdressed{an, "anna@example.org"}}, nine);
  EXPECT_EQ(refused.waiting().size(), 1U);
  const Mail mail = claim_one();
  EXPECT_EQ(mail.id, an);
  EXPECT_EQ(mail.address, "anna@example.org");
}

TEST_F(RefusedAddressesTest, WhatIsTooLateIsNotFreed) {
  const auto an = waiting("an");
  refuse("an@example.org");
  refused.readdress(std::vector{RefusedAddresses::Readdressed{an, "anna@example.org"}}, nine + hours{24});
  EXPECT_EQ(refused.accept("an@example.org", nine + hours{24}), 0);
  outbox.tend(nine + hours{24}, true);
  EXPECT_EQ(state_of(an), MailState::expired);
  EXPECT_EQ(outbox.find(an)->detail,
            "it waited for another address until its time was over: 550 5.1.1 unknown");
}

TEST_F(RefusedAddressesTest, RetryDoesNotSendToARefusedAddress) {
  const auto an = waiting("an");
  EXPECT_FALSE(outbox.retry(an, nine));
  EXPECT_EQ(state_of(an), MailState::waiting);
}

}  // namespace
}  // namespace store
