// SPDX-License-Identifier: Apache-2.0
#include "tests/mail/simulation_checks.h"

#include <algorithm>
#include <sstream>
#include <utility>

#include "tests/mail/worker_fixture.h"

namespace simulation {
namespace {

using namespace programme;

constexpr const char* zone_name = "Europe/Amsterdam";

const date::time_zone& zone() {
  static const date::time_zone* const found = date::locate_zone(zone_name);
  return *found;
}

std::string time_text(Instant instant) { return date::format("%F %T", instant); }

std::string text_of(const MomentKey& key) {
  return key.programme + '|' + key.rule + '|' + key.activity + '|' + key.library + '|' + key.day + '|' +
         std::to_string(key.round);
}

std::string text_of(const Line& line) {
  return line.programme + '|' + line.rule + '|' + line.activity + '|' + line.library + '|' + line.day + '|' +
         line.round;
}

template <class Items>
const typename Items::value_type* find(const Items& items, const std::string& id) {
  const auto found =
      std::find_if(items.begin(), items.end(), [&](const auto& item) { return item.id == id; });
  return found == items.end() ? nullptr : &*found;
}

bool has(const std::vector<std::string>& list, const std::string& word) {
  return std::find(list.begin(), list.end(), word) != list.end();
}

bool rule_is_for(const ReminderRule& rule, const Person& person) {
  return std::any_of(person.roles.begin(), person.roles.end(), [&](const std::string& role) {
    return has(rule.to, role) || has(rule.to, role == "deelnemer" ? "participants" : "managers");
  });
}

bool share_a_role(const Activity& activity, const Person& person) {
  return std::any_of(person.roles.begin(), person.roles.end(),
                     [&](const std::string& role) { return has(activity.roles, role); });
}

/// The session as the files say it, where they say it in so many words.
const OnDay* session_of(const Programme& programme, const Activity& activity, const std::string& library) {
  if (const auto* on = std::get_if<OnDay>(&activity.when)) return on;
  if (!std::holds_alternative<PerLibrary>(activity.when)) return nullptr;
  const Library* of = find(programme.libraries, library);
  if (of == nullptr) return nullptr;
  const auto date = of->dates.find(activity.id);
  return date == of->dates.end() ? nullptr : std::get_if<OnDay>(&date->second.when);
}

std::string day_text(year_month_day day) { return date::format("%F", day); }

std::string start_text(const Occurrence* occurrence) {
  const auto* session = occurrence != nullptr ? std::get_if<Session>(&occurrence->when) : nullptr;
  return session != nullptr ? date::format("%F %R", session->start) : "";
}

}  // namespace

letters::Message write(const letters::Letter& letter) {
  letters::Message message;
  message.from = "werktraject@example.org";
  message.to = letter.recipient.person != nullptr ? letter.recipient.person->address
                                                  : letter.recipient.coordinator->address;
  message.subject = "herinnering";
  message.bytes = letter.message_id + "\r\n";
  for (const auto& item : letter.items)
    message.bytes += letter.recipient.key() + '|' + text_of(item.moment.key) + '|' +
                     start_text(item.moment.occurrence) + "\r\n";
  return message;
}

std::string message_id_of(const std::string& message) { return message.substr(0, message.find('\r')); }

std::vector<Line> read(const std::string& message) {
  std::vector<Line> lines;
  std::istringstream in{message};
  std::string text;
  std::getline(in, text);
  while (std::getline(in, text)) {
    text.pop_back();
    if (text.starts_with('#')) continue;
    std::istringstream fields{text};
    Line line;
    for (std::string* field : {&line.recipient, &line.programme, &line.rule, &line.activity, &line.library,
                               &line.day, &line.round, &line.start})
      std::getline(fields, *field, '|');
    lines.push_back(line);
  }
  return lines;
}

void Checks::publish(std::shared_ptr<const mail::Edition> edition, Instant now) {
  edition_ = std::move(edition);
  published_.push_back(now);
  moments_.clear();
  looked_at_ = 0;
  changed_ = true;
  for (const auto& part : edition_->timetable.parts()) {
    for (const auto& rule : part.programme->reminders)
      since_.emplace(part.programme->id + '/' + rule.id, now);
    for (const auto& person : part.programme->people)
      since_.emplace(part.programme->id + '/' + person.id, now);
    for (const auto& occurrence : part.schedule.occurrences)
      if (const auto day = programme::fixed_day(occurrence.when))
        date_since_.emplace(part.programme->id + '/' + occurrence.activity->id + '/' +
                                (occurrence.library != nullptr ? occurrence.library->id : "") + '/' +
                                day_text(*day),
                            now);
    for (auto& moment : programme::moments(*part.programme, part.schedule)) {
      if (!moment.due) continue;
      note_due(moment);
      moments_.push_back(std::move(moment));
    }
  }
  std::stable_sort(moments_.begin(), moments_.end(),
                   [](const Moment& a, const Moment& b) { return *a.due < *b.due; });
}

/// By a sum of its own where the rule is plain; else as programme/reminders says, which has tests of its own.
void Checks::note_due(const Moment& moment) {
  Instant due = *moment.due;
  const auto* offset = std::get_if<Offset>(&moment.rule->when);
  const OnDay* session =
      moment.occurrence == nullptr
          ? nullptr
          : session_of(*moment.programme, *moment.occurrence->activity, moment.key.library);
  const bool plain = offset != nullptr && session != nullptr && moment.key.round == 0 &&
                     !moment.programme->quiet && !moment.rule->day_off_before &&
                     offset->anchor == Anchor::start && offset->side == Side::before;
  if (plain && offset->unit == OffsetUnit::day)
    due = to_instant(date::local_days{session->day} - date::days{offset->count} + *offset->at, zone());
  if (plain && offset->unit == OffsetUnit::hour)
    due = to_instant(date::local_days{session->day} + session->time.from, zone()) -
          std::chrono::hours{offset->count};
  const auto [found, is_new] = earliest_due_.emplace(text_of(moment.key), due);
  if (!is_new) found->second = std::min(found->second, due);
}

bool Checks::is_right(const Obligation& obligation, Instant now) const {
  const auto moment = std::find_if(moments_.begin(), moments_.end(),
                                   [&](const Moment& each) { return each.key == obligation.key; });
  if (moment == moments_.end() || moment->blocked) return false;
  if (now >= moment->not_after || now >= obligation.not_after) return false;
  const MomentKey& key = obligation.key;
  const Line line{obligation.recipient,
                  key.programme,
                  key.rule,
                  key.activity,
                  key.library,
                  key.day,
                  std::to_string(key.round),
                  start_text(moment->occurrence)};
  return objection(line, now).empty();
}

/// What time takes away is not looked at: it counts what held when files or facts last changed.
void Checks::look_again(Instant now) {
  if (!std::exchange(changed_, false)) return;
  for (auto& [name, obligation] : obligations_) obligation.right = is_right(obligation, now);
}

void Checks::ticked(Instant now) {
  look_again(now);
  for (; looked_at_ < moments_.size() && *moments_[looked_at_].due <= now; ++looked_at_) {
    const Moment& moment = moments_[looked_at_];
    const std::string of = moment.programme->id + '/';
    if (moment.blocked || now >= moment.not_after || since_.at(of + moment.rule->id) > *moment.due) continue;
    // Who comes back after it was decided does not get it any more.
    if (!decided_.insert(moment.key).second) continue;
    for (const Person& person : moment.programme->people) {
      if (!rule_is_for(*moment.rule, person) || since_.at(of + person.id) > *moment.due) continue;
      if (person.joined || person.left) continue;
      if (moment.occurrence != nullptr) {
        if (!share_a_role(*moment.occurrence->activity, person)) continue;
        if (!moment.key.library.empty() && moment.key.library != person.library) continue;
      }
      obligations_[text_of(moment.key) + " person:" + person.id] = {moment.key, "person:" + person.id,
                                                                    moment.not_after};
    }
    if (!has(moment.rule->to, "coordinators")) continue;
    for (const Coordinator& coordinator : edition_->coordinators) {
      const std::string to = "coordinator:" + coordinator.address;
      obligations_[text_of(moment.key) + ' ' + to] = {moment.key, to, moment.not_after};
    }
  }
}

void Checks::released(const std::string& message, Instant now, const std::vector<std::string>& stored) {
  ++releases_;
  const std::string id = message_id_of(message);
  const auto complain = [&](const std::string& what) {
    note(time_text(now) + " mail " + id.substr(0, 8) + ": " + what + "\n" + message);
  };
  if (std::find(stored.begin(), stored.end(), message) == stored.end())
    complain("content leaves without a mark");
  auto& copies = copies_[id];
  if (!copies.empty() && copies.front() != message) complain("another copy with other bytes");
  const auto lines = read(message);
  std::size_t wrong = 0;
  std::string objections;
  for (const Line& line : lines) {
    mails_of_[text_of(line) + ' ' + line.recipient].insert(id);
    const std::string why = objection(line, now);
    if (!why.empty()) {
      ++wrong;
      objections += why + "; ";
    }
  }
  if (wrong > 0 && (copies.empty() || wrong == lines.size())) complain(objections);
  copies.push_back(message);
}

std::string Checks::objection(const Line& line, Instant now) const {
  if (line.programme == "vroeger") return "a programme of the past";
  const Programme* programme = find(edition_->programmes, line.programme);
  if (programme == nullptr) return "no such programme";
  const ReminderRule* rule = find(programme->reminders, line.rule);
  if (rule == nullptr) return "no such rule";
  const auto due = earliest_due_.find(text_of(line));
  if (due == earliest_due_.end()) return "never planned";
  if (now < due->second) return "too early, due at " + time_text(due->second);
  const Activity* activity = line.activity.empty() ? nullptr : find(programme->activities, line.activity);
  if (!line.activity.empty() && activity == nullptr) return "no such activity";
  if (line.recipient.starts_with("person:")) {
    const std::string why = objection_to_person(line, *programme, *rule, activity, now);
    if (!why.empty()) return why;
  } else if (!has(rule->to, "coordinators")) {
    return "not for coordinators";
  }
  return activity == nullptr ? "" : objection_to_date(line, *programme, *rule, *activity, now);
}

std::string Checks::objection_to_person(const Line& line, const Programme& programme,
                                        const ReminderRule& rule, const Activity* activity,
                                        Instant now) const {
  const Person* person = find(programme.people, line.recipient.substr(std::string{"person:"}.size()));
  if (person == nullptr) return "no such person";
  if (!rule_is_for(rule, *person)) return "the rule is not for this person";
  const auto today = year_month_day{date::floor<date::days>(to_local(now, zone()))};
  if (person->left && *person->left <= today) return "has left";
  if (since_.at(programme.id + '/' + person->id) > now) return "not known yet";
  const Topic topic = activity == nullptr       ? Topic::general
                      : activity->is_deadline() ? Topic::deadlines
                                                : Topic::sessions;
  if (opted_out.contains(opt_out_key(line.recipient, topic))) return "opted out";
  if (activity == nullptr) return "";
  if (!share_a_role(*activity, *person)) return "the activity is not for this person";
  if (!line.library.empty() && line.library != person->library) return "another library's";
  const std::string subject = activity->hand_in == HandIn::person ? person->id : person->library;
  if (rule.unless_handed_in && activity->hand_in != HandIn::none &&
      handed_in.contains(hand_in_key(programme.id, activity->id, line.library, subject)))
    return "handed in";
  return "";
}

std::string Checks::objection_to_date(const Line& line, const Programme& programme, const ReminderRule& rule,
                                      const Activity& activity, Instant now) const {
  if (activity.cancelled) return "cancelled";
  if (const auto* due = std::get_if<DueOn>(&activity.when))
    return day_text(due->day) == line.day ? "" : "the deadline is on another day";
  if (std::holds_alternative<Between>(activity.when) && !rule.only_unplanned &&
      std::holds_alternative<Offset>(rule.when))
    return "not confirmed";
  const OnDay* session = session_of(programme, activity, line.library);
  if (session == nullptr) return "";
  if (day_text(session->day) != line.day) return "on another day";
  const LocalMinute start = date::local_days{session->day} + session->time.from;
  if (kind_of(start, zone()) == LocalTimeKind::unique && date::format("%F %R", start) != line.start)
    return "at another time than it says";
  const auto* offset = std::get_if<Offset>(&rule.when);
  if (offset != nullptr && offset->side == Side::before && offset->anchor == Anchor::start &&
      now >= to_instant(start, zone()))
    return "it has begun";
  return "";
}

bool Checks::follows(const store::Reminder& reminder, Instant decided) const {
  const auto is_new = [&](const std::map<std::string, Instant>& since, const std::string& key) {
    const auto found = since.find(key);
    return found != since.end() && decided < found->second + std::chrono::minutes{10};
  };
  const MomentKey& key = reminder.key;
  const std::string person = reminder.recipient.substr(reminder.recipient.find(':') + 1);
  return is_new(since_, key.programme + '/' + key.rule) || is_new(since_, key.programme + '/' + person) ||
         is_new(date_since_, key.programme + '/' + key.activity + '/' + key.library + '/' + key.day) ||
         std::any_of(published_.begin(), published_.end(),
                     [&](Instant published) { return published <= decided && reminder.due < published; });
}

void Checks::waiting(store::Outbox& outbox) {
  for (const auto& mail : outbox.list(store::MailState::waiting, 1'000)) {
    if (!mail.waits_for.empty()) continue;
    const auto reminders = outbox.reminders_of(mail.id);
    if (std::none_of(reminders.begin(), reminders.end(),
                     [&](const auto& reminder) { return follows(reminder, mail.changed); }))
      note("waits, and came due by time alone: " + mail.key);
  }
}

void Checks::finish(store::Outbox& outbox, const std::vector<std::string>& arrived, Instant now) {
  check_accounts(outbox, arrived, now);
  std::map<std::string, store::Reminder> reminders;
  for (auto& reminder : outbox.reminders()) {
    const std::string name = text_of(reminder.key) + ' ' + reminder.recipient;
    reminders.emplace(name, std::move(reminder));
  }
  std::set<MomentKey> closed;
  for (const auto& moment : outbox.closed_moments())
    if (moment.reason) closed.insert(moment.key);
  std::set<std::string> said;
  std::map<std::string, int> copies;
  for (const std::string& message : arrived) {
    ++copies[message_id_of(message)];
    for (const Line& line : read(message)) said.insert(text_of(line) + ' ' + line.recipient);
  }
  std::set<std::string> resent, refused;
  for (const auto& mail : outbox.list(std::nullopt, 100'000)) {
    using store::MailState;
    if (mail.state == MailState::queued || mail.state == MailState::leased || mail.state == MailState::data ||
        mail.state == MailState::retry)
      note("a mail is left in state " + std::string{store::to_string(mail.state)} + ": " + mail.key);
    const std::string id = message_id_of(outbox.find(mail.id)->message);
    if (mail.resends > 0) resent.insert(id);
    if (mail.state == MailState::skipped) refused.insert(id);
  }
  for (const auto& [id, count] : copies) {
    if (count > 2) note("more than two copies of " + id);
    if (count == 2 && !resent.contains(id)) note("two copies and no unknown outcome: " + id);
  }
  for (const auto& [id, count] : copies)
    if (refused.contains(id)) note("it arrived, and is said to have been skipped: " + id);
  // What the server refused after the content, and was skipped at its next try, may go in another mail.
  for (auto& [reminder, ids] : mails_of_) {
    std::erase_if(ids, [&](const std::string& id) { return refused.contains(id); });
    if (ids.size() > 1) note("said in two mails: " + reminder);
  }
  for (const auto& [name, obligation] : obligations_)
    check_obligation(outbox, obligation, reminders, closed, said);
}

void Checks::check_obligation(store::Outbox& outbox, const Obligation& obligation,
                              const std::map<std::string, store::Reminder>& reminders,
                              const std::set<MomentKey>& closed, const std::set<std::string>& said) {
  const std::string name = text_of(obligation.key) + ' ' + obligation.recipient;
  const auto found = reminders.find(name);
  if (found == reminders.end()) {
    if (!closed.contains(obligation.key)) note("lost, never decided: " + name);
    return;
  }
  const store::Reminder& reminder = found->second;
  if (reminder.reason) {
    static const std::set<SkipReason> passing = {
        SkipReason::cancelled, SkipReason::unconfirmed, SkipReason::planned, SkipReason::left,
        SkipReason::opted_out, SkipReason::moved,       SkipReason::no_rule};
    if (obligation.right && reminder.mail != 0 && passing.contains(*reminder.reason) &&
        outbox.find(reminder.mail)->state == store::MailState::skipped)
      note("was right again in time, and stayed out: " + name);
    return;
  }
  if (reminder.mail == 0) return note("neither mail nor reason: " + name);
  const auto mail = outbox.find(reminder.mail);
  if (!mail) return note("its mail is gone: " + name);
  if (mail->state == store::MailState::sent) {
    if (!said.contains(name)) note("sent by its state, but it never arrived: " + name);
  } else if (mail->detail.empty() && mail->state != store::MailState::expired) {
    note("parked without a reason: " + name + " is " + std::string{store::to_string(mail->state)});
  }
}

}  // namespace simulation
