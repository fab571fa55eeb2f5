// SPDX-License-Identifier: Apache-2.0
#include "service/store/sequence_floor.h"

#include <gtest/gtest.h>

#include <random>

#include "service/store/revisions.h"
#include "tests/store/publish.h"
#include "tests/support/temporary_folder.h"

namespace store {
namespace sequence_floor_test {

namespace fs = std::filesystem;
using namespace date::literals;
using programme::Content;
using programme::Instant;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

const Instant monday = date::sys_days{2023_y / 5 / 1};
const RevisionFiles files{{"programmes/proef/programme.toml", "een"}};

/// Publishes one occurrence with this content and returns its sequence.
int publish(Revisions& revisions, const std::string& fingerprint, Instant now, bool restored = false) {
  const std::vector<Content> contents{{"u1", fingerprint}};
  const auto latest = revisions.latest();
  return store::publish(revisions, {.files = files,
                                    .contents = contents,
                                    .expected = latest ? latest->number : 0,
                                    .now = now,
                                    .who = "an",
                                    .restored = restored})
      .stamps.at(0)
      .sequence;
}

int seconds_since_2020(Instant now) {
  return static_cast<int>((now - date::sys_days{2020_y / 1 / 1}).count());
}

/// Vouches every minute, as a running service does.
void run(Revisions& revisions, Instant from, Instant to) {
  for (Instant now = from; now < to; now += minutes{1}) revisions.vouch(now);
}

TEST(SequenceFloor, ADatabaseInUseCountsByOne) {
  const TemporaryFolder folder{memory_folder()};
  Store store{folder.path()};
  Revisions revisions{store};
  EXPECT_EQ(publish(revisions, "a", monday), 0);
  run(revisions, monday, monday + hours{24});
  EXPECT_EQ(publish(revisions, "b", monday + hours{24}), 1);
  EXPECT_EQ(publish(revisions, "c", monday + hours{24} + minutes{4}), 2);
}

TEST(SequenceFloor, ADatabaseFromBeforeKeepsItsNumbers) {
  const TemporaryFolder folder{memory_folder()};
  Store store{folder.path()};
  store.record(std::vector<Content>{{"u1", "a"}}, monday);
  store.record(std::vector<Content>{{"u1", "b"}}, monday + hours{1});
  Revisions revisions{store};
  EXPECT_EQ(publish(revisions, "b", monday + hours{2000}), 1);
  EXPECT_EQ(publish(revisions, "c", monday + hours{2000}), 2);
}

TEST(SequenceFloor, StandingStillChangesNothingByItself) {
  const TemporaryFolder folder{memory_folder()};
  Store store{folder.path()};
  Revisions revisions{store};
  EXPECT_EQ(publish(revisions, "a", monday), 0);
  EXPECT_EQ(publish(revisions, "a", monday + hours{100}), 0);
  EXPECT_GT(publish(revisions, "b", monday + hours{100}), 1);
}

TEST(SequenceFloor, NewOccurrencesBeginAboveWhatWasForgotten) {
  const TemporaryFolder folder{memory_folder()};
  Store store{folder.path()};
  Revisions revisions{store};
  publish(revisions, "a", monday);
  revisions.vouch(monday + hours{1});  // the service starts again, and vouches before anything is published
  run(revisions, monday + hours{1}, monday + hours{3});
  const std::vector<Content> contents{{"u1", "a"}, {"u2", "b"}};
  const auto stamps =
      store::publish(
          revisions,
          {.files = files, .contents = contents, .expected = 1, .now = monday + hours{3}, .who = "an"})
          .stamps;
  EXPECT_EQ(stamps.at(0).sequence, 0);
  EXPECT_EQ(stamps.at(1).sequence, seconds_since_2020(monday + hours{1}));
}

TEST(SequenceFloor, AnOperatorsWordLiftsEverything) {
  const TemporaryFolder folder{memory_folder()};
  Store store{folder.path()};
  Revisions revisions{store};
  publish(revisions, "a", monday);
  const auto stamps = [&](bool restored, Instant now) {
    const std::vector<Content> contents{{"u1", "a"}};
    return store::publish(revisions, {.files = files,
                                      .contents = contents,
                                      .expected = 1,
                                      .now = now,
                                      .who = "an",
                                      .restored = restored})
        .stamps;
  };
  const auto lifted = stamps(true, monday + hours{1});
  EXPECT_EQ(lifted.at(0),
            (programme::Stamp{seconds_since_2020(monday + hours{1}), monday, monday + hours{1}}));
  EXPECT_EQ(stamps(true, monday + hours{1}), lifted);  // a second time there is nothing to lift
  EXPECT_EQ(stamps(false, monday + hours{1} + minutes{1}), lifted);
}

TEST(SequenceFloor, AClockThatGoesBackLowersNothing) {
  const TemporaryFolder folder{memory_folder()};
  Store store{folder.path()};
  Revisions revisions{store};
  publish(revisions, "a", monday);
  const int high = publish(revisions, "b", monday + hours{10});
  EXPECT_EQ(publish(revisions, "c", monday + hours{5}), high + 1);
  EXPECT_EQ(publish(revisions, "d", monday + hours{10} + minutes{1}), high + 2);
  EXPECT_EQ(high, seconds_since_2020(monday + hours{10}));
}

/// A random life with backups, and restores of any of them: whatever calendars were shown, a different
/// content later is never shown with a sequence that is not higher.
TEST(SequenceFloor, NoRestoredDatabaseGoesBelowWhatWasServed) {
  for (unsigned seed = 0; seed < 30; ++seed) {
    std::mt19937 random(seed);
    const auto below = [&](int limit) { return std::uniform_int_distribution<int>(0, limit - 1)(random); };
    const TemporaryFolder root{memory_folder()};
    fs::path folder = root.path() / "0";
    std::vector<fs::path> backups;
    Instant now = monday;
    int highest = -1, content = 0;
    auto store = std::make_unique<Store>(folder);
    for (int step = 1; step < 60; ++step) {
      now += minutes{1} + seconds{below(60)};
      Revisions revisions{*store};
      revisions.vouch(now);
      switch (below(5)) {
        case 0: {  // a backup; life goes on for longer than the service waits before it vouches again
          store.reset();
          backups.push_back(root.path() / ("backup" + std::to_string(step)));
          fs::copy(folder, backups.back());
          store = std::make_unique<Store>(folder);
          break;
        }
        case 1: {
          if (backups.empty()) break;
          store.reset();
          now += forgotten + minutes{1};
          folder = root.path() / std::to_string(step);
          fs::copy(backups[static_cast<std::size_t>(below(static_cast<int>(backups.size())))], folder);
          store = std::make_unique<Store>(folder);
          break;
        }
        default: {
          for (int burst = below(20); burst >= 0; --burst) {
            const int sequence = publish(revisions, std::to_string(++content), now);
            EXPECT_GT(sequence, highest) << "seed " << seed << " step " << step;
            highest = sequence;
          }
        }
      }
    }
  }
}

}  // namespace sequence_floor_test
}  // namespace store
