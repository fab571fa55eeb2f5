// SPDX-License-Identifier: Apache-2.0
//
// Measures the decision of reminders that are all due at one moment, with a store on disk.
//
//   decide_bench FOLDER [PEOPLE]
//
// FOLDER gets the database and must not hold one. Prints one JSON object: seconds, reminders, peak_memory_mb.
#include <sys/resource.h>

#include <chrono>
#include <exception>
#include <iostream>
#include <memory>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <string>

#include "service/mail/worker.h"
#include "tests/support/example_feeds.h"

namespace {

using programme::Instant;
using std::chrono::hours;

constexpr date::year_month_day session_day{date::year{2023} / 6 / 20};
constexpr Instant moment{date::sys_days{date::year{2023} / 6 / 6} + hours{7}};  // 09:00 in Amsterdam

programme::Programme large(int people) {
  programme::Programme out;
  out.id = "groot-2023";
  out.title = {"Groot werktraject", ""};
  out.zone = "Europe/Amsterdam";
  out.contact = "werktraject@example.org";
  out.roles = {{"deelnemer", {"Deelnemer", ""}, programme::RoleType::participant, {}}};
  programme::Activity session;
  session.id = "sessie";
  session.kind = programme::ActivityKind::workshop;
  session.title = {"Sessie", ""};
  session.when = programme::OnDay{session_day, {hours{10}, hours{13}}};
  session.roles = {"deelnemer"};
  out.activities = {session};
  programme::ReminderRule rule;
  rule.id = "twee-weken";
  rule.kinds = {programme::ActivityKind::workshop};
  rule.when = programme::Offset{14, programme::OffsetUnit::day, programme::Side::before,
                                programme::Anchor::start, hours{9}};
  rule.to = {"participants"};
  rule.late = hours{48};
  rule.template_name = "sessie";
  out.reminders = {rule};
  out.libraries = {{"a", "Bibliotheek A", {}}};
  for (int i = 0; i < people; ++i) {
    programme::Person person;
    person.id = "persoon-" + std::to_string(i);
    person.name = "Deelnemer " + std::to_string(i);
    person.email = person.address = person.id + "@example.org";
    person.library = "a";
    person.roles = {"deelnemer"};
    out.people.push_back(std::move(person));
  }
  return out;
}

/// No room: deciding alone is measured.
class NoCourier : public smtp::Courier {
 public:
  std::size_t room() const override { return 0; }
  void start(smtp::Transfer) override { throw std::logic_error{"there is no room"}; }
  void release(std::int64_t) override {}
  std::vector<std::int64_t> recall() override { return {}; }
  void withhold(std::int64_t) override {}
  std::vector<smtp::Event> wait(std::chrono::milliseconds) override { return {}; }
  void wake() override {}
};

void run(const std::string& folder, int people) {
  store::Store store{folder};
  store::Outbox outbox{store};
  store::Participation participation{store};
  NoCourier courier;
  mail::WorkerOptions options;
  options.host = options.owner = "bench";
  const auto say = [](const std::string& line) { std::cerr << line << '\n'; };
  mail::Worker worker{outbox, participation, courier, options, [] { return 0.5; }, {say, say}};
  worker.publish(std::make_shared<const mail::Edition>(snapshot_of({large(people)}),
                                                       std::vector<programme::Coordinator>{},
                                                       letters::Composer{{}, "werktraject@example.org"}),
                 moment - hours{1});
  worker.tick(moment - std::chrono::minutes{2});
  const auto begin = std::chrono::steady_clock::now();
  worker.tick(moment);
  const std::chrono::duration<double> taken = std::chrono::steady_clock::now() - begin;
  std::int64_t queued = 0;
  for (const auto& [state, count] : outbox.counts())
    if (state == store::MailState::queued) queued = count;
  if (queued != people) throw std::runtime_error{std::to_string(queued) + " mails were decided"};
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  std::cout << nlohmann::ordered_json{{"reminders", queued},
                                      {"seconds", taken.count()},
                                      {"peak_memory_mb", static_cast<double>(usage.ru_maxrss) / 1024}}
            << '\n';
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 2) {
    std::cerr << "usage: decide_bench FOLDER [PEOPLE]\n";
    return 64;
  }
  try {
    run(argv[1], argc > 2 ? std::stoi(argv[2]) : 100'000);
    return 0;
  } catch (const std::exception& error) {
    std::cerr << "decide_bench: " << error.what() << '\n';
    return 70;
  }
}
