// SPDX-License-Identifier: Apache-2.0
//
// A year of mail over simulated time: random programmes, changes, people, mail servers, crashes, frozen
// processes and clock jumps, all from one seed.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "tests/mail/simulation_checks.h"
#include "tests/mail/worker_fixture.h"

namespace simulation {

using worker_test::Crash;

/// What one process has.
struct Process {
  Process(const std::filesystem::path& folder, FakeServer& server, const mail::WorkerOptions& options,
          std::function<double()> random, std::size_t places)
      : store{folder},
        outbox{store},
        participation{store},
        courier{server, places},
        worker{outbox,
               participation,
               courier,
               options,
               std::move(random),
               mail::WorkerLog{[](const std::string&) {}, [](const std::string&) {}}} {}

  store::Store store;
  store::Outbox outbox;
  store::Participation participation;
  FakeCourier courier;
  mail::Worker worker;
};

class Simulation {
 public:
  explicit Simulation(std::uint64_t seed);
  void run();

  Checks checks;
  std::vector<std::string> story;  ///< What happened, for whoever looks into a failing seed.

 private:
  enum class Mood { fine, down, greylisting, fickle };

  void plan_events();
  void happen();
  void advance(Instant until);
  void settle();
  void start();
  void stop();
  void publish();
  void slip();
  void put_right();
  void compare_plans();
  void freeze();
  void thaw();
  void crash_at(const std::string& step, const smtp::Transfer* transfer);
  Fate fate();
  void toggle_hand_in();
  void toggle_opt_out();
  void operate();
  void mend_addresses(int percent);
  void tell(const std::string& what);
  std::shared_ptr<mail::Edition> edition() const;

  Dice dice_;
  bool strict_clock_;  ///< The guards are on: a fortnight instead of a year.
  date::local_days first_;
  int days_;
  Instant now_, next_;
  World world_, before_;
  std::optional<std::vector<programme::Programme>> right_;  ///< What the files should say, during a slip.
  Instant put_right_at_;
  std::vector<Instant> events_;
  TemporaryFolder folder_{memory_folder()};
  FakeServer server_;
  mail::WorkerOptions options_;
  std::unique_ptr<Process> process_, frozen_;
  store::Store desk_store_{folder_.path()};  ///< The operator's and the pages'.
  store::Outbox desk_{desk_store_};
  store::Participation participation_{desk_store_};
  std::shared_ptr<mail::Edition> published_, frozen_edition_;
  Mood mood_ = Mood::fine;
  bool freeze_soon_ = false;
  int crash_in_ = 0;  ///< Steps until the next crash; 0: none.
  Instant furthest_;
};

Simulation::Simulation(std::uint64_t seed)
    : dice_{seed},
      strict_clock_{dice_.chance(5)},
      first_{date::local_days{date::year{2023} / 1 / 1} + date::days{strict_clock_ ? dice_.roll(350) : 0}},
      days_{strict_clock_ ? 14 : 365},
      now_{programme::to_instant(first_, *date::locate_zone("Europe/Amsterdam"))},
      world_{random_world(dice_, first_, days_)},
      before_{world_} {
  options_.host = "one";
  options_.owner = "one/0";
  options_.steps_freely = !strict_clock_;
  options_.ask_above = dice_.chance(30) ? 2 : 50;
  if (dice_.chance(10)) world_.programmes.front().ask = before_.programmes.front().ask = true;
  options_.per_minute = dice_.chance(10) ? 2 : 0;
  options_.resend_unknown = dice_.chance(80);
  options_.compose = [](const letters::Letter& letter, Instant) { return write(letter); };
  options_.compose_account = [](const letters::AccountLetter& letter, Instant) { return write(letter); };
  options_.account_every = std::chrono::hours{24};  // what ends without being sent is looked at at once
  options_.system_operator = {"", "operator@example.org", "operator@example.org", programme::Language::nl};
  server_.fate = [this](const smtp::Transfer&) { return fate(); };
}

}  // namespace simulation
