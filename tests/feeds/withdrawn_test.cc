// SPDX-License-Identifier: Apache-2.0
//
// Feeds of programmes that lost something.
#include <gtest/gtest.h>

#include "ical/read_back.h"
#include "service/feeds/events.h"
#include "service/feeds/feed_set.h"
#include "tests/support/example.h"
#include "tests/support/example_feeds.h"

namespace feeds {
namespace {

using namespace date::literals;
using programme::Instant;
using programme::Programme;
using std::chrono::hours;
using Titles = std::vector<std::string>;

const Instant june = date::sys_days{2023_y / 6 / 1} + hours{8};

/// The feeds right after `before` was replaced by `after` on 1 June 2023, seen at `now`.
struct Replaced {
  Replaced(const Programme& before, std::vector<Programme> after, Instant now = june)
      : published{before},
        all{changes::with_withdrawn(
            after, changes::withdraw({}, 1, published, after, june, date::days{30}),
            [this](int, const std::string&) { return &published[0]; }, now, date::days{30})},
        timetable{all.programmes, all.withdrawn},
        set{build(timetable, std::vector(timetable.entries().size(), example::first_stamp), {.now = now})} {}

  Titles titles(const char* subject) const {
    const Feed* feed = set.find(parse_subject(subject).value());
    if (!feed) return {"no such feed"};
    if (feed->state == FeedState::gone) return {"gone"};
    Titles titles;
    for (const auto& event : ical::read_back(set.text(*feed))) titles.push_back(event.summary);
    return titles;
  }

  std::vector<Programme> published;
  changes::ShownProgrammes all;
  Timetable timetable;
  FeedSet set;
};

Programme without_wrap_up() {
  Programme p = example::programme();
  p.activities.pop_back();
  return p;
}

TEST(Withdrawn, ARemovedActivityIsCancelledInEveryFeedThatHadIt) {
  const Replaced replaced{example::programme(), {without_wrap_up()}};
  const std::string gone = "GEANNULEERD: (datum volgt) Wrap-up – januari 2024";
  for (const char* feed : {"person:an", "person:bo", "library:a", "programme:voorbeeld-2023"})
    EXPECT_EQ(replaced.titles(feed).back(), gone) << feed;
  EXPECT_EQ(replaced.titles("person:mo"), Titles{"Intake – Bibliotheek A"});
}

TEST(Withdrawn, ItKeepsItsIdentityAndItsFingerprintSaysThatItIsCancelled) {
  auto cancelled = example::programme();
  cancelled.activities.back().cancelled = programme::Text{};
  const std::vector programmes{cancelled};
  const Replaced replaced{example::programme(), {without_wrap_up()}};
  EXPECT_EQ(replaced.timetable.contents(), Timetable{programmes}.contents());
}

TEST(Withdrawn, IsGoneThirtyDaysAfterItsDate) {
  const Instant over = date::sys_days{2024_y / 3 / 1} + hours{23};
  const Replaced before{example::programme(), {without_wrap_up()}, over - std::chrono::seconds{1}};
  EXPECT_EQ(before.titles("person:bo").size(), 4U);
  EXPECT_EQ(before.set.next_change(), over);
  const Replaced after{example::programme(), {without_wrap_up()}, over};
  EXPECT_EQ(after.titles("person:bo").size(), 3U);
}

TEST(Withdrawn, ARemovedPersonHasLeft) {
  auto next = example::programme();
  next.people.edit().erase(next.people.begin());
  const Titles left{"Intake – Bibliotheek A", "Deelname gestopt: Werktraject voorbeeld"};
  EXPECT_EQ((Replaced{example::programme(), {next}}.titles("person:an")), left);
  EXPECT_EQ((Replaced{example::programme(), {next}, june + date::days{30}}.titles("person:an")),
            Titles{"gone"});
  EXPECT_EQ((Replaced{example::programme(), {next}, june + date::days{3000}}.titles("person:an")),
            Titles{"gone"});
}

TEST(Withdrawn, ARemovedLibraryKeepsWhatIsPastAndItsOwnIsCancelled) {
  auto before = example::programme();
  before.libraries[0].dates["intake"] = {programme::OnDay{2023_y / 6 / 9, {hours{9}, hours{10}}}, ""};
  auto next = before;
  next.libraries.erase(next.libraries.begin());
  std::erase_if(next.people.edit(), [](const auto& person) { return person.library == "a"; });
  const Replaced replaced{before, {next}};
  EXPECT_EQ(replaced.titles("library:a"),
            (Titles{"GEANNULEERD: Intake – Bibliotheek A", "Deelname gestopt: Werktraject voorbeeld"}));
  EXPECT_EQ(replaced.titles("person:an"), Titles{"Deelname gestopt: Werktraject voorbeeld"});
  EXPECT_EQ(replaced.titles("programme:voorbeeld-2023").front(), "GEANNULEERD: Intake – Bibliotheek A");
  EXPECT_EQ(replaced.titles("library:b").size(), 4U);
}

TEST(Withdrawn, ARemovedProgrammeIsCancelledAndSaysSo) {
  const Replaced replaced{example::programme(), {}};
  EXPECT_EQ(replaced.titles("programme:voorbeeld-2023"),
            (Titles{"Intake – Bibliotheek A", "GEANNULEERD: Deadline: Opdracht",
                    "GEANNULEERD: Sessie 1; samen, sterk", "GEANNULEERD: Lunch",
                    "GEANNULEERD: (datum volgt) Wrap-up – januari 2024",
                    "Deelname gestopt: Werktraject voorbeeld"}));
  EXPECT_EQ(replaced.titles("person:an"),
            (Titles{"Intake – Bibliotheek A", "Deelname gestopt: Werktraject voorbeeld"}));
  EXPECT_EQ(replaced.titles("library:b"), Titles{"Deelname gestopt: Werktraject voorbeeld"});
}

TEST(Withdrawn, ClearsTheFeedsOfAllWhenEverythingIsGone) {
  const Replaced replaced{example::programme(), {}, june + date::days{30}};
  for (const char* feed : {"person:an", "library:a", "programme:voorbeeld-2023"})
    EXPECT_EQ(replaced.titles(feed), Titles{"gone"}) << feed;
}

}  // namespace
}  // namespace feeds
