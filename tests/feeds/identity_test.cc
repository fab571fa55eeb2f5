// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "service/feeds/events.h"

namespace feeds {
namespace {

// The expected values are uuid.uuid5(space, "programme/activity[/library]") of Python's standard library.
TEST(Uid, IsTheNameBasedUuidOfTheIds) {
  EXPECT_EQ(uid("gezinsaanpak-2023", "werksessie-1", ""),
            "097e533d-56c3-5e94-be53-ae02db6bc184@werktraject.invalid");
  EXPECT_EQ(uid("gezinsaanpak-2023", "intake", "eemland"),
            "4b8e8ead-3aea-5e1c-b89e-14e6024b1a24@werktraject.invalid");
}

TEST(Uid, DiffersByEachId) {
  const auto one = uid("p", "a", "");
  EXPECT_NE(one, uid("q", "a", ""));
  EXPECT_NE(one, uid("p", "b", ""));
  EXPECT_NE(one, uid("p", "a", "l"));
  EXPECT_EQ(one, uid("p", "a", ""));
}

}  // namespace
}  // namespace feeds
