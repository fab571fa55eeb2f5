// SPDX-License-Identifier: Apache-2.0
#include <array>

#include "service/web/person_page.h"

namespace web {

std::span<const PageWord> person_words() {
  static const std::array words{
      PageWord{"lang", {"nl", "en"}},
      // My page
      PageWord{"to_my_page", {"Naar mijn pagina", "To my page"}},
      PageWord{"sessions", {"Komende bijeenkomsten", "Coming sessions"}},
      PageWord{"no_sessions",
               {"Er komen voor u geen bijeenkomsten meer.", "There are no more sessions for you."}},
      PageWord{"deadlines", {"Opdrachten en deadlines", "Assignments and deadlines"}},
      PageWord{"no_deadlines", {"U hoeft niets in te leveren.", "You have nothing to hand in."}},
      PageWord{"place", {"Plaats:", "Place:"}},
      PageWord{"join", {"Online deelnemen", "Join online"}},
      PageWord{"date_to_follow", {"Datum volgt", "Date to follow"}},
      PageWord{"expected", {"verwacht:", "expected:"}},
      PageWord{"not_held", {"Gaat niet door.", "Will not take place."}},
      PageWord{"reason", {"Reden:", "Reason:"}},
      PageWord{"due", {"Uiterlijk", "Due"}},
      PageWord{"for_library", {"Voor uw bibliotheek:", "For your library:"}},
      PageWord{"calendar", {"In uw agenda", "In your calendar"}},
      PageWord{"subscribe", {"Abonneren op uw agenda", "Subscribe to your calendar"}},
      PageWord{"questions", {"Vragen?", "Questions?"}},
      PageWord{"mail", {"Mail", "Mail"}},
      PageWord{"yours_alone",
               {"Deze pagina is van u alleen. Geef het adres niet door: wie het heeft, kan namens u iets als "
                "ingeleverd melden.",
                "This page is yours alone. Do not pass its address on: whoever has it can report things as "
                "handed in on your behalf."}},
      // Handing in
      PageWord{"done_button", {"Klaar", "Done"}},
      PageWord{"open", {"Nog niet ingeleverd", "Not handed in yet"}},
      PageWord{"late", {"Te laat: nog niet ingeleverd", "Late: not handed in yet"}},
      PageWord{"done_on", {"Ingeleverd op", "Handed in on"}},
      PageWord{"late_but_possible",
               {"Deze dag is voorbij. Melden dat het klaar is kan nog wel.",
                "This day has passed. You can still report it as done."}},
      PageWord{"what_done_does",
               {"Druk op de knop als het klaar is. U krijgt er dan geen herinneringen meer over.",
                "Press the button when it is done. You will then get no more reminders about it."}},
      PageWord{"done_for_library",
               {"Dit levert uw bibliotheek één keer in. Eén van u meldt het; dan geldt het voor iedereen van",
                "Your library hands this in once. One of you reports it; then it holds for everyone of"}},
      PageWord{"undo_why",
               {"Per ongeluk gedrukt? Maak het ongedaan; de herinneringen komen dan weer.",
                "Pressed by mistake? Undo it; the reminders will come back."}},
      PageWord{"undo_button", {"Toch niet klaar", "Not done after all"}},
      // Reminders
      PageWord{"reminders", {"Herinneringen", "Reminders"}},
      PageWord{"to_reminders", {"Kiezen welke herinneringen u krijgt", "Choose which reminders you get"}},
      PageWord{"which_reminders",
               {"Waarover wilt u herinneringen per mail?", "What do you want reminder mails about?"}},
      PageWord{"save", {"Bewaren", "Save"}},
      PageWord{"saved", {"Uw keuze is bewaard.", "Your choice is saved."}},
      PageWord{"changes_stay",
               {"Een gewijzigde datum ziet u altijd op uw pagina en in uw agenda-abonnement.",
                "A changed date always shows on your page and in your calendar subscription."}},
      PageWord{"stop_button", {"Stop deze herinneringen", "Stop these reminders"}},
      PageWord{"again", {"Wilt u ze weer krijgen?", "Do you want them again?"}},
  };
  return words;
}

}  // namespace web
