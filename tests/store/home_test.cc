// SPDX-License-Identifier: Apache-2.0
#include "service/store/home.h"

#include <gtest/gtest.h>

#include "service/store/data_folder.h"
#include "service/store/failure.h"
#include "service/store/outbox.h"
#include "tests/support/temporary_folder.h"

namespace store {
namespace home_test {

const Instant monday = date::sys_days{date::year{2023} / 5 / 1};

/// What a start of a service says and holds.
struct Start {
  std::string why, hold;
};

Start start(const std::filesystem::path& folder, const std::string& host = "one", bool may_hold = true) {
  Store store{folder};
  const auto why = take_over(store, home_of(folder, host), may_hold, monday);
  return {why, Outbox{store}.hold()};
}

TEST(Home, AtHomeNothingIsHeld) {
  const TemporaryFolder folder;
  open_key(folder.path());
  for (const char* host : {"one", "one", "two"}) {
    const auto [why, hold] = start(folder.path(), host);
    EXPECT_EQ(why, "");
    EXPECT_EQ(hold, "");
  }
}

TEST(Home, ACopyBesideTheOriginalIsHeldAndNamesBoth) {
  const TemporaryFolder parent;
  const auto original = parent.path() / "data", copy = parent.path() / "copy";
  open_key(original);
  start(original);
  std::filesystem::copy(original, copy);
  const auto [why, hold] = start(copy);
  EXPECT_EQ(why, "the data folder " + copy.string() + " is a copy of " + original.string() +
                     " on one, which is still there");
  EXPECT_EQ(hold, why + until_release);
  EXPECT_EQ(start(original).hold, "") << "the original goes on";

  Store store{copy};
  Outbox{store}.release_hold(monday);
  EXPECT_EQ(start(copy).why, "") << "a person has said that this is its place";
}

TEST(Home, AMovedFolderIsHeld) {
  const TemporaryFolder parent;
  open_key(parent.path() / "data");
  start(parent.path() / "data");
  std::filesystem::rename(parent.path() / "data", parent.path() / "moved");
  EXPECT_EQ(start(parent.path() / "moved").hold,
            "the data folder " + (parent.path() / "moved").string() + " was moved or copied from " +
                (parent.path() / "data").string() + " on one" + until_release);
}

TEST(Home, ARestoredFileIsHeld) {
  const TemporaryFolder folder;
  open_key(folder.path());
  start(folder.path());
  const auto database = folder.path() / "traject.db", backup = folder.path() / "backup";
  std::filesystem::copy_file(database, backup);
  std::filesystem::rename(backup, database);
  EXPECT_EQ(start(folder.path()).hold,
            "the database in " + folder.path().string() +
                " is another file than the one last used there on one: it was restored "
                "or copied" +
                until_release);
}

TEST(Home, ARehearsalIsNotHeldAndAnEarlierReasonStays) {
  const TemporaryFolder parent;
  open_key(parent.path() / "data");
  start(parent.path() / "data");
  std::filesystem::copy(parent.path() / "data", parent.path() / "copy");
  const auto rehearsal = start(parent.path() / "copy", "one", false);
  EXPECT_NE(rehearsal.why, "");
  EXPECT_EQ(rehearsal.hold, "");
  {
    Store store{parent.path() / "copy"};
    Outbox{store}.set_hold("a clock jumped", monday);
  }
  std::filesystem::rename(parent.path() / "copy", parent.path() / "again");
  EXPECT_EQ(start(parent.path() / "again").hold, "a clock jumped");
}

TEST(Home, ALostDatabaseIsHeldAndSaidOnce) {
  for (const bool is_emptied : {false, true}) {
    const TemporaryFolder folder;
    open_key(folder.path());
    start(folder.path());
    if (is_emptied)
      std::filesystem::resize_file(folder.path() / "traject.db", 0);
    else
      std::filesystem::remove(folder.path() / "traject.db");
    const auto [why, hold] = start(folder.path());
    EXPECT_EQ(
        why,
        "the database was lost, though its feed.key is still there; a new one was made, which does not know "
        "who was mailed, who handed in what and which addresses were replaced");
    EXPECT_EQ(hold, why + until_release);
    EXPECT_EQ(start(folder.path()).why, "");
    EXPECT_EQ(start(folder.path()).hold, hold);
  }
}

TEST(Home, ALostDatabaseIsNoticedThoughACommandMadeTheNewOne) {
  const TemporaryFolder folder;
  open_key(folder.path());
  std::filesystem::remove(folder.path() / "traject.db");
  open_key(folder.path());
  { const Store made_by_a_command{folder.path()}; }
  EXPECT_NE(start(folder.path()).hold, "");
}

TEST(Home, AnotherKeyIsRefused) {
  const TemporaryFolder folder;
  Store store{folder.path()};
  auto home = home_of(folder.path(), "one");
  EXPECT_EQ(take_over(store, home, true, monday), "") << "no key is known yet";
  home.key = fingerprint_of({1});
  EXPECT_EQ(take_over(store, home, true, monday), "");
  EXPECT_EQ(take_over(store, home, true, monday), "");
  home.key = fingerprint_of({2});
  try {
    take_over(store, home, true, monday);
    FAIL() << "another key was taken";
  } catch (const DatabaseError& error) {
    EXPECT_EQ(error.kind(), Failure::foreign);
    EXPECT_NE(
        std::string{error.what()}.find("is not the one that the addresses of this database were made with"),
        std::string::npos)
        << error.what();
  }
}

TEST(Home, DevicesAreComparedWithinOneBootOnly) {
  const Home last{.path = "/data", .file = {1, 7}, .boot = "a", .host = ""};
  EXPECT_EQ(moved_in_words(last, {.path = "/data", .file = {2, 7}, .boot = "b", .host = ""}), "");
  EXPECT_NE(moved_in_words(last, {.path = "/data", .file = {2, 7}, .boot = "a", .host = ""}), "");
  EXPECT_NE(moved_in_words(last, {.path = "/data", .file = {1, 8}, .boot = "b", .host = ""}), "");
}

}  // namespace home_test
}  // namespace store
