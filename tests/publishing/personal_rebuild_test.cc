// SPDX-License-Identifier: Apache-2.0
//
// A hand-in gives, feed by feed, the bytes that a publication would.

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "service/publishing/publication.h"
#include "service/store/connection.h"
#include "service/store/data_folder.h"
#include "service/store/outbox.h"
#include "service/store/participation.h"
#include "tests/config_files/test_folder.h"
#include "tests/support/example_pages.h"

namespace publishing {
namespace personal_rebuild_test {

using namespace date::literals;
using programme::HandIn;
using programme::Instant;
using programme::Language;
using std::chrono::hours;

const Instant noon = date::sys_days{2023_y / 6 / 10} + hours{10};

class Dice {
 public:
  explicit Dice(unsigned seed) : engine_{seed} {}
  int roll(int sides) { return static_cast<int>(engine_() % static_cast<unsigned>(sides)); }
  template <typename Items>
  const auto& one_of(const Items& items) {
    return items[static_cast<std::size_t>(roll(static_cast<int>(items.size())))];
  }

 private:
  std::mt19937 engine_;
};

const std::vector<std::string> libraries{"a", "b", "c"};

std::vector<std::string> ids() {
  std::vector<std::string> all;
  for (int i = 0; i < 12; ++i) all.push_back("p" + std::to_string(i));
  return all;
}

programme::Person random_person(const std::string& id, Dice& dice) {
  auto person = example::person(id, dice.one_of(libraries), dice.roll(4) == 0 ? "manager" : "deelnemer");
  person.language = dice.roll(3) == 0 ? Language::en : Language::nl;
  if (dice.roll(5) == 0) person.delivery = programme::Delivery::invitations;
  if (dice.roll(4) == 0) person.joined = 2023_y / 6 / 1;
  const std::vector<date::year_month_day> days{2023_y / 4 / 1, 2023_y / 6 / 1, 2023_y / 7 / 1};
  if (dice.roll(3) == 0) person.left = dice.one_of(days);
  return person;
}

programme::Programme random_programme(const std::string& id, Dice& dice) {
  auto programme = example::programme_with_hand_ins();
  programme.id = id;
  programme.libraries.push_back({.id = "c", .name = "Bibliotheek C", .dates = {}});
  programme.libraries[2].dates["intake"] = {programme::OnDay{2023_y / 5 / 8, {hours{9}, hours{10}}}, ""};
  for (auto& activity : programme.activities)
    activity.hand_in =
        std::vector{HandIn::none, HandIn::person, HandIn::library}[static_cast<std::size_t>(dice.roll(3))];
  auto& people = programme.people.edit();
  people.clear();
  for (const std::string& each : ids())
    if (dice.roll(4) != 0) people.push_back(random_person(each, dice));
  return programme;
}

/// Some replaced addresses, of which some are closed.
programme::Links random_links(Dice& dice) {
  programme::Links links;
  auto sorted = ids();
  std::sort(sorted.begin(), sorted.end());
  for (const std::string& id : sorted) {
    if (dice.roll(3) != 0) continue;
    links.current[{"person", id}].generation = 3;
    links.old.push_back(
        {.kind = "person", .id = id, .generation = 1, .works_until = noon - hours{24 * (2 + dice.roll(3))}});
    links.old.push_back(
        {.kind = "person", .id = id, .generation = 2, .works_until = noon + hours{24 * (dice.roll(7) - 3)}});
  }
  return links;
}

programme::HandInRecord random_hand_in(const std::vector<programme::Programme>& programmes, Dice& dice) {
  const auto& programme = dice.one_of(programmes);
  const auto& activity = dice.one_of(programme.activities);
  programme::HandInRecord row;
  row.programme = programme.id;
  row.activity = activity.id;
  if (activity.id == "intake") row.library = dice.one_of(libraries);
  row.subject = dice.roll(20) == 0  ? "nobody"
                : dice.roll(3) == 0 ? dice.one_of(libraries)
                                    : dice.one_of(ids());
  row.done = dice.roll(3) != 0;
  row.by = "link";
  return row;
}

std::string token_in(const std::string& path) { return path.substr(3, path.find('/', 3) - 3); }

void expect_same(const feeds::Feed& mine, const feeds::Feed& theirs) {
  const std::string name = to_string(theirs.subject);
  EXPECT_EQ(mine.subject, theirs.subject);
  EXPECT_EQ(mine.state, theirs.state) << name;
  EXPECT_EQ(mine.name, theirs.name);
  EXPECT_EQ(feeds::FeedSet::text(mine), feeds::FeedSet::text(theirs)) << name;
  EXPECT_EQ(feeds::FeedSet::etag(mine), feeds::FeedSet::etag(theirs)) << name;
  EXPECT_EQ(mine.last_changed, theirs.last_changed) << name;
  EXPECT_EQ(mine.octets, theirs.octets) << name;
  EXPECT_EQ(mine.references, theirs.references) << name;
  EXPECT_EQ(mine.calendar->slug, theirs.calendar->slug) << name;
}

void expect_same(const feeds::Catalogue& mine, const feeds::Catalogue& theirs) {
  const auto& all = mine.feeds().all();
  ASSERT_EQ(all.size(), theirs.feeds().all().size());
  for (std::size_t i = 0; i < all.size(); ++i) {
    const feeds::Feed& feed = theirs.feeds().all()[i];
    expect_same(all[i], feed);
    EXPECT_EQ(mine.path(all[i]), theirs.path(feed));
    EXPECT_EQ(mine.find(token_in(theirs.path(feed))), &all[i]);
    EXPECT_EQ(mine.feeds().find(feed.subject), &all[i]);
  }
  const auto& closed = mine.feeds().closed();
  ASSERT_EQ(closed.size(), theirs.feeds().closed().size());
  for (std::size_t i = 0; i < closed.size(); ++i) {
    EXPECT_EQ(closed[i].generation, theirs.feeds().closed()[i].generation);
    expect_same(closed[i].feed, theirs.feeds().closed()[i].feed);
  }
  EXPECT_EQ(mine.feeds().next_change(), theirs.feeds().next_change());
}

/// A store, random programmes and their snapshot.
struct RandomProgrammes {
  explicit RandomProgrammes(unsigned seed) : dice{seed}, links{random_links(dice)} {
    std::vector<programme::Programme> programmes{random_programme("eerste", dice)};
    if (dice.roll(2) == 0) programmes.push_back(random_programme("tweede", dice));
    snapshot = example::snapshot(std::move(programmes), links, noon, key);
    change_languages();
    hand_in(noon - hours{48});
    auto published = std::make_shared<feeds::Snapshot>(*snapshot);
    published->catalogue = std::make_shared<const feeds::Catalogue>(built_afresh());
    snapshot = std::move(published);
  }

  /// Of some people, before they are published.
  void change_languages() {
    for (const auto& programme : snapshot->timetables->shown_programmes())
      for (const auto& person : programme.people)
        if (dice.roll(4) == 0)
          store::Participation{store}.write(std::vector<programme::LanguageChange>{
              {programme.id, person.id, noon - hours{24 * dice.roll(200)}}});
  }

  /// The feeds as a publication at noon would make them.
  feeds::Catalogue built_afresh(const feeds::FeedSet* before = nullptr) {
    const Personal personal = read_personal(store);
    return {feeds::build(snapshot->timetables->shown(), *snapshot->stamps,
                         {.now = noon,
                          .hand_ins = personal.hand_ins,
                          .language_changes = personal.language_changes,
                          .links = links},
                         before),
            key, links, noon};
  }

  /// Some people hand in, or take it back; their ids and those of libraries.
  std::vector<std::string> hand_in(Instant now) {
    store::Participation participation{store};
    const auto version = participation.version();
    for (int i = dice.roll(4); i >= 0; --i)
      participation.set_hand_in(random_hand_in(snapshot->timetables->shown_programmes(), dice), now);
    std::vector<std::string> subjects;
    for (const auto& row : participation.hand_ins_since(version)) subjects.push_back(row.subject);
    return subjects;
  }

  TemporaryFolder data{memory_folder()};
  const feeds::TokenKey key{store::open_key(data.path())};
  store::Store store{data.path()};
  Dice dice;
  const programme::Links links;
  std::shared_ptr<const feeds::Snapshot> snapshot;
};

struct PersonalRebuild : testing::TestWithParam<unsigned> {};

TEST_P(PersonalRebuild, GivesTheBytesOfAPublication) {
  RandomProgrammes random{GetParam()};
  const auto first = random.snapshot;
  int changed = 0;
  for (int round = 0; round < 8; ++round) {
    const auto subjects = random.hand_in(noon + hours{round});
    if (auto next = rebuild_personal(*random.snapshot, subjects, random.store)) {
      ++changed;
      random.snapshot = std::move(next);
    }
    expect_same(*random.snapshot->catalogue, random.built_afresh());
    if (testing::Test::HasFailure()) return;
  }
  EXPECT_GT(changed, 0);
  EXPECT_EQ(random.snapshot->timetables, first->timetables);
  EXPECT_EQ(random.snapshot->stamps, first->stamps);
}

TEST_P(PersonalRebuild, SharesTheFeedsOfAllOthers) {
  RandomProgrammes random{GetParam()};
  std::vector<std::string> subjects;
  std::shared_ptr<const feeds::Snapshot> next;
  for (int i = 0; i < 20 && !next; ++i) {
    subjects = random.hand_in(noon);
    next = rebuild_personal(*random.snapshot, subjects, random.store);
  }
  ASSERT_TRUE(next);
  const auto& before = random.snapshot->catalogue->feeds();
  for (const feeds::Feed& feed : next->catalogue->feeds().all()) {
    bool concerned = std::ranges::count(subjects, feed.subject.id) > 0;
    for (const auto& membership : random.snapshot->people->find(feed.subject.id))
      concerned = concerned || std::ranges::count(subjects, membership.person->library) > 0;
    concerned = concerned && feed.subject.kind == feeds::FeedKind::person;
    EXPECT_EQ(feed.texts != before.find(feed.subject)->texts, concerned) << to_string(feed.subject);
  }
}

TEST_P(PersonalRebuild, IsAGoodStartForTheNextPublication) {
  RandomProgrammes random{GetParam()};
  for (int round = 0; round < 3; ++round)
    if (auto next = rebuild_personal(*random.snapshot, random.hand_in(noon), random.store))
      random.snapshot = std::move(next);
  expect_same(random.built_afresh(&random.snapshot->catalogue->feeds()), random.built_afresh());
}

INSTANTIATE_TEST_SUITE_P(Random, PersonalRebuild, testing::Range(0U, 40U));

}  // namespace personal_rebuild_test
}  // namespace publishing
