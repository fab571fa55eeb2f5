// SPDX-License-Identifier: Apache-2.0
#include "tests/mail/simulation.h"

#include <array>

namespace simulation {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

void Simulation::tell(const std::string& what) { story.push_back(date::format("%F %T ", now_) + what); }

void Simulation::run() {
  plan_events();
  start();
  for (const Instant event : events_) {
    advance(event);
    happen();
  }
  if (right_) put_right();
  // Everything is well again, and a coordinator lets go what waits.
  mood_ = Mood::fine;
  crash_in_ = 0;
  if (!process_) start();
  if (frozen_) thaw();
  for (int day = 0; day < 9; ++day) {
    desk_.release_hold(now_);
    checks.waiting(desk_);
    desk_.release_waiting(now_);
    mend_addresses(100);
    advance(now_ + hours{24});
  }
  std::vector<std::string> arrived;
  for (const auto& transfer : server_.arrived) arrived.push_back(transfer.message);
  checks.finish(desk_, arrived, now_);
}

void Simulation::plan_events() {
  const int count = strict_clock_ ? 12 : 45;
  for (int i = 0; i < count; ++i)
    events_.push_back(now_ + minutes{dice_.roll(days_ * 24 * 60)} + seconds{dice_.roll(60)});
  // Mails go in the morning, so that is when something goes wrong.
  for (auto& event : events_)
    if (dice_.chance(40))
      event = date::floor<date::days>(event) + hours{dice_.between(6, 8)} + seconds{dice_.roll(120)};
  std::sort(events_.begin(), events_.end());
}

void Simulation::happen() {
  if (right_) put_right();
  switch (dice_.roll(14)) {
    case 0:
    case 1:
    case 2:
      if (dice_.chance(70)) before_ = world_;
      tell(change(world_, dice_, first_, days_));
      return publish();
    case 3:  // to and fro
      std::swap(world_.programmes, before_.programmes);
      tell("back to how it was before");
      return publish();
    case 4:
      return toggle_hand_in();
    case 5:
      return toggle_opt_out();
    case 6:
    case 7:
      crash_in_ = dice_.between(1, 25);
      return tell("a crash is near");
    case 8:
      if (process_) {
        tell("stops");
        stop();
      } else {
        start();
      }
      return;
    case 9:
      freeze_soon_ = true;
      return;
    case 10:
      if (strict_clock_) {
        static const std::vector<seconds> jumps = {minutes{10}, hours{2}, hours{9}, hours{72}};
        const seconds jump = dice_.one_of(jumps) * (dice_.chance(50) ? 1 : -1);
        now_ += jump;
        return tell("the clock jumps by " + std::to_string(jump.count()) + " s");
      }
      if (!process_ || dice_.chance(60)) return;
      process_->outbox.set_hold("the data folder is a copy", now_);
      return tell("all mail is held");
    case 11:
      return compare_plans();
    case 12:
      mood_ = static_cast<Mood>(dice_.roll(4));
      return tell("the mail server's mood is now " + std::to_string(static_cast<int>(mood_)));
    default:
      return operate();
  }
}

void Simulation::operate() {
  tell("a coordinator looks");
  desk_.release_hold(now_);
  checks.waiting(desk_);
  desk_.release_waiting(now_);
  mend_addresses(50);
  for (const auto& mail : desk_.list(store::MailState::failed, 3))
    if (dice_.chance(30)) desk_.retry(mail.id, now_);
  if (dice_.chance(20))
    for (const auto& mail : desk_.list(store::MailState::waiting, 1)) desk_.drop(mail.id, now_);
  if (!process_) start();
}

void Simulation::mend_addresses(int percent) {
  auto addresses = desk_.refused_addresses();
  for (const auto& refused : addresses.all())
    if (dice_.chance(percent)) addresses.accept(refused.address, now_);
}

void Simulation::toggle_hand_in() {
  const auto& programme = world_.programmes.front();
  std::vector<programme::HandInRecord> possible;
  for (const auto& part : published_->timetable.parts()) {
    if (part.programme->id != programme.id) continue;
    for (const auto& occurrence : part.schedule.occurrences) {
      if (occurrence.activity->hand_in == programme::HandIn::none) continue;
      const std::string library = occurrence.library != nullptr ? occurrence.library->id : "";
      const bool per_person = occurrence.activity->hand_in == programme::HandIn::person;
      for (const auto& person : programme.people)
        possible.push_back({programme.id,
                            occurrence.activity->id,
                            library,
                            per_person ? person.id : person.library,
                            true,
                            {},
                            "link"});
    }
  }
  if (possible.empty()) return;
  auto row = dice_.one_of(possible);
  const auto key = programme::hand_in_key(row.programme, row.activity, row.library, row.subject);
  row.done = !checks.handed_in.contains(key);
  tell((row.done ? "handed in: " : "withdrawn: ") + key);
  participation_.set_hand_in(row, now_);
  row.done ? (void)checks.handed_in.insert(key) : (void)checks.handed_in.erase(key);
  checks.facts_changed();
}

void Simulation::toggle_opt_out() {
  const std::string who = "person:" + dice_.one_of(world_.programmes.front().people).id;
  const auto topic = dice_.chance(50) ? programme::Topic::sessions : programme::Topic::deadlines;
  const auto key = programme::opt_out_key(who, topic);
  const bool out = !checks.opted_out.contains(key);
  tell((out ? "opts out: " : "opts in: ") + key);
  participation_.set_opt_out(who, topic, out, now_);
  out ? (void)checks.opted_out.insert(key) : (void)checks.opted_out.erase(key);
  checks.facts_changed();
}

Fate Simulation::fate() {
  static const std::array refusals{fate::refused(), fate::bad_address(), fate::may_not_send()};
  Fate fate;
  switch (mood_) {
    case Mood::fine:
      break;
    case Mood::down:
      fate = dice_.chance(70) ? fate::unreachable() : fate::sent();
      break;
    case Mood::greylisting:
      fate = dice_.chance(60) ? fate::greylisted() : fate::sent();
      break;
    case Mood::fickle:
      switch (dice_.roll(6)) {
        case 0:
        case 1:
          fate = fate::unknown(dice_.chance(50));
          break;
        case 2:
          fate = fate::refused_after_content();
          break;
        case 3:
          fate = refusals[static_cast<std::size_t>(dice_.roll(3))];
          break;
        default:
          break;
      }
  }
  if (dice_.chance(30)) fate.waits = dice_.between(1, 15);
  return fate;
}

std::shared_ptr<mail::Edition> Simulation::edition() const {
  return std::make_shared<mail::Edition>(snapshot_of(world_.programmes), world_.coordinators,
                                         letters::Composer{{}, "werktraject@example.org"});
}

void Simulation::start() {
  stop();
  tell("starts");
  options_.owner = "one/" + std::to_string(dice_.roll(1'000'000));
  process_ = std::make_unique<Process>(
      folder_.path(), server_, options_, [this] { return dice_.fraction(); },
      static_cast<std::size_t>(dice_.between(1, 4)));
  process_->courier.at = [this](const auto& step, const auto* transfer) { crash_at(step, transfer); };
  publish();
}

void Simulation::stop() { process_.reset(); }

void Simulation::publish() {
  if (!process_) return;
  published_ = edition();
  process_->worker.publish(published_, now_);
  checks.publish(published_, now_);
}

/// Somebody empties the wrong file, or cancels the wrong things, while the mail server keeps mails waiting.
void Simulation::slip() {
  right_ = world_.programmes;
  for (auto& programme : world_.programmes) switch (dice_.roll(3)) {
      case 0:
        programme.reminders.clear();
        break;
      case 1:
        programme.people.clear();
        break;
      default:
        for (auto& activity : programme.activities) activity.cancelled = programme::Text{};
    }
  static const std::vector<seconds> lengths = {minutes{3}, minutes{40}, hours{3}, hours{20}};
  put_right_at_ = now_ + dice_.one_of(lengths);
  mood_ = Mood::greylisting;
  tell("a slip in the files");
  publish();
}

void Simulation::put_right() {
  world_.programmes = *std::exchange(right_, std::nullopt);
  tell("the slip is put right");
  publish();
}

/// Every call to the courier is a step; `between` of the decider waits, so that there is one after each
/// transaction.
void Simulation::crash_at(const std::string& step, const smtp::Transfer* transfer) {
  if (step == "start" && !desk_.hold().empty() && !is_account(transfer->message))
    checks.note("a transfer begins while mail is held");
  if (step == "release") {
    std::vector<std::string> stored;
    for (const auto& mail : desk_.list(store::MailState::data, 100))
      stored.push_back(desk_.find(mail.id)->message);
    checks.released(transfer->message, now_, stored);
  }
  if (step == "wait" && dice_.chance(80)) return;  // most looks find nothing
  if (crash_in_ > 0 && --crash_in_ == 0) {
    tell("crashes at " + step);
    throw Crash{};
  }
}

void Simulation::advance(Instant until) {
  if (!process_) {
    now_ = std::max(now_, until);
    return;
  }
  if (now_ > until) return;
  for (;;) {
    settle();
    if (right_ && now_ >= put_right_at_) {
      put_right();
      settle();
    }
    if (!process_ || now_ >= until) return;
    const Instant next = right_ ? std::min(next_, put_right_at_) : next_;
    now_ = std::min(until, std::max(next, now_ + seconds{1}));
  }
}

void Simulation::settle() {
  try {
    for (int turn = 0; turn < 5'000; ++turn) {
      const auto before =
          std::tuple{server_.begun.size(), server_.let_go.size(), process_->worker.under_way()};
      next_ = process_->worker.tick(now_);
      if (now_ >= furthest_ || !strict_clock_) checks.ticked(now_);
      furthest_ = std::max(furthest_, now_);
      const auto under_way = process_->worker.under_way();
      const auto after = std::tuple{server_.begun.size(), server_.let_go.size(), under_way};
      if (frozen_ && dice_.chance(10)) thaw();
      if (before != after) continue;
      if (under_way == 0) return;
      // The server takes its time, and meanwhile things change.
      if (freeze_soon_ && !frozen_) freeze();
      now_ += seconds{dice_.between(1, 20)};
      if (right_) continue;
      if (dice_.chance(5)) toggle_opt_out();
      if (dice_.chance(5)) {
        slip();
      } else if (dice_.chance(5)) {
        tell(change(world_, dice_, first_, days_));
        publish();
      }
    }
    checks.note("it does not settle");
  } catch (const Crash&) {
    stop();
    if (dice_.chance(30)) crash_in_ = dice_.between(1, 10);
    static const std::vector<seconds> pauses = {seconds{0},  seconds{5}, minutes{2},
                                                minutes{25}, hours{5},   hours{30}};
    now_ += dice_.one_of(pauses);
    start();
  }
}

/// The process stands still with transfers under way, and another one takes over.
void Simulation::freeze() {
  freeze_soon_ = false;
  tell("freezes");
  frozen_ = std::move(process_);
  frozen_edition_ = published_;
  start();
}

/// What stood still goes on where it was, and ends.
void Simulation::thaw() {
  tell("goes on after standing still");
  const auto frozen = std::move(frozen_);
  std::shared_ptr<const mail::Edition> known = std::move(frozen_edition_);
  checks.looks_through(known);
  try {
    for (int turn = 0; turn < 20 && frozen->worker.under_way() > 0; ++turn) frozen->worker.finish(now_);
  } catch (const Crash&) {
    tell("and does not survive it");
  }
  checks.looks_through(known);
}

/// The same (files, store, now) give the same plan, whatever a process has in its memory.
void Simulation::compare_plans() {
  if (!process_ || strict_clock_ || crash_in_ > 0 || process_->worker.under_way() > 0) return;
  TemporaryFolder copy{memory_folder()};
  for (const char* name : {"traject.db", "traject.db-wal"})
    if (std::filesystem::exists(folder_.path() / name))
      std::filesystem::copy_file(folder_.path() / name, copy.path() / name);
  now_ = std::max(now_, next_);
  FakeServer nobody;
  Process other{copy.path(), nobody, options_, [] { return 0.5; }, 0};
  other.worker.publish(published_, now_);
  other.worker.tick(now_);
  settle();
  if (!process_) return;
  const auto names = [](store::Outbox& outbox) {
    std::set<std::string> lines;
    for (const auto& reminder : outbox.reminders())
      lines.insert(worker_test::line_of(reminder.key) + ' ' + reminder.key.library + ' ' +
                   reminder.recipient + (reminder.mail == 0 ? " none" : " mail"));
    return lines;
  };
  tell("two processes are compared");
  if (names(other.outbox) != names(process_->outbox)) checks.note("two processes plan different mails");
}

}  // namespace simulation
