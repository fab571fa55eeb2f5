// SPDX-License-Identifier: Apache-2.0
#include "service/store/withdrawn_rows.h"

#include <gtest/gtest.h>

#include "service/store/revisions.h"
#include "tests/store/databases.h"
#include "tests/support/temporary_folder.h"

namespace store {
namespace carried_rows_test {

using namespace date::literals;
using changes::Withdrawn;
using changes::WithdrawnKind;
using Rows = std::vector<Withdrawn>;

const date::sys_seconds monday = date::sys_days{2023_y / 6 / 5};
const Rows two{
    {"gezinsaanpak-2023", WithdrawnKind::occurrence, "intake/eemland", 3, 2023_y / 6 / 1, 2023_y / 6 / 9},
    {"gezinsaanpak-2023", WithdrawnKind::person, "an", 2, 2023_y / 5 / 20, 2023_y / 5 / 20},
};

struct CarriedRowsTest : testing::Test {
  /// A revision with these rows; `then` is called before it is for good.
  void publish(const std::string& text, int expected, const Rows& rows,
               const std::function<void()>& then = {}) {
    const RevisionFiles files{{"programmes/p/programme.toml", text}};
    Revisions revisions{store};
    store::publish(revisions,
                   {.files = files, .contents = {}, .expected = expected, .now = monday, .who = "an"}, [&] {
                     withdrawn.replace(rows);
                     if (then) then();
                   });
  }

  TemporaryFolder folder{memory_folder()};
  Store store{folder.path()};
  WithdrawnRows withdrawn{store};
};

TEST_F(CarriedRowsTest, ComeBackAsTheyWere) {
  EXPECT_EQ(withdrawn.all(), Rows{});
  publish("een", 0, two);
  Store again{folder.path()};
  EXPECT_EQ(WithdrawnRows{again}.all(), two);
}

TEST_F(CarriedRowsTest, AreThoseOfTheLastRevision) {
  publish("een", 0, two);
  publish("twee", 1, {two[1]});
  EXPECT_EQ(withdrawn.all(), Rows{two[1]});
  publish("drie", 2, {});
  EXPECT_EQ(withdrawn.all(), Rows{});
}

TEST_F(CarriedRowsTest, StandOrFallWithTheRevision) {
  publish("een", 0, two);
  EXPECT_THROW(publish("twee", 1, {}, [] { throw std::runtime_error{"cannot be rendered"}; }),
               std::runtime_error);
  EXPECT_EQ(withdrawn.all(), two);
  EXPECT_EQ(Revisions{store}.latest()->number, 1);
}

}  // namespace carried_rows_test
}  // namespace store
