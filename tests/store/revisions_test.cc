// SPDX-License-Identifier: Apache-2.0
#include "service/store/revisions.h"

#include <gtest/gtest.h>
#include <soci/soci.h>
#include <soci/sqlite3/soci-sqlite3.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <stdexcept>
#include <thread>

#include "tests/store/databases.h"
#include "tests/support/temporary_folder.h"

namespace store {
namespace revisions_test {

using namespace date::literals;
using programme::Content;
using programme::Instant;
using programme::Stamp;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;
using Kind = RevisionOutcome::Kind;

const Instant monday = date::sys_days{2023_y / 5 / 1};
const std::string toml = "programmes/proef/programme.toml";
const std::string people = "programmes/proef/people.csv";

/// Every row of every table, as text.
std::string dump(const std::filesystem::path& folder) {
  soci::session sql{soci::sqlite3, "db=" + (folder / "traject.db").string()};
  std::string all, row;
  for (const char* query : {"SELECT number || '|' || published || '|' || who || '|' || why || no_mail || "
                            "difference FROM revision ORDER BY 1",
                            "SELECT revision || path || digest FROM revision_file ORDER BY 1",
                            "SELECT digest || form || bytes FROM file_content ORDER BY 1",
                            "SELECT uid || '|' || fingerprint || '|' || last_changed FROM"
                            " occurrence ORDER BY 1",
                            "SELECT name || value FROM worker_state ORDER BY 1"}) {
    const soci::rowset<std::string> rows = (sql.prepare << query);
    for (const auto& text : rows) all += text + "\n";
  }
  return all;
}

struct RevisionsTest : testing::Test {
  RevisionOutcome publish(const RevisionFiles& files, int expected, Instant now,
                          const std::vector<Content>& contents = {}) {
    return store::publish(
        revisions, {.files = files, .contents = contents, .expected = expected, .now = now, .who = "an"});
  }
  int count(const std::string& table) {
    soci::session sql{soci::sqlite3, "db=" + (folder.path() / "traject.db").string()};
    int rows = 0;
    sql << "SELECT COUNT(*) FROM " + table, soci::into(rows);
    return rows;
  }

  TemporaryFolder folder{memory_folder()};
  Store store{folder.path()};
  Revisions revisions{store};
  const RevisionFiles first{{toml, "een"}, {people, "naam\n"}};
  const RevisionFiles second{{toml, "twee"}, {people, "naam\n"}};
};

TEST_F(RevisionsTest, AreNumberedFromOneAndTellWhoWhenAndWhy) {
  EXPECT_EQ(revisions.latest(), std::nullopt);
  EXPECT_TRUE(revisions.list().empty());
  EXPECT_TRUE(revisions.files(1).empty());
  const auto one =
      store::publish(revisions, {.files = first, .contents = {}, .now = monday, .who = "an", .why = "begin"});
  EXPECT_EQ(one.kind, Kind::made);
  EXPECT_EQ(one.latest, (Revision{1, monday, "an", "begin"}));
  const auto two = publish(second, 1, monday + hours{1});
  EXPECT_EQ(two.latest, (Revision{2, monday + hours{1}, "an", ""}));
  EXPECT_EQ(revisions.latest(), two.latest);
  EXPECT_EQ(revisions.list(), (std::vector{*one.latest, *two.latest}));
  EXPECT_EQ(revisions.find(1), one.latest);
  EXPECT_EQ(revisions.find(3), std::nullopt);
  EXPECT_EQ(revisions.files(1), first);
  EXPECT_EQ(revisions.files(2), second);
}

TEST_F(RevisionsTest, KeepWhatChangedAndWhetherAnybodyIsMailed) {
  publish(first, 0, monday);
  store::publish(revisions, {.files = second,
                             .contents = {},
                             .expected = 1,
                             .now = monday,
                             .who = "an",
                             .no_mail = true,
                             .difference = R"({"moved": "'één'"})"});
  EXPECT_FALSE(revisions.find(1)->no_mail);
  EXPECT_TRUE(revisions.find(2)->no_mail);
  EXPECT_EQ(revisions.difference(1), "");
  EXPECT_EQ(revisions.difference(2), R"({"moved": "'één'"})");
  EXPECT_EQ(revisions.difference(3), "");
}

TEST_F(RevisionsTest, KeepEveryOctetOfTheFiles) {
  const RevisionFiles files{{toml, ""},
                            {people,
                             "\xEF\xBB\xBF"
                             "Zo\xC3\xAB\r\n\x01\xFF" +
                                 std::string(3, '\0') + "'; DROP TABLE revision"}};
  publish(files, 0, monday);
  Store again{folder.path()};
  EXPECT_EQ(Revisions{again}.files(1), files);
}

TEST_F(RevisionsTest, KeepWhatDidNotChangeOnce) {
  publish(first, 0, monday);
  EXPECT_EQ(count("file_content"), 2);
  publish(second, 1, monday);
  EXPECT_EQ(count("file_content"), 3);
  publish(first, 2, monday);
  EXPECT_EQ(count("file_content"), 3);
  EXPECT_EQ(count("revision_file"), 6);
}

TEST_F(RevisionsTest, IdenticalFilesMakeNone) {
  const std::vector<Content> contents{{"u1", "aaaa"}};
  const auto made = publish(first, 0, monday, contents);
  const std::string before = dump(folder.path());
  const auto again = publish(first, 1, monday, contents);
  EXPECT_EQ(again.kind, Kind::unchanged);
  EXPECT_EQ(again.latest, made.latest);
  EXPECT_EQ(again.stamps, made.stamps);
  EXPECT_EQ(dump(folder.path()), before);
}

TEST_F(RevisionsTest, AFileMoreOrLessOrMovedIsADifference) {
  publish(first, 0, monday);
  EXPECT_EQ(publish({{toml, "een"}}, 1, monday).kind, Kind::made);
  EXPECT_EQ(publish(first, 2, monday).kind, Kind::made);
  EXPECT_EQ(publish({{people, "een"}, {toml, "naam\n"}}, 3, monday).kind, Kind::made);
}

TEST_F(RevisionsTest, StampExactlyWhatChanged) {
  publish(first, 0, monday, {{"u1", "aaaa"}, {"u2", "bbbb"}});
  const auto later = monday + minutes{2};
  const auto outcome = publish(second, 1, later, {{"u1", "aaaa"}, {"u2", "cccc"}, {"u3", "dddd"}});
  EXPECT_EQ(outcome.stamps, (std::vector<Stamp>{{monday, monday}, {monday, later}, {later, later}}));
}

TEST_F(RevisionsTest, OldContentComesBackWithHigherNumbers) {
  publish(first, 0, monday, {{"u1", "aaaa"}});
  publish(second, 1, monday + minutes{1}, {{"u1", "bbbb"}});
  const auto back = publish(revisions.files(1), 2, monday + minutes{2}, {{"u1", "aaaa"}});
  EXPECT_EQ(back.kind, Kind::made);
  EXPECT_EQ(back.latest->number, 3);
  EXPECT_EQ(revisions.files(3), first);
  EXPECT_EQ(back.stamps, (std::vector<Stamp>{{monday, monday + minutes{2}}}));
}

TEST_F(RevisionsTest, ARestoredStateRaisesEveryTimeOnce) {
  publish(first, 0, monday, {{"u1", "aaaa"}, {"u2", "bbbb"}});
  publish(second, 1, monday + minutes{9}, {{"u1", "cccc"}, {"u2", "bbbb"}});
  const std::vector<Content> contents{{"u1", "cccc"}, {"u2", "bbbb"}};
  const auto restore = [&](Instant now) {
    return store::publish(
        revisions,
        {.files = second, .contents = contents, .expected = 2, .now = now, .who = "an", .restored = true});
  };
  const auto raised = restore(monday + hours{1});
  EXPECT_EQ(raised.kind, Kind::unchanged);
  const Stamp both{monday, monday + hours{1}};
  EXPECT_EQ(raised.stamps, (std::vector{both, both}));
  EXPECT_EQ(publish(second, 2, monday + hours{2}, contents).stamps, raised.stamps);
  EXPECT_EQ(restore(monday).stamps.at(0).last_changed, monday + hours{1} + seconds{1})
      << "above all that was shown, also when the clock went back";
}

TEST_F(RevisionsTest, ARestoreAfterAClockThatWasAheadIsARevisionOfNow) {
  publish(first, 0, monday + hours{24 * 400}, {{"u1", "aaaa"}});
  const std::vector<Content> contents{{"u1", "aaaa"}};
  const auto right = store::publish(
      revisions,
      {.files = first, .contents = contents, .expected = 1, .now = monday, .who = "an", .restored = true});
  EXPECT_EQ(right.kind, Kind::made);
  EXPECT_EQ(right.latest->number, 2);
  EXPECT_EQ(right.latest->published, monday);
  EXPECT_GT(right.stamps.at(0).last_changed, monday + hours{24 * 400});
}

TEST_F(RevisionsTest, OfTwoPublishersOneWinsAndTheOtherIsTold) {
  publish(first, 0, monday, {{"u1", "aaaa"}});
  Store other_store{folder.path()};
  Revisions other{other_store};
  const auto won = publish(second, 1, monday + minutes{1}, {{"u1", "bbbb"}});
  const std::string before = dump(folder.path());
  const RevisionFiles third{{toml, "drie"}};
  const std::vector<Content> contents{{"u1", "cccc"}};
  bool used = false;
  const auto lost = store::publish(
      other, {.files = third, .contents = contents, .expected = 1, .now = monday + minutes{2}, .who = "bo"},
      [&] { used = true; });
  EXPECT_EQ(lost.kind, Kind::overtaken);
  EXPECT_EQ(lost.latest, won.latest);
  EXPECT_TRUE(lost.stamps.empty());
  EXPECT_FALSE(used);
  EXPECT_EQ(dump(folder.path()), before);
}

TEST_F(RevisionsTest, ExpectingARevisionThatIsGoneIsBeingOvertaken) {
  EXPECT_EQ(publish(first, 5, monday).kind, Kind::overtaken);
  EXPECT_EQ(revisions.latest(), std::nullopt);
}

TEST_F(RevisionsTest, ManyPublishersAtOnceNeverLoseARevision) {
  constexpr int publishers = 4, each = 10;
  std::atomic<int> overtaken = 0;
  std::vector<std::thread> threads;
  for (int p = 0; p < publishers; ++p) {
    threads.emplace_back([&, p] {
      Store own{folder.path()};
      Revisions mine{own};
      for (int made = 0; made < each;) {
        const auto latest = mine.latest();
        const RevisionFiles files{{toml, std::to_string(p) + "/" + std::to_string(made)}};
        const std::vector<Content> contents{{"u1", files.at(toml)}};
        const auto outcome = store::publish(mine, {.files = files,
                                                   .contents = contents,
                                                   .expected = latest ? latest->number : 0,
                                                   .now = monday,
                                                   .who = std::to_string(p)});
        outcome.kind == Kind::made ? ++made : ++overtaken;
      }
    });
  }
  for (auto& thread : threads) thread.join();
  const auto list = revisions.list();
  ASSERT_EQ(list.size(), std::size_t{publishers * each});
  std::map<std::string, int> by;
  for (std::size_t i = 0; i < list.size(); ++i) {
    EXPECT_EQ(list[i].number, static_cast<int>(i) + 1);
    EXPECT_EQ(revisions.files(list[i].number).at(toml),
              list[i].who + "/" + std::to_string(by[list[i].who]++));
  }
  const auto stamps = publish(revisions.files(40), 40, monday, {{"u1", revisions.files(40).at(toml)}}).stamps;
  EXPECT_EQ(stamps.at(0).last_changed, monday + seconds{publishers * each - 1});
}

TEST_F(RevisionsTest, WhatCannotBeUsedLeavesNothing) {
  publish(first, 0, monday, {{"u1", "aaaa"}});
  const std::string before = dump(folder.path());
  const std::vector<Content> contents{{"u1", "bbbb"}};
  EXPECT_THROW(
      store::publish(
          revisions,
          {.files = second, .contents = contents, .expected = 1, .now = monday + hours{1}, .who = "an"},
          [] { throw std::runtime_error{"cannot be rendered"}; }),
      std::runtime_error);
  EXPECT_EQ(dump(folder.path()), before);
  EXPECT_EQ(publish(second, 1, monday + minutes{1}, contents).stamps.at(0).last_changed, monday + minutes{1});
}

TEST_F(RevisionsTest, AFailureAtAnyStepLeavesNothing) {
  publish(first, 0, monday, {{"u1", "aaaa"}});
  const std::string before = dump(folder.path());
  const RevisionFiles files{{toml, "twee"}, {people, "ander"}};
  const std::vector<Content> contents{{"u1", "bbbb"}, {"u2", "cccc"}};
  for (const char* step : {"INSERT ON file_content", "INSERT ON revision", "INSERT ON revision_file",
                           "UPDATE ON worker_state", "INSERT ON occurrence", "UPDATE ON occurrence"}) {
    soci::session sql{soci::sqlite3, "db=" + (folder.path() / "traject.db").string()};
    sql << std::string{"CREATE TRIGGER fails AFTER "} + step + " BEGIN SELECT RAISE(ABORT, 'no'); END";
    EXPECT_ANY_THROW(publish(files, 1, monday + minutes{1}, contents)) << step;
    sql << "DROP TRIGGER fails";
    EXPECT_EQ(dump(folder.path()), before) << step;
  }
  EXPECT_EQ(publish(files, 1, monday + minutes{1}, contents).latest->number, 2);
}

TEST_F(RevisionsTest, AProcessThatEndsHalfWayLeavesNothing) {
  publish(first, 0, monday, {{"u1", "aaaa"}});
  const std::string before = dump(folder.path());
  const pid_t child = fork();
  ASSERT_GE(child, 0);
  if (child == 0) {
    Store own{folder.path()};
    const std::vector<Content> contents{{"u1", "bbbb"}};
    Revisions own_revisions{own};
    store::publish(
        own_revisions,
        {.files = second, .contents = contents, .expected = 1, .now = monday + hours{1}, .who = "an"},
        [] { kill(getpid(), SIGKILL); });
    _exit(0);
  }
  int status = 0;
  ASSERT_EQ(waitpid(child, &status, 0), child);
  EXPECT_TRUE(WIFSIGNALED(status));
  EXPECT_EQ(dump(folder.path()), before);
  EXPECT_EQ(publish(second, 1, monday + hours{1}).kind, Kind::made);
}

TEST_F(RevisionsTest, RememberWhatIsSetAsideUntilTheNextOne) {
  publish(first, 0, monday);
  EXPECT_EQ(revisions.ignored_folder_digest(), "");
  const std::string digest = digest_of(first);
  store::publish(revisions, {.files = second,
                             .contents = {},
                             .expected = 1,
                             .now = monday,
                             .who = "an",
                             .ignored_folder_digest = digest});
  EXPECT_EQ(revisions.ignored_folder_digest(), digest);
  publish(second, 2, monday);  // unchanged
  EXPECT_EQ(revisions.ignored_folder_digest(), digest);
  publish(first, 2, monday);
  EXPECT_EQ(revisions.ignored_folder_digest(), "");
}

TEST_F(RevisionsTest, ADigestTellsPathsAndContentsApart) {
  EXPECT_EQ(digest_of(first), digest_of(RevisionFiles{first}));
  EXPECT_NE(digest_of(first), digest_of(second));
  EXPECT_NE(digest_of({{"a", "b"}}), digest_of({{"b", "a"}}));
  EXPECT_NE(digest_of({}), digest_of({{"", ""}}));
}

TEST_F(RevisionsTest, DamagedContentIsNotHandedOut) {
  publish(first, 0, monday);
  soci::session sql{soci::sqlite3, "db=" + (folder.path() / "traject.db").string()};
  sql << "UPDATE file_content SET bytes = 'anders' WHERE bytes = 'een'";
  EXPECT_THROW(revisions.files(1), std::runtime_error);
}

TEST_F(RevisionsTest, AThousandOfThem) {
  const std::string long_file(100'000, 'x');
  for (int i = 0; i < 1000; ++i) {
    const RevisionFiles files{{toml, std::to_string(i)}, {people, long_file}};
    ASSERT_EQ(publish(files, i, monday + seconds{i}, {{"u1", std::to_string(i)}}).kind, Kind::made);
  }
  EXPECT_EQ(revisions.list().size(), 1000U);
  EXPECT_EQ(revisions.files(500).at(toml), "499");
  EXPECT_EQ(count("file_content"), 1001);
  EXPECT_LT(std::filesystem::file_size(folder.path() / "traject.db"), 5U << 20U);
}

}  // namespace revisions_test
}  // namespace store
