// SPDX-License-Identifier: Apache-2.0
#include "service/mail/cleaner.h"

#include <gtest/gtest.h>

#include "service/changes/withdrawn.h"
#include "service/store/withdrawn_rows.h"
#include "tests/mail/simulation_world.h"
#include "tests/mail/worker_fixture.h"

namespace mail {
namespace cleaner_test {

using date::days;
using std::chrono::hours;
using std::chrono::minutes;
using worker_test::Desk;
using worker_test::Lines;
using worker_test::WorkerTest;

/// The shortest that service.toml allows.
const store::RetentionTerms shortest{
    .messages = days{1}, .mails = days{30}, .fetches = days{30}, .people = days{30}};

class CleanerTest : public WorkerTest {
 protected:
  CleanerTest() {
    desk.options.retention = shortest;
    desk.options.steps_freely = true;
  }

  /// The message of the only mail.
  bool is_kept() { return !only_mail().message.empty(); }
};

TEST_F(CleanerTest, RemovesOnceADay) {
  desk.start();
  desk.go_to("2023-06-06 10:00");
  ASSERT_EQ(only_mail().state, store::MailState::sent);
  desk.go_to("2023-06-07 08:59");
  EXPECT_TRUE(is_kept());
  desk.go_to("2023-06-08 09:00");
  EXPECT_FALSE(is_kept());
}

TEST_F(CleanerTest, RemovesNothingWhileMailIsHeld) {
  desk.start();
  desk.go_to("2023-06-06 10:00");
  desk.outbox->set_hold("the clock jumped forward", desk.now);
  desk.go_to("2033-06-06 10:00");
  EXPECT_TRUE(is_kept()) << "the clock may be wrong by years";
  desk.outbox->release_hold(desk.now);
  desk.go_to(desk.now + hours{1});
  EXPECT_TRUE(desk.outbox->list(std::nullopt, 10).empty());
}

TEST_F(CleanerTest, AHoldWithNothingElseToDoIsNoBusyLoop) {
  desk.start();
  desk.outbox->set_hold("the clock jumped forward", desk.now);
  EXPECT_GT(desk.worker->tick(desk.now), desk.now + minutes{5});
}

/// A year of random files, changes and slips, with mails that fail for a while.
class Year {
 public:
  Year(std::uint64_t seed, bool cleans) : dice_{seed} {
    world_ = simulation::random_world(dice_, first_, 365);
    desk_.programmes = world_.programmes;
    desk_.coordinators = world_.coordinators;
    desk_.options.steps_freely = true;
    desk_.options.ask_above = 1'000;
    if (cleans) desk_.options.retention = shortest;
    desk_.start();
  }

  Lines run() {
    for (int i = 0; i < 40; ++i) {
      desk_.go_to(desk_.now + hours{24 * 9} + minutes{dice_.roll(24 * 60)});
      happen();
    }
    desk_.go_to(desk_.now + hours{24 * 40});
    auto said = desk_.said();
    std::sort(said.begin(), said.end());
    return said;
  }

  std::size_t records() { return desk_.outbox->list(std::nullopt, 100'000).size(); }

 private:
  void happen() {
    desk_.outbox->release_waiting(desk_.now);
    switch (dice_.roll(6)) {
      case 0:
        return slip();
      case 1:
        return say();
      case 2:
        return breakdown();
      default:
        (void)simulation::change(world_, dice_, first_, 365);
        publish();
    }
  }

  /// As the publisher does, with what was taken out.
  void publish() {
    withdrawn_ = changes::withdraw(withdrawn_, 0, desk_.programmes, world_.programmes, desk_.now, days{30});
    store::WithdrawnRows{*desk_.store}.replace(withdrawn_);
    desk_.programmes = world_.programmes;
    desk_.coordinators = world_.coordinators;
    desk_.publish();
  }

  /// All is taken out for two days, or all people are.
  void slip() {
    const auto right = world_.programmes;
    if (dice_.chance(50)) {
      world_.programmes.clear();
    } else {
      for (auto& programme : world_.programmes) programme.people.clear();
    }
    publish();
    desk_.go_to(desk_.now + hours{50});
    world_.programmes = right;
    publish();
  }

  void say() {
    auto& programme = dice_.one_of(world_.programmes);
    if (programme.people.empty()) return;
    const auto& person = dice_.one_of(programme.people);
    desk_.participation->set_opt_out("person:" + person.id, programme::Topic::sessions, dice_.chance(70),
                                     desk_.now);
    for (const auto& activity : programme.activities)
      if (activity.hand_in != programme::HandIn::none)
        desk_.participation->set_hand_in(
            {.programme = programme.id,
             .activity = activity.id,
             .library = "",
             .subject = activity.hand_in == programme::HandIn::person ? person.id : person.library,
             .done = dice_.chance(70),
             .changed = {},
             .by = "link"},
            desk_.now);
  }

  void breakdown() {
    desk_.server.fate = [](const smtp::Transfer&) { return fate::greylisted(); };
    desk_.go_to(desk_.now + hours{dice_.between(1, 30)});
    desk_.server.fate = [](const smtp::Transfer&) { return fate::sent(); };
  }

  const date::local_days first_{date::year{2023} / 1 / 1};
  simulation::Dice dice_;
  simulation::World world_;
  std::vector<changes::Withdrawn> withdrawn_;
  Desk desk_{"2023-01-01 00:00"};
};

TEST(CleanedYear, SendsTheSameMails) {
  std::size_t mails = 0, kept = 0, records = 0;
  for (std::uint64_t seed = 1; seed <= 15; ++seed) {
    Year plain{seed, false}, cleaned{seed, true};
    const Lines said = plain.run();
    ASSERT_EQ(said, cleaned.run()) << "seed " << seed;
    mails += said.size();
    records += plain.records();
    kept += cleaned.records();
  }
  // Otherwise nothing was tested.
  EXPECT_GT(mails, 80U);
  EXPECT_LT(kept * 2, records);
}

}  // namespace cleaner_test
}  // namespace mail
