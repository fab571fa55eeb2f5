// SPDX-License-Identifier: Apache-2.0
//
// What holds for the difference of any two versions of a programme, over a few thousand seeded pairs.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>

#include "service/changes/affected.h"
#include "service/changes/reminder_changes.h"
#include "service/programme/audience.h"
#include "tests/changes/difference_sample.h"
#include "tests/programme/random_programme.h"

namespace changes {
namespace {

using namespace sample;

constexpr unsigned pairs = 2000;

/// Everything that anybody can see of a programme, one line each, sorted: what difference() must notice.
Lines seen(const programme::Programme& of) {
  const programme::Schedule dates = schedule(of);
  Lines lines{of.id + of.title.nl};
  for (const programme::Occurrence& o : dates.occurrences) {
    std::string line = programme::sample::written(o) + "|" + o.activity->title.nl + "|" + o.place() + "|" +
                       o.activity->description.nl + "|" + o.activity->roles.front();
    lines.push_back(line + (o.cancelled != nullptr ? "|" + o.cancelled->nl : ""));
  }
  for (const programme::Library& l : of.libraries) lines.push_back(l.id + "|" + l.name);
  for (const programme::Person& p : of.people)
    lines.push_back(p.id + "|" + p.library + "|" + p.roles.front() + "|" +
                    std::to_string(static_cast<int>(p.language)) + (p.left ? "|left" : ""));
  std::sort(lines.begin(), lines.end());
  return lines;
}

class AnyTwoVersions : public testing::Test {
 protected:
  template <class Holds>
  void over_pairs(const Holds& holds) {
    for (unsigned seed = 0; seed < pairs; ++seed) {
      Maker maker(seed);
      const programme::Programme before = maker.make();
      const programme::Programme after = maker.next(before);
      holds(maker, before, after);
      if (HasFailure()) {
        ADD_FAILURE() << "seed " << seed;
        return;
      }
    }
  }
};

/// Only the moments of what changed are looked at where that will do; `with_all` makes it look at all.
TEST_F(AnyTwoVersions, HaveTheReminderChangesOfAllTheirMoments) {
  unsigned changes = 0;
  over_pairs([&](Maker&, programme::Programme before, programme::Programme after) {
    programme::ReminderRule rule;
    rule.id = "vooraf";
    rule.kinds = {programme::ActivityKind::workshop, programme::ActivityKind::assignment,
                  programme::ActivityKind::intake};
    rule.when = programme::Offset{3, programme::OffsetUnit::day, programme::Side::before,
                                  programme::Anchor::start, programme::minutes{540}};
    rule.to = {"participants"};
    rule.late = programme::minutes{2880};
    before.reminders = after.reminders = {rule};
    const Versions versions(before, after);
    Difference with_all = versions.difference;
    with_all.rules.push_back({"geen", nullptr, nullptr, RuleChangeKind::changed});
    for (const char* now : {"2023-05-01 08:00", "2023-06-18 08:00", "2023-07-02 08:00"}) {
      const auto moment =
          programme::to_instant(sample::moment(now), *programme::find_zone("Europe/Amsterdam"));
      const auto some = reminder_changes(versions.difference, moment);
      const auto all = reminder_changes(with_all, moment);
      EXPECT_EQ(some, all) << now;
      changes += static_cast<unsigned>(some.size());
    }
  });
  EXPECT_GT(changes, pairs / 10);
}

TEST_F(AnyTwoVersions, DifferExactlyWhenSomebodySeesAnotherThing) {
  unsigned same = 0;
  over_pairs([&](Maker& maker, const programme::Programme& before, const programme::Programme& after) {
    EXPECT_TRUE(Versions(before, maker.shuffled(before)).difference.empty());
    const bool equal = seen(before) == seen(after);
    same += equal ? 1U : 0U;
    EXPECT_EQ(Versions(before, after).difference.empty(), equal);
  });
  EXPECT_GT(same, pairs / 50) << "the pairs are too far apart to prove anything";
}

TEST_F(AnyTwoVersions, DifferByTheInverseTheOtherWayRound) {
  over_pairs([](Maker&, const programme::Programme& before, const programme::Programme& after) {
    const Versions there(before, after);
    const Versions back(after, before);
    const auto kinds_of = [](const Difference& difference, bool inverted) {
      std::map<std::string, std::vector<ChangeKind>> found;
      for (const OccurrenceChange& change : difference.occurrences) {
        auto kinds = change.kinds;
        if (inverted) std::transform(kinds.begin(), kinds.end(), kinds.begin(), inverse);
        std::sort(kinds.begin(), kinds.end());
        found[change.activity + "@" + change.library] = std::move(kinds);
      }
      return found;
    };
    EXPECT_EQ(kinds_of(there.difference, true), kinds_of(back.difference, false));
    EXPECT_EQ(there.difference.settings, back.difference.settings);
    EXPECT_EQ(there.difference.people.size(), back.difference.people.size());
    EXPECT_EQ(there.difference.libraries.size(), back.difference.libraries.size());
  });
}

TEST_F(AnyTwoVersions, DifferTheSameWhateverTheOrderOfRows) {
  over_pairs([](Maker& maker, const programme::Programme& before, const programme::Programme& after) {
    EXPECT_EQ(written(Versions(before, after).difference),
              written(Versions(maker.shuffled(before), maker.shuffled(after)).difference));
  });
}

TEST_F(AnyTwoVersions, ConcernExactlyThoseWhoseOwnListChanges) {
  over_pairs([](Maker&, const programme::Programme& before, const programme::Programme& after) {
    const Versions versions(before, after);
    std::map<std::string, std::size_t> found;
    for (const Affected& concern : affected_people(versions.difference))
      found[concern.latest().id] = concern.changes.size() + (concern.own != nullptr ? 1 : 0);
    std::map<std::string, std::size_t> expected;
    const auto theirs = [](const programme::Occurrence* occurrence,
                           const programme::SharedList<programme::Person>& people, const std::string& id) {
      return occurrence != nullptr &&
             std::any_of(people.begin(), people.end(), [&](const programme::Person& person) {
               return person.id == id && concerns(*occurrence, person);
             });
    };
    for (const char* id : {"an", "bo", "cas"}) {
      for (const OccurrenceChange& change : versions.difference.occurrences)
        if (theirs(change.before, before.people, id) || theirs(change.after, after.people, id))
          ++expected[id];
      for (const PersonChange& change : versions.difference.people)
        if (change.person == id) ++expected[id];
    }
    EXPECT_EQ(found, expected);
  });
}

}  // namespace
}  // namespace changes
