// SPDX-License-Identifier: Apache-2.0
//
// The content of a reminder mail for one recipient, before any words: everything that a template can show.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "ical/types.h"
#include "service/programme/reminders.h"

namespace letters {

/// Something to hand in before a session; preparation_for() of letter_values.h finds them.
struct Preparation {
  const programme::Occurrence* occurrence = nullptr;
  bool handed_in = false;    ///< For this person, or by the person's library.
  std::string hand_in_link;  ///< As in Item; empty when it is handed in.
};

/// One thing that the mail is about.
struct Item {
  programme::Moment moment;          ///< Its rule names the template.
  std::optional<ical::Event> event;  ///< Attached as .ics when the occurrence is a session.
  std::string hand_in_link;  ///< "Klaar": the page that hands it in; empty: nothing to hand in, or not by
                             ///< this person.
  std::vector<std::string>
      missing;  ///< For coordinators: who has not handed in, or the library without a date.
  const programme::Occurrence* lunch = nullptr;  ///< After a session; lunch_after() of letter_values.h.
  std::vector<Preparation> preparation;          ///< Before a session; preparation_for() of letter_values.h.
};

struct Letter {
  std::string message_id;  ///< Without angle brackets. Deterministic.
  const programme::Programme* programme = nullptr;
  programme::Recipient recipient;
  programme::Topic topic = programme::Topic::general;  ///< What the unsubscribe link is about.
  std::vector<Item> items;                             ///< At least one.
  std::string feed_link;       ///< https address of the person's feed; empty for coordinators.
  std::string subscribe_link;  ///< The page with a link per calendar program; empty for coordinators.
  std::string page_link;       ///< "Mijn pagina"; empty for coordinators.
  std::string stop_link;       ///< Opts out of the topic: one-click POST (RFC 8058); empty: no opting out.
  bool to_operator = false;    ///< The recipient, a coordinator in form, is the operator.
  std::string rehearsal_to;    ///< A rehearsal: goes to this address instead, marked as such.
};

/// A message ready for the courier.
struct Message {
  std::string from;     ///< Envelope sender.
  std::string to;       ///< Envelope recipient.
  std::string bytes;    ///< RFC 5322 text, CRLF.
  std::string subject;  ///< For lists and logs; UTF-8.
  std::string text{};   ///< The plain text part, for previews; UTF-8, LF.
};

}  // namespace letters
