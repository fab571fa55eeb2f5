// SPDX-License-Identifier: Apache-2.0
#include "service/store/store.h"

#include <gtest/gtest.h>
#include <soci/soci.h>
#include <soci/sqlite3/soci-sqlite3.h>

#include "service/store/links.h"
#include "service/store/participation.h"
#include "tests/support/temporary_folder.h"

namespace store {
namespace store_test {

using namespace date::literals;
using programme::Content;
using programme::Stamp;
using std::chrono::hours;
using std::chrono::seconds;

const date::sys_seconds monday = date::sys_days{2023_y / 5 / 1};
const std::vector<Content> two{{"u1", "aaaa"}, {"u2", "bbbb"}};

TEST(Store, GivesNewContentTheTimeOfNow) {
  const TemporaryFolder folder;
  Store store{folder.path()};
  const Stamp fresh{monday, monday};
  EXPECT_EQ(store.record(two, monday), (std::vector{fresh, fresh}));
}

TEST(Store, SameContentsKeepTheirStamps) {
  const TemporaryFolder folder;
  const auto first = Store{folder.path()}.record(two, monday);
  EXPECT_EQ(Store{folder.path()}.record(two, monday + hours{24}), first);
}

TEST(Store, OnlyWhatChangedMoves) {
  const TemporaryFolder folder;
  Store store{folder.path()};
  const auto first = store.record(two, monday);
  const std::vector<Content> changed{{"u1", "aaaa"}, {"u2", "cccc"}, {"u3", "dddd"}};
  const auto later = monday + hours{1};
  EXPECT_EQ(store.record(changed, later), (std::vector<Stamp>{first[0], {monday, later}, {later, later}}));
}

TEST(Store, NumbersGoOnlyUpWhenContentReturns) {
  const TemporaryFolder folder;
  Store store{folder.path()};
  store.record(two, monday);
  store.record(std::vector<Content>{{"u1", "zzzz"}}, monday + hours{1});
  const auto back = store.record(std::vector<Content>{{"u1", "aaaa"}}, monday + hours{2});
  EXPECT_EQ(back[0], (Stamp{monday, monday + hours{2}}));
}

TEST(Store, WhatWasAwayContinuesItsNumbers) {
  const TemporaryFolder folder;
  Store store{folder.path()};
  const auto first = store.record(two, monday);
  store.record(std::vector<Content>{two[0]}, monday + hours{1});
  EXPECT_EQ(store.record(two, monday + hours{2}), first);
}

TEST(Store, TimeOfAChangeNeverGoesBack) {
  const TemporaryFolder folder;
  Store store{folder.path()};
  store.record(two, monday);
  const auto stamps = store.record(std::vector<Content>{{"u1", "new"}}, monday - hours{5});
  EXPECT_EQ(stamps[0].last_changed, monday + seconds{1});
}

TEST(Store, TimeOfAChangeLiesAfterWhatIsPersonal) {
  const TemporaryFolder folder;
  Store store{folder.path()};
  store.record(two, monday);
  Participation participation{store};
  programme::HandInRecord record{.programme = "p", .activity = "a", .subject = "an", .done = true};
  participation.set_hand_in(record, monday + hours{1});
  const auto stamps = store.record(std::vector<Content>{{"u1", "new"}, {"u3", "x"}}, monday + hours{1});
  EXPECT_EQ(stamps[0], (Stamp{monday, monday + hours{1} + seconds{1}}));
  EXPECT_EQ(stamps[1], (Stamp{monday + hours{1}, monday + hours{1} + seconds{1}}));
  participation.write(std::vector<programme::LanguageChange>{{"p", "an", monday + hours{2}}});
  EXPECT_EQ(store.record(std::vector<Content>{{"u1", "newer"}}, monday + hours{2})[0].last_changed,
            monday + hours{2} + seconds{1});
}

TEST(Store, RecordsNothingThatCannotBeUsed) {
  const TemporaryFolder folder;
  Store store{folder.path()};
  const auto refuse = [](std::span<const Stamp>) { throw std::runtime_error{"cannot be rendered"}; };
  EXPECT_THROW(store.record(two, monday, refuse), std::runtime_error);
  EXPECT_EQ(store.record(two, monday + hours{1})[0], (Stamp{monday + hours{1}, monday + hours{1}}));
}

TEST(Store, HoldsValuesThatLookLikeSql) {
  const TemporaryFolder folder;
  Store store{folder.path()};
  const std::string id = "x'; DROP TABLE occurrence; --";
  const std::vector<std::string> kinds{"person"};
  Links{store}.replace(kinds, id, monday);
  EXPECT_EQ(Links{store}.all().of("person", id).generation, 2U);
  EXPECT_EQ(store.record(two, monday).size(), 2U);
}

TEST(Store, TwoConnectionsSeeOneAnothersWrites) {
  const TemporaryFolder folder;
  Store one{folder.path()};
  Store other{folder.path()};
  const auto stamps = one.record(two, monday);
  EXPECT_EQ(other.record(two, monday + hours{9}), stamps);
}

TEST(Store, RefusesADatabaseOfANewerVersion) {
  const TemporaryFolder folder;
  { Store store{folder.path()}; }
  {
    soci::session sql{soci::sqlite3, "db=" + (folder.path() / "traject.db").string()};
    sql << "INSERT INTO schema_version (version) VALUES (999)";
  }
  EXPECT_THROW(Store{folder.path()}, std::runtime_error);
}

TEST(Store, SurvivesAFolderNameWithSpaces) {
  const TemporaryFolder folder;
  const auto path = folder.path() / "map met spaties = en; meer";
  EXPECT_EQ(Store{path}.record(two, monday).size(), 2U);
}

TEST(Store, IsDurable) {
  const TemporaryFolder folder;
  const Store store{folder.path()};
  soci::session sql{soci::sqlite3, "db=" + (folder.path() / "traject.db").string()};
  std::string mode;
  sql << "PRAGMA journal_mode", soci::into(mode);
  EXPECT_EQ(mode, "wal");
}

TEST(Store, RefusesAFileThatIsNoDatabase) {
  const TemporaryFolder folder;
  { Store store{folder.path()}; }
  std::filesystem::resize_file(folder.path() / "traject.db", 100);
  EXPECT_THROW(Store{folder.path()}, std::runtime_error);
}

TEST(Store, OnlyTheWorkersConnectionMovesTheLogIntoTheDatabase) {
  const TemporaryFolder folder;
  const auto database = folder.path() / "traject.db";
  const auto log = folder.path() / "traject.db-wal";
  Store worker{folder.path(), Use::worker};  // stays open, so that closing the other one moves nothing
  const auto publish_a_lot = [&](Store& store, int times) {
    for (int i = 0; i < times; ++i) {
      std::vector<Content> contents;
      for (int j = 0; j < 2'000; ++j)
        contents.push_back({"u" + std::to_string(j), std::to_string(i) + "-" + std::to_string(j)});
      store.record(contents, monday + hours{i});
    }
  };
  {
    Store beside{folder.path()};
    const auto before = std::filesystem::file_size(database);
    publish_a_lot(beside, 100);  // far more than the thousand pages after which SQLite would do it by itself
    EXPECT_GT(std::filesystem::file_size(log), 4'500'000U);
    EXPECT_EQ(std::filesystem::file_size(database), before);
  }
  publish_a_lot(worker, 1);
  EXPECT_GT(std::filesystem::file_size(database), 50'000U);
}

}  // namespace store_test
}  // namespace store
