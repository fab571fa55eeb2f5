// SPDX-License-Identifier: Apache-2.0
#include "service/daemon/late_courier.h"

#include <gtest/gtest.h>

#include <stdexcept>

#include "service/smtp/eml_courier.h"
#include "tests/support/temporary_folder.h"

namespace service {
namespace late_courier_test {

using std::chrono::milliseconds;

TEST(LateCourier, HasNoRoomUntilThereIsACourier) {
  const TemporaryFolder folder;
  int tries = 0;
  LateCourier late{[&]() -> std::unique_ptr<smtp::Courier> {
                     ++tries;
                     throw std::runtime_error{"still no password"};
                   },
                   "no password"};
  EXPECT_EQ(late.problem(), "no password");
  late.wake();
  EXPECT_TRUE(late.wait(milliseconds{60'000}).empty()) << "woken";
  EXPECT_TRUE(late.wait(milliseconds{0}).empty());
  EXPECT_EQ(tries, 1) << "the next try is seconds later";
  EXPECT_EQ(late.room(), 0U);
  EXPECT_EQ(late.problem(), "still no password");
}

TEST(LateCourier, IsThatCourierFromThenOn) {
  const TemporaryFolder folder;
  LateCourier late{[&] { return std::make_unique<smtp::EmlCourier>(folder.path()); }, "no password"};
  late.wait(milliseconds{0});
  EXPECT_EQ(late.problem(), "");
  ASSERT_GT(late.room(), 0U);
  late.start({.id = 7, .from = "a@example.org", .to = "b@example.org", .message = "Subject: x\r\n\r\nx\r\n"});
  bool sent = false;
  for (int turn = 0; turn < 10 && !sent; ++turn)
    for (const auto& event : late.wait(milliseconds{1'000})) {
      if (event.kind == smtp::Event::Kind::asks) late.release(event.id);
      sent = sent || event.outcome == smtp::Outcome::sent;
    }
  EXPECT_TRUE(sent);
}

}  // namespace late_courier_test
}  // namespace service
