// SPDX-License-Identifier: Apache-2.0
#include "service/store/mail_pause.h"

#include <gtest/gtest.h>

#include "tests/store/outbox_fixture.h"

namespace store {
namespace {

using MailPauseTest = OutboxTest;

TEST_F(MailPauseTest, IsKnownAfterARestart) {
  MailPauses pauses{store};
  EXPECT_EQ(pauses.read(), std::nullopt);
  EXPECT_FALSE(pauses.probe_now(nine));
  pauses.set({.reason = MailPause::Reason::content,
              .since = nine,
              .detail = "550 5.7.60 no",
              .next_probe = nine + minutes{1},
              .probes = 2});
  Store again{folder.path()};
  MailPauses later{again};
  auto pause = later.read();
  ASSERT_TRUE(pause);
  EXPECT_EQ(to_string(pause->reason), "content");
  EXPECT_EQ(pause->since, nine);
  EXPECT_EQ(pause->detail, "550 5.7.60 no");
  EXPECT_EQ(pause->next_probe, nine + minutes{1});
  EXPECT_EQ(pause->probes, 2);
  EXPECT_TRUE(later.probe_now(nine + seconds{5}));
  EXPECT_EQ(pauses.read()->next_probe, nine + seconds{5});
  pauses.end();
  EXPECT_EQ(later.read(), std::nullopt);
}

}  // namespace
}  // namespace store
