// SPDX-License-Identifier: Apache-2.0
#include "service/mail/kinds/reminder.h"

#include <algorithm>
#include <iterator>
#include <tuple>

#include "service/letters/letter_values.h"

namespace mail {
namespace {

using programme::Moment;
using programme::MomentKey;
using programme::Occurrence;
using programme::Person;
using programme::Recipient;
using programme::SkipReason;
using store::MailState;

/// Fills letters to one person.
class PersonItems {
 public:
  PersonItems(const PlannedMoments& plan, const feeds::Part& part, const Person& person,
              const programme::Facts& facts)
      : plan_{plan}, part_{part}, person_{person}, facts_{facts} {}

  void complete(letters::Item& item) const {
    const Occurrence* occurrence = item.moment.occurrence;
    if (occurrence == nullptr) return;
    item.hand_in_link = hand_in_link(*occurrence);
    if (!std::holds_alternative<programme::Session>(occurrence->when)) return;
    if (person_.delivery == programme::Delivery::feed)
      item.event = plan_.event(*part_.programme, *occurrence, person_.language);
    item.lunch = letters::lunch_after(part_.schedule, *occurrence);
    for (const Occurrence* deadline : letters::preparation_for(part_.schedule, *occurrence, person_))
      item.preparation.push_back({deadline, is_handed_in(*deadline), hand_in_link(*deadline)});
  }

  PersonLinks links(programme::Topic topic, const Occurrence* occurrence) const {
    const auto& links = plan_.edition().links;
    return links ? links(person_, *part_.programme, topic, occurrence) : PersonLinks{};
  }

 private:
  bool is_handed_in(const Occurrence& occurrence) const {
    return programme::handed_in(*part_.programme, occurrence, person_, facts_);
  }

  std::string hand_in_link(const Occurrence& occurrence) const {
    if (occurrence.activity->hand_in == programme::HandIn::none || is_handed_in(occurrence)) return "";
    return links(programme::Topic::deadlines, &occurrence).hand_in;
  }

  const PlannedMoments& plan_;
  const feeds::Part& part_;
  const Person& person_;
  const programme::Facts& facts_;
};

bool is_for_coordinators(const programme::ReminderRule& rule) {
  return std::find(rule.to.begin(), rule.to.end(), "coordinators") != rule.to.end();
}

/// Returns true when a delayed reminder (a hold, a server that was down) must not follow or accompany a later
/// one about the same. When both have the same due time, the mail that was queued first is sent.
bool supersedes(const store::Reminder& later, const store::Reminder& earlier) {
  const MomentKey &a = later.key, &b = earlier.key;
  const bool about_the_same = a.programme == b.programme && a.activity == b.activity &&
                              a.library == b.library && (!a.activity.empty() || a.rule == b.rule);
  return about_the_same && a != b &&
         std::tuple{later.due, -later.mail} > std::tuple{earlier.due, -earlier.mail};
}

}  // namespace

letters::Letter make_reminder_letter(const PlannedMoments& plan, std::span<const Moment* const> moments,
                                     const programme::Recipient& recipient, const programme::Facts& facts) {
  letters::Letter letter;
  letter.programme = moments.front()->programme;
  letter.recipient = recipient;
  std::vector<const Moment*> sorted{moments.begin(), moments.end()};
  std::stable_sort(sorted.begin(), sorted.end(),
                   [](const Moment* a, const Moment* b) { return a->key.day < b->key.day; });
  for (const Moment* moment : sorted) {
    letter.items.emplace_back();
    letter.items.back().moment = *moment;
    if (recipient.coordinator != nullptr) letter.items.back().missing = programme::missing(*moment, facts);
  }
  letter.topic = programme::topic_of(sorted.front()->occurrence);
  if (recipient.person == nullptr) return letter;

  const PersonItems personal{plan, *plan.part(letter.programme->id), *recipient.person, facts};
  for (letters::Item& item : letter.items) personal.complete(item);
  PersonLinks links = personal.links(letter.topic, sorted.front()->occurrence);
  letter.feed_link = std::move(links.feed);
  letter.subscribe_link = std::move(links.subscribe);
  letter.page_link = std::move(links.page);
  letter.stop_link = std::move(links.stop);
  return letter;
}

std::optional<SkipReason> skip_reason_now(const WorkerView& at, const MomentKey& key,
                                          const std::string& recipient) {
  const Moment* const moment = at.plan.find(key);
  if (moment == nullptr) return at.plan.why_gone(key);
  const auto to = at.plan.recipient(key.programme, recipient);
  if (!to || (to->coordinator != nullptr && !is_for_coordinators(*moment->rule))) return SkipReason::left;
  if (const auto reason = programme::skip_reason(*moment, at.facts, at.now)) return reason;
  return programme::skip_reason(*moment, *to, at.facts, at.now);
}

bool still_applies(const WorkerView& at, const std::vector<MomentKey>& reminders,
                   const std::string& recipient, bool resent) {
  const auto goes = [&](const MomentKey& key) { return !skip_reason_now(at, key, recipient); };
  if (reminders.empty()) return true;
  return resent ? std::any_of(reminders.begin(), reminders.end(), goes)
                : std::all_of(reminders.begin(), reminders.end(), goes);
}

namespace {

/// The first in the order of the moments is queued first.
void reinstate(store::Outbox& outbox, std::vector<store::Decision> decisions, const WorkerView& at) {
  std::erase_if(decisions, [&](const store::Decision& decision) {
    return skip_reason_now(at, decision.reminder.key, decision.reminder.recipient).has_value();
  });
  std::ranges::stable_sort(decisions, std::less<>{}, [&](const store::Decision& decision) {
    return at.plan.find(decision.reminder.key);
  });
  outbox.reinstate(decisions, at.now);
}

}  // namespace

void reinstate(store::Outbox& outbox, const WorkerView& at) {
  reinstate(outbox, outbox.reinstatable(at.now), at);
}

void reinstate_superseded(store::Outbox& outbox, const WorkerView& at, std::int64_t mail) {
  reinstate(outbox, outbox.superseded_by(mail, at.now), at);
}

namespace {

Preparation compose(const Draft& draft, const std::vector<const Moment*>& moments,
                    const Recipient& recipient) {
  std::vector<MomentKey> keys;
  keys.reserve(moments.size());
  for (const Moment* moment : moments) keys.push_back(moment->key);
  if (draft.has_bytes()) {
    const auto& from = draft.edition().composer.sender_of(*moments.front()->programme);
    return draft.again(from, recipient.address(), std::move(keys));
  }
  return draft.composed([&] {
    letters::Letter made = make_reminder_letter(draft.at.plan, moments, recipient, draft.at.facts);
    made.message_id = draft.message_id();
    made.rehearsal_to = draft.options.rehearsal_to;
    return Prepared{draft.options.compose ? draft.options.compose(made, draft.at.now)
                                          : draft.edition().composer.compose(made, draft.at.now),
                    std::move(keys), false};
  });
}

}  // namespace

Preparation prepare_reminders(const Draft& draft) {
  auto reminders = draft.outbox.reminders_of(draft.mail.id);
  std::erase_if(reminders, [](const store::Reminder& reminder) { return reminder.reason.has_value(); });
  auto rivals = reminders;
  std::ranges::copy(draft.outbox.later_reminders(draft.mail, draft.at.now), std::back_inserter(rivals));
  std::erase_if(rivals, [&](const store::Reminder& rival) {
    return skip_reason_now(draft.at, rival.key, draft.mail.recipient).has_value();
  });
  std::vector<const Moment*> moments;
  std::string reasons;
  for (const auto& reminder : reminders) {
    auto reason = skip_reason_now(draft.at, reminder.key, draft.mail.recipient);
    if (!reason &&
        std::ranges::any_of(rivals, [&](const auto& rival) { return supersedes(rival, reminder); }))
      reason = SkipReason::superseded;
    if (reason) {
      draft.outbox.set_reason(reminder, *reason, draft.at.now);
      reasons += (reasons.empty() ? "" : ", ") + std::string{programme::to_string(*reason)};
    } else {
      moments.push_back(draft.at.plan.find(reminder.key));
    }
  }
  if (moments.empty()) return Ended{MailState::skipped, "nothing is left to say: " + reasons};
  const Recipient recipient = draft.at.plan.recipient(draft.mail.programme, draft.mail.recipient).value();
  return compose(draft, moments, recipient);
}

}  // namespace mail
