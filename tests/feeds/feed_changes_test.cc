// SPDX-License-Identifier: Apache-2.0
//
// What is said beforehand about feeds is what happens to their bytes, with the stamps of a real store.
#include "service/feeds/feed_changes.h"

#include <gtest/gtest.h>

#include <map>
#include <sstream>
#include <string>

#include "service/changes/difference.h"
#include "service/feeds/feed_set.h"
#include "service/store/store.h"
#include "tests/programme/random_programme.h"
#include "tests/support/edited_sample.h"
#include "tests/support/temporary_folder.h"

namespace feeds {
namespace {

using namespace date::literals;
using programme::Programme;
using std::chrono::hours;

constexpr unsigned pairs = 150;
const date::sys_seconds monday = date::sys_days{2023_y / 5 / 1};

using Effects = std::map<std::string, FeedEffect>;

Effects effects_of(const std::vector<FeedChange>& changes) {
  Effects effects;
  for (const FeedChange& change : changes) effects.emplace(to_string(change.subject), change.effect);
  return effects;
}

using TextsByFeed = std::map<std::string, std::string>;

/// Tags that differ where texts do not, or the reverse, fail the test.
Effects effects_between(const FeedSet& before, const FeedSet& after) {
  Effects effects;
  for (const Feed& feed : after.all()) {
    const Feed* old = before.find(feed.subject);
    if (old == nullptr) {
      effects.emplace(to_string(feed.subject), FeedEffect::added);
      continue;
    }
    const bool differs = before.text(*old) != after.text(feed);
    EXPECT_EQ(FeedSet::etag(*old) != FeedSet::etag(feed), differs) << to_string(feed.subject);
    if (differs) effects.emplace(to_string(feed.subject), FeedEffect::changed);
  }
  for (const Feed& feed : before.all())
    if (after.find(feed.subject) == nullptr) effects.emplace(to_string(feed.subject), FeedEffect::ended);
  return effects;
}

/// What a feed says, without the numbers of its events.
TextsByFeed said_by(const FeedSet& feeds) {
  TextsByFeed texts;
  for (const Feed& feed : feeds.all()) {
    std::istringstream lines(feeds.text(feed));
    std::string& text = texts[to_string(feed.subject)];
    for (std::string line; std::getline(lines, line);)
      if (!line.starts_with("SEQUENCE") && !line.starts_with("DTSTAMP") && !line.starts_with("LAST-MODIFIED"))
        text += line + "\n";
  }
  return texts;
}

/// Publishes one version after the other, as the service does.
class Publishing {
 public:
  FeedSet publish(const Timetable& timetable) {
    now_ += hours{1};
    return build(timetable, store_.record(timetable.contents(), now_));
  }
  std::vector<programme::Stamp> stamps(const Timetable& timetable) {
    return store_.record(timetable.contents(), now_ += hours{1});
  }

 private:
  const TemporaryFolder folder_{memory_folder()};
  store::Store store_{folder_.path(), store::Use::scratch};
  date::sys_seconds now_ = monday;
};

TEST(FeedChanges, AreThoseWhoseBytesChange) {
  Publishing publishing;
  std::map<FeedEffect, unsigned> seen;
  for (unsigned seed = 0; seed < pairs && !testing::Test::HasFailure(); ++seed) {
    SCOPED_TRACE(seed);
    programme::sample::Maker maker(seed);
    std::vector<Programme> before{maker.make()};
    before.front().id = "p" + std::to_string(seed);  // its own events, in one store
    const std::vector<Programme> after{maker.next(before.front())};
    const Timetable draft_before{before};
    const Timetable draft_after{after};
    const FeedSet old = publishing.publish(draft_before);
    const FeedSet fresh = publishing.publish(draft_after);
    const auto foretold = feed_changes(draft_before, draft_after);
    EXPECT_EQ(effects_of(foretold), effects_between(old, fresh));
    for (const FeedChange& change : foretold) ++seen[change.effect];

    const auto& part = draft_before.parts().front();
    const auto difference = changes::difference(*part.programme, part.schedule, after.front(),
                                                draft_after.parts().front().schedule);
    if (difference.empty()) {
      EXPECT_TRUE(foretold.empty());
    }
  }
  EXPECT_GT(seen[FeedEffect::changed], pairs);
  EXPECT_GT(seen[FeedEffect::added], 0U);
  EXPECT_GT(seen[FeedEffect::ended], 0U);
}

TEST(FeedChanges, ThereAndBackLeaveTheContentWithHigherNumbers) {
  Publishing publishing;
  for (unsigned seed = 0; seed < pairs && !testing::Test::HasFailure(); ++seed) {
    SCOPED_TRACE(seed);
    programme::sample::Maker maker(seed);
    std::vector<Programme> before{maker.make()};
    before.front().id = "p" + std::to_string(seed);
    const std::vector<Programme> after{maker.next(before.front())};
    const Timetable draft_before{before};
    const Timetable draft_after{after};
    const auto first = publishing.stamps(draft_before);
    const FeedSet old = build(draft_before, first);
    publishing.stamps(draft_after);
    const auto last = publishing.stamps(draft_before);
    const FeedSet back = build(draft_before, last);
    EXPECT_EQ(said_by(back), said_by(old));
    for (std::size_t i = 0; i < first.size(); ++i) {
      EXPECT_GE(last[i].last_changed, first[i].last_changed);
    }
    EXPECT_EQ(publishing.stamps(draft_before), last) << "publishing nothing";
  }
}

TEST(FeedChanges, AChangeInEnglishReachesDutchCalendarsAsANumber) {
  const auto before = example::edited_sample({});
  const auto after =
      example::edited_sample({{"programme.toml", "en = \"Work session 1 – Working together internally\"",
                               "en = \"Work session 1 – Together\""}});
  const Effects effects = effects_of(feed_changes(Timetable{before}, Timetable{after}));
  EXPECT_TRUE(effects.contains("person:eemland-jeugd"));
  EXPECT_TRUE(effects.contains("person:utrecht-basis"));
  EXPECT_FALSE(effects.contains("person:eemland-manager"));
}

TEST(FeedChanges, FollowWhatWasHandedIn) {
  const example::Edit no_intake{"libraries.csv", "AVV;16-5-2023;15:30;online, link volgt", "AVV;;;"};
  const example::Edit other_library{"people.csv", "manager.avv@example.org;avv;",
                                    "manager.avv@example.org;lek-ijssel;"};
  const auto before = example::edited_sample({no_intake});
  const auto after = example::edited_sample({no_intake, other_library});
  const std::vector<programme::HandInRecord> hand_ins{
      {"gezinsaanpak-2023", "quickscan", "", "avv", true, monday}};
  EXPECT_EQ(effects_of(feed_changes(Timetable{before}, Timetable{after})), Effects{});
  EXPECT_EQ(effects_of(feed_changes(Timetable{before}, Timetable{after}, {.hand_ins = hand_ins})),
            (Effects{{"person:avv-manager", FeedEffect::changed}}));
}

}  // namespace
}  // namespace feeds
