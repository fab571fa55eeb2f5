// SPDX-License-Identifier: Apache-2.0
#include "service/mail/account_items.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "service/letters/template_problem.h"
#include "service/mail/pause_words.h"

namespace mail {
namespace {

using letters::AccountCause;
using letters::AccountLine;
using programme::Instant;
using programme::Moment;
using programme::Text;
using store::Mail;
using store::MailState;

constexpr const char* waiting = "waits";

/// Names of a missed moment's recipients that a line lists.
constexpr std::size_t most_names = 10;

Text both(const std::string& text) { return {text, text}; }

/// The beginnings of reasons that are the program's own words, with their Dutch.
constexpr std::array<std::array<std::string_view, 2>, 10> own_words{{
    {"nobody released it before its time was over", "niemand liet hem gaan voordat zijn tijd om was"},
    {"all mail was held until its time was over", "alle mail werd vastgehouden tot zijn tijd om was"},
    {"it did not go before its time was over", "hij ging niet weg voordat zijn tijd om was"},
    {"mail was paused until its time was over", "de mail stond stil tot zijn tijd om was"},
    {"it waited for another address until its time was over: ",
     "hij wachtte op een ander adres tot zijn tijd om was: "},
    {"its time was over; before that: ", "zijn tijd was om; daarvoor: "},
    {"no time is left for another try; the last one: ",
     "er is geen tijd meer voor nog een poging; de laatste: "},
    {"its content was let go, and no outcome was recorded",
     "de inhoud was al onderweg, en er kwam geen antwoord"},
    {"cannot be composed: ", "kan niet gemaakt worden: "},
    {"the service stopped ", "de dienst stopte tijdens het versturen: "},
}};

Text in_both(const std::string& reason) {
  for (const auto& [en, nl] : own_words)
    if (reason.starts_with(en)) return {std::string{nl} + reason.substr(en.size()), reason};
  return both(reason);
}

Text title_of(const Moment& moment) {
  return moment.occurrence != nullptr ? moment.occurrence->activity->title : moment.programme->title;
}

/// "werksessie-morgen: Werksessie 1": the rule, and what it is about.
Text about(const Moment& moment) {
  const Text title = title_of(moment);
  return {moment.rule->id + ": " + title.in(programme::Language::nl),
          moment.rule->id + ": " + title.in(programme::Language::en)};
}

class Gatherer {
 public:
  Gatherer(store::Outbox& outbox, const WorkerView& at) : outbox_{outbox}, at_{at}, hold_{outbox.hold()} {}

  AccountState gather(Instant begin);

 private:
  void add_stops();
  void add(const Mail& mail);
  void add(const store::Reminder& taken_out);
  void add(const store::ClosedMoment& closed);
  AccountCause cause_of(const Mail& mail) const;
  Text why(const Mail& mail, AccountCause cause) const;
  Text template_problem(const std::string& detail) const;
  Text subject_of(const Mail& mail) const;
  std::string name_of(const Mail& mail) const;
  bool was_set_too_late(const Moment& moment) const;

  store::Outbox& outbox_;
  const WorkerView& at_;
  const std::string hold_;
  AccountState state_;
};

AccountState Gatherer::gather(Instant begin) {
  add_stops();
  if (const auto untold = outbox_.announcements().untold(); untold && untold->when >= begin)
    state_.untold = untold;
  for (const Mail& mail : outbox_.unsettled(begin, at_.now)) add(mail);
  for (const auto& reminder : outbox_.taken_out_too_late(begin)) add(reminder);
  for (const auto& closed : outbox_.closed_too_late(begin)) add(closed);
  return std::move(state_);
}

void Gatherer::add_stops() {
  if (const auto pause = outbox_.pauses().read()) {
    const Text where = pause_reason(pause->reason);
    const std::string detail = pause->detail.empty() ? "" : ": " + pause->detail;
    state_.stops.push_back({{"pause/" + std::to_string(pause->since.time_since_epoch().count()), waiting},
                            {pause->since, {where.nl + detail, where.en + detail}, false}});
  }
  if (hold_.empty()) return;
  const Instant since = outbox_.held_since();
  const auto end = hold_.find(store::until_release);
  state_.stops.push_back({{"hold/" + std::to_string(since.time_since_epoch().count()), waiting},
                          {since, both(hold_.substr(0, end)), true}});
}

AccountCause Gatherer::cause_of(const Mail& mail) const {
  switch (mail.state) {
    case MailState::waiting:
      return mail.waits_for.empty() ? AccountCause::asked : AccountCause::address;
    case MailState::expired:
      return AccountCause::late;
    case MailState::unknown:
      return AccountCause::unknown;
    case MailState::poison:
      return AccountCause::interrupted;
    case MailState::failed:
      if (mail.detail.starts_with(letters::templates_folder)) return AccountCause::template_unusable;
      return mail.attempts > 0 && !mail.detail.starts_with(not_composed) ? AccountCause::refused
                                                                         : AccountCause::not_composed;
    default:
      return hold_.empty() ? AccountCause::tried : AccountCause::held;
  }
}

/// In Dutch too, while the problem is the one that the mail failed of.
Text Gatherer::template_problem(const std::string& detail) const {
  const auto& edition = at_.plan.edition();
  for (const auto& problem : edition.composer.problems(edition.programmes))
    if (to_line(problem, programme::Language::en) == detail)
      return {to_line(problem, programme::Language::nl), detail};
  return both(detail);
}

Text Gatherer::why(const Mail& mail, AccountCause cause) const {
  switch (cause) {
    case AccountCause::template_unusable:
      return template_problem(mail.detail);
    case AccountCause::held:
    case AccountCause::asked:
      return {};  // the heading says it
    case AccountCause::address:
      if (const auto refused = outbox_.refused_addresses().find(mail.waits_for))
        return refusal_in_words(*refused, at_.plan.edition().programmes.front().zone);
      return both(mail.detail);
    default:
      return in_both(mail.detail);
  }
}

std::string Gatherer::name_of(const Mail& mail) const {
  const auto recipient = at_.plan.recipient(mail.programme, mail.recipient);
  return recipient ? recipient->name() : mail.address;
}

Text Gatherer::subject_of(const Mail& mail) const {
  if (!mail.subject.empty()) return both(mail.subject);
  switch (mail.kind) {
    case store::MailKind::change:
      return {"wat er gewijzigd is", "what changed"};
    case store::MailKind::invitation:
      return {"uitnodiging", "invitation"};
    case store::MailKind::file_problems:
      return {"fouten in de bestanden", "mistakes in the files"};
    default:
      break;
  }
  Text subject;
  for (const auto& reminder : outbox_.reminders_of(mail.id)) {
    const Moment* const moment = at_.plan.find(reminder.key);
    const Text one = moment != nullptr ? about(*moment) : both(reminder.key.rule);
    subject.nl += (subject.nl.empty() ? "" : ", ") + one.in(programme::Language::nl);
    subject.en += (subject.en.empty() ? "" : ", ") + one.in(programme::Language::en);
  }
  return subject;
}

void Gatherer::add(const Mail& mail) {
  const AccountCause cause = cause_of(mail);
  const bool queued = mail.state == MailState::queued || mail.state == MailState::retry;
  const bool waits = queued || mail.state == MailState::waiting;
  state_.items.push_back(
      {{"mail/" + std::to_string(mail.id), waits ? waiting : std::string{to_string(mail.state)}},
       queued ? mail.due : mail.changed,
       {.cause = cause,
        .mail = mail.id,
        .who = name_of(mail),
        .subject = subject_of(mail),
        .due = mail.due,
        .why = why(mail, cause),
        .can_go = mail.not_after > at_.now}});
}

/// The identity of a moment in an entry.
std::string text_of(const programme::MomentKey& key) {
  return key.programme + '/' + key.rule + '/' + key.activity + '/' + key.library + '/' + key.day + '/' +
         std::to_string(key.round);
}

/// The mail went without it, or not at all.
void Gatherer::add(const store::Reminder& taken_out) {
  const auto& key = taken_out.key;
  const Moment* const moment = at_.plan.find(key);
  const auto recipient = at_.plan.recipient(key.programme, taken_out.recipient);
  if (moment == nullptr || !recipient) return;
  AccountLine line;
  line.cause = AccountCause::late;
  line.mail = taken_out.mail;
  line.who = recipient->name();
  line.subject = about(*moment);
  line.due = taken_out.due;
  line.why = {"zijn tijd was om toen de mail kon gaan", "its time was over when the mail could go"};
  line.can_go = false;
  state_.items.push_back({{"reminder/" + std::to_string(taken_out.mail) + '/' + text_of(key), "late"},
                          taken_out.due,
                          std::move(line)});
}

/// The moment was past when the date, the rule or the way it stands in the files was new: nothing was missed.
bool Gatherer::was_set_too_late(const Moment& moment) const {
  if (moment.blocked || !moment.due) return true;
  const auto& key = moment.key;
  const auto since =
      at_.facts.date_since.find(programme::date_key(key.programme, key.activity, key.library, key.day));
  return since != at_.facts.date_since.end() && since->second > *moment.due;
}

void Gatherer::add(const store::ClosedMoment& closed) {
  const auto& key = closed.key;
  const Moment* const moment = at_.plan.find(key);
  if (moment == nullptr || was_set_too_late(*moment)) return;
  AccountLine line;
  line.cause = AccountCause::missed;
  line.people = 0;
  line.subject = about(*moment);
  line.due = closed.due;
  for (const auto& recipient : programme::recipients(*moment, at_.plan.edition().coordinators)) {
    if (programme::skip_reason(*moment, recipient, at_.facts, closed.due)) continue;
    if (line.people < most_names) line.who += (line.who.empty() ? "" : ", ") + recipient.name();
    if (line.people == most_names) line.who += ", …";
    ++line.people;
  }
  if (line.people == 0) return;
  state_.items.push_back({{"moment/" + text_of(key), "missed"}, closed.closed, std::move(line)});
}

}  // namespace

bool AccountItem::waits() const { return entry.state == waiting; }

AccountState account_state(store::Outbox& outbox, const WorkerView& at, Instant begin) {
  return Gatherer{outbox, at}.gather(begin);
}

}  // namespace mail
