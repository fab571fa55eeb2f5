// SPDX-License-Identifier: Apache-2.0
#include "service/mail/reminder_letter.h"

#include <algorithm>

#include "service/feeds/digest.h"
#include "service/letters/letter_values.h"

namespace mail {
namespace {

using programme::Moment;
using programme::Occurrence;
using programme::Person;

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

std::string message_id(const std::string& mail_key, const std::string& domain) {
  return feeds::to_hex(feeds::digest({mail_key})) + '@' + domain;
}

}  // namespace mail
