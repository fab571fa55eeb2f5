// SPDX-License-Identifier: Apache-2.0
#include "service/mail/reason_words.h"

#include <utility>

namespace mail {
namespace {

using programme::Language;
using programme::Reason;
using store::MailState;
using DutchAndEnglish = std::pair<std::string_view, std::string_view>;

DutchAndEnglish words_of(Reason reason) {
  switch (reason) {
    case Reason::cancelled:
      return {"het gaat niet door", "it is cancelled"};
    case Reason::unconfirmed:
      return {"wacht op een datum", "waits for a date"};
    case Reason::planned:
      return {"heeft al een datum", "has a date already"};
    case Reason::begun:
      return {"te kort voor of na het begin", "too shortly before the start, or after it"};
    case Reason::late:
      return {"te laat", "too late"};
    case Reason::not_known_then:
      return {"de regel is van later", "the rule was added later"};
    case Reason::past_when_set:
      return {"het was al voorbij toen de datum bekend werd", "it was over when its date became known"};
    case Reason::joined_later:
      return {"kwam er later bij", "joined later"};
    case Reason::left:
      return {"doet niet (meer) mee", "does not take part (any more)"};
    case Reason::handed_in:
      return {"al ingeleverd", "already handed in"};
    case Reason::opted_out:
      return {"wil deze herinneringen niet", "does not want these reminders"};
    case Reason::superseded:
      return {"er gaat al een latere over hetzelfde", "a later one about the same goes"};
    case Reason::moved:
      return {"de datum is verschoven", "the date was moved"};
    case Reason::no_rule:
      break;
  }
  return {"de regel is er niet meer", "the rule is gone"};
}

DutchAndEnglish words_of(MailState state) {
  switch (state) {
    case MailState::queued:
      return {"staat klaar", "queued"};
    case MailState::retry:
      return {"wordt opnieuw geprobeerd", "will be tried again"};
    case MailState::waiting:
      return {"wacht op een coördinator", "waits for a coordinator"};
    case MailState::leased:
    case MailState::data:
      return {"wordt verstuurd", "being sent"};
    case MailState::sent:
      return {"verstuurd", "sent"};
    case MailState::failed:
      return {"mislukt", "failed"};
    case MailState::expired:
      return {"niet op tijd verstuurd", "not sent in time"};
    case MailState::unknown:
      return {"onbekend of hij is aangekomen", "unknown whether it arrived"};
    case MailState::poison:
      return {"apart gelegd na drie onderbrekingen", "set apart after three interruptions"};
    case MailState::skipped:
      return {"was niet meer nodig", "was no longer needed"};
    case MailState::dropped:
      break;
  }
  return {"weggehaald door een coördinator", "dropped by a coordinator"};
}

std::string_view in(const DutchAndEnglish& words, Language language) {
  return language == Language::en ? words.second : words.first;
}

}  // namespace

std::string_view reason_in_words(Reason reason, Language language) { return in(words_of(reason), language); }
std::string_view state_in_words(MailState state, Language language) { return in(words_of(state), language); }

}  // namespace mail
