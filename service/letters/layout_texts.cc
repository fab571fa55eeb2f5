// SPDX-License-Identifier: Apache-2.0
#include "service/letters/layout_texts.h"

#include <stdexcept>

namespace letters {

using programme::Language;
using programme::Topic;

const LayoutTexts& layout_texts() {
  static const LayoutTexts texts{
      .calendar = {R"(
**Alles in uw agenda**

Met een [agenda-abonnement]({{agenda_link}}) staan alle bijeenkomsten en inleverdatums in Outlook, Google Agenda of Apple Agenda. Wijzigingen komen er vanzelf in. Vraagt uw programma om een adres? Dan is dit het, voor u alleen:

{{feed_adres}}
)",
                   R"(
**Everything in your calendar**

With a [calendar subscription]({{calendar_link}}) all sessions and deadlines are in Outlook, Google Calendar or Apple Calendar. Changes reach it by themselves. Does your program ask for an address? Then this is it, for you alone:

{{feed_address}}
)"},
      .files = {"\nDe bijeenkomsten zitten als agendabestand bij deze mail.\n",
                "\nThe sessions are attached to this mail as calendar files.\n"},
      .file = {"\nDe bijeenkomst zit als agendabestand bij deze mail.\n",
               "\nThe session is attached to this mail as a calendar file.\n"},
      .footer = {R"(
U krijgt deze mail omdat u meedoet aan {{traject}} van {{organisator}}. Vragen? Beantwoord deze mail of schrijf naar [{{contact}}](mailto:{{contact}}).
)",
                 R"(
You get this mail because you take part in {{programme}} of {{organiser}}. Questions? Answer this mail or write to [{{contact}}](mailto:{{contact}}).
)"},
      .footer_for_coordinators = {R"(
U krijgt deze mail als coördinator van {{traject}} van {{organisator}}. Vragen over het traject komen binnen op [{{contact}}](mailto:{{contact}}).
)",
                                  R"(
You get this mail as a coordinator of {{programme}} of {{organiser}}. Questions about the programme arrive at [{{contact}}](mailto:{{contact}}).
)"},
      .footer_for_operator = {R"(
U krijgt deze mail als beheerder van de dienst achter {{traject}} van {{organisator}}. Uw adres staat onder [operator] in service.toml.
)",
                              R"(
You get this mail as the operator of the service behind {{programme}} of {{organiser}}. Your address stands under [operator] in service.toml.
)"},
      .rehearsal_subject = {"REPETITIE voor ", "REHEARSAL for "},
      .rehearsal = {"**Dit is een repetitie.** Deze mail is bedoeld voor ",
                    "**This is a rehearsal.** This mail is meant for "},
      .trial = {R"(Onderwerp: Proefmail van {{organisator}}

Deze proefmail laat zien dat de dienst voor {{traject}} mail kan versturen. U hoeft niets te doen.

Controleer of hij in uw postvak staat en niet bij de ongewenste mail, en of de afzender klopt.
)",
                R"(Subject: Trial mail of {{organiser}}

This trial mail shows that the service for {{programme}} can send mail. You need not do anything.

See whether it is in your inbox and not among the junk, and whether the sender is right.
)"},
      .trial_footer =
          {"Verstuurd namens {{organisator}}. Vragen? Schrijf naar [{{contact}}](mailto:{{contact}}).",
           "Sent on behalf of {{organiser}}. Questions? Write to [{{contact}}](mailto:{{contact}})."},
  };
  return texts;
}

std::string stop_words(Topic topic, Language language) {
  switch (topic) {
    case Topic::sessions:
      return say(language, "Geen herinneringen aan bijeenkomsten meer", "No more reminders of sessions");
    case Topic::deadlines:
      return say(language, "Geen herinneringen aan inleverdatums meer", "No more reminders of deadlines");
    case Topic::general:
      return say(language, "Geen algemene mails over het traject meer",
                 "No more general mails about the programme");
  }
  throw std::logic_error{"topic without words"};
}

}  // namespace letters
