// SPDX-License-Identifier: Apache-2.0
//
// A worker with a real store in a folder of its own, a mail server that does as it is told, and a year to
// play with.
#pragma once

#include <date/tz.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <optional>
#include <sstream>
#include <string>
#include <tuple>
#include <vector>

#include "service/mail/worker.h"
#include "service/store/outbox.h"
#include "service/store/participation.h"
#include "service/store/store.h"
#include "tests/smtp/fake_courier.h"
#include "tests/support/example.h"
#include "tests/support/example_feeds.h"
#include "tests/support/temporary_folder.h"

namespace worker_test {

using namespace date::literals;
using programme::Instant;
using programme::MomentKey;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

/// Thrown out of the worker where a test stops it.
struct Crash {};

/// "2023-06-06 09:00" in Amsterdam.
inline Instant at(const std::string& local) {
  date::local_time<minutes> time;
  std::istringstream in{local};
  date::from_stream(in, "%F %R", time);
  if (in.fail()) throw std::logic_error{"no time: " + local};
  return programme::to_instant(time, *date::locate_zone("Europe/Amsterdam"));
}

inline programme::ReminderRule rule(std::string id, std::string activity, programme::Offset when,
                                    minutes late = hours{48}) {
  programme::ReminderRule rule;
  rule.id = std::move(id);
  if (!activity.empty()) rule.activities = {std::move(activity)};
  rule.when = when;
  rule.to = {"participants"};
  rule.late = late;
  rule.template_name = "tekst";
  return rule;
}

inline programme::Offset days_before(int count, minutes at = hours{9}) {
  return {count, programme::OffsetUnit::day, programme::Side::before, programme::Anchor::start, at};
}

inline programme::Offset hours_before(int count) {
  return {count, programme::OffsetUnit::hour, programme::Side::before, programme::Anchor::start, {}};
}

/// Text by which a test knows what a mail is about: one line a reminder.
inline std::string line_of(const MomentKey& key) {
  return key.rule + ' ' + (key.activity.empty() ? "-" : key.activity) + ' ' + key.day + ' ' +
         std::to_string(key.round);
}

inline letters::Message plain_message(const letters::Letter& letter, Instant now) {
  letters::Message message;
  message.from = "werktraject@example.org";
  message.to = letter.recipient.person != nullptr ? letter.recipient.person->address
                                                  : letter.recipient.coordinator->address;
  if (!letter.rehearsal_to.empty()) message.to = letter.rehearsal_to;
  message.subject = letter.items.front().moment.key.rule;
  message.bytes =
      "Message-ID: <" + letter.message_id + ">\r\nDate: " + date::format("%F %T", now) + "\r\n\r\n";
  for (const auto& item : letter.items) message.bytes += line_of(item.moment.key) + "\r\n";
  return message;
}

inline bool any(const std::vector<std::string>& lines, const std::string& part) {
  return std::any_of(lines.begin(), lines.end(),
                     [&](const auto& line) { return line.find(part) != std::string::npos; });
}

class Desk {
 public:
  explicit Desk(const std::string& begin) : now{at(begin)} {
    options.host = "one";
    options.owner = "one/1";
    options.compose = plain_message;
    programmes = {example::programme()};
  }

  /// Makes what a process would make at its start. Publishes `programmes`.
  void start() {
    stop();
    store.emplace(folder.path());
    outbox.emplace(*store);
    participation.emplace(*store);
    courier.emplace(server, places);
    courier->at = [this](const std::string& step, const smtp::Transfer*) { crash_at(step); };
    worker.emplace(
        *outbox, *participation, *courier, options, [] { return 0.5; },
        mail::WorkerLog{[this](const std::string& line) { infos.push_back(line); },
                        [this](const std::string& line) { errors.push_back(line); }});
    publish();
  }

  /// As the end of a process, however it came.
  void stop() {
    worker.reset();
    courier.reset();
    participation.reset();
    outbox.reset();
    store.reset();
  }

  void publish() {
    const auto snapshot = snapshot_of(programmes, {now, now}, shown);
    if (with_revisions) number(*snapshot);
    const auto edition = std::make_shared<mail::Edition>(
        snapshot, coordinators, letters::Composer{templates, "werktraject@example.org"});
    if (with_revisions) edition->silent = silent;
    edition->earlier = [this](int wanted, store::Revisions&) {
      const auto found = revisions_.find(wanted);
      return found == revisions_.end() ? nullptr : found->second;
    };
    revisions_[revision_] = snapshot->timetables;
    worker->publish(edition, now);
  }

  void forget_revision(int number) { revisions_.erase(number); }

  /// Ticks at this moment until nothing more happens.
  void settle() {
    for (int quiet = 0, ticks = 0; quiet < 3; ++ticks) {
      if (ticks > 10'000) throw std::logic_error{"it does not settle"};
      const auto before = std::tuple{server.begun.size(), server.let_go.size(), worker->under_way()};
      next = worker->tick(now);
      const auto after = std::tuple{server.begun.size(), server.let_go.size(), worker->under_way()};
      quiet = before == after ? quiet + 1 : 0;
    }
  }

  /// Goes on to that time, tick by tick as the worker asks for it.
  void go_to(const std::string& local) { go_to(at(local)); }
  void go_to(Instant until) {
    settle();
    while (now < until) {
      now = std::min(until, std::max(next, now + seconds{1}));
      settle();
    }
  }

  /// The clock moves and nobody ticks.
  void jump_to(const std::string& local) { now = at(local); }

  std::vector<std::string> said() const {
    std::vector<std::string> lines;
    for (const auto& transfer : server.arrived) lines.push_back(transfer.to + ": " + body(transfer.message));
    return lines;
  }

  static std::string body(const std::string& message) {
    std::string text = message.substr(message.find("\r\n\r\n") + 4);
    std::string out;
    for (const char c : text) {
      if (c == '\n')
        out += "; ";
      else if (c != '\r')
        out += c;
    }
    return out.substr(0, out.size() - 2);
  }

  std::vector<std::string> states() {
    std::vector<std::string> out;
    auto mails = outbox->list(std::nullopt, 1'000);
    std::sort(mails.begin(), mails.end(), [](const auto& a, const auto& b) { return a.id < b.id; });
    for (const auto& mail : mails)
      out.push_back(mail.recipient + ' ' + std::string{store::to_string(mail.state)});
    return out;
  }

  /// "person:an dag-ervoor handed_in" of those that did not go.
  std::vector<std::string> reasons() {
    std::vector<std::string> out;
    for (const auto& reminder : outbox->reminders())
      if (reminder.reason)
        out.push_back(reminder.recipient + ' ' + reminder.key.rule + ' ' +
                      std::string{programme::to_string(*reminder.reason)});
    std::sort(out.begin(), out.end());
    return out;
  }

  /// Throws Crash at the n-th time from now that the courier is at this step.
  void crash_when(std::string step, int times = 1) {
    crash_step = std::move(step);
    crash_countdown = times;
  }

  TemporaryFolder folder{memory_folder()};
  FakeServer server;
  std::size_t places = 4;
  mail::WorkerOptions options;
  std::vector<programme::Programme> programmes;
  std::vector<programme::Coordinator> coordinators;
  std::map<std::string, std::string> templates;
  std::optional<changes::ShownProgrammes> shown;  ///< When it is something else than the programmes.
  bool with_revisions = false;  ///< What differs from the programmes published before is a new revision.
  std::vector<int> silent;
  Instant now;
  Instant next;
  std::optional<store::Store> store;
  std::optional<store::Outbox> outbox;
  std::optional<store::Participation> participation;
  std::optional<FakeCourier> courier;
  std::optional<mail::Worker> worker;
  std::vector<std::string> infos, errors;

 private:
  void number(feeds::Snapshot& snapshot) {
    if (revision_ == 0 || programmes != published_) {
      ++revision_;
      revised_ = now;
      published_ = programmes;
    }
    snapshot.revision = revision_;
    snapshot.published = revised_;
  }

  void crash_at(const std::string& step) {
    if (step == crash_step && --crash_countdown == 0) throw Crash{};
  }

  int revision_ = 0;
  Instant revised_;
  std::vector<programme::Programme> published_;
  std::map<int, std::shared_ptr<const feeds::Timetables>> revisions_;
  std::string crash_step;
  int crash_countdown = 0;
};

using Lines = std::vector<std::string>;

/// One person, and one reminder two weeks before the session of 20 June.
class WorkerTest : public testing::Test {
 protected:
  WorkerTest() {
    desk.programmes[0].people = {example::person("an", "a", "deelnemer")};
    desk.programmes[0].reminders = {rule("twee-weken", "sessie", days_before(14))};
  }

  /// A server that deals these fates one after the other, then goes on with the last.
  void fates(std::vector<Fate> fates) {
    desk.server.fate = [fates, count = std::size_t{0}](const smtp::Transfer&) mutable {
      return fates[std::min(count++, fates.size() - 1)];
    };
  }

  void people(int count) {
    desk.programmes[0].people.clear();
    for (int i = 0; i < count; ++i)
      desk.programmes[0].people.push_back(example::person("p" + std::to_string(i), "a", "deelnemer"));
  }

  store::Mail only_mail() {
    const auto mails = desk.outbox->list(std::nullopt, 10);
    EXPECT_EQ(mails.size(), 1u);
    return mails.empty() ? store::Mail{} : *desk.outbox->find(mails[0].id);
  }

  Desk desk{"2023-06-06 08:00"};
};

}  // namespace worker_test
