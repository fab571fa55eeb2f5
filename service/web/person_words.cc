// SPDX-License-Identifier: Apache-2.0
#include "service/web/person_words.h"

#include <array>

namespace web {
namespace {

constexpr std::array words{
    Word{"lang", "nl", "en"},
    // My page
    Word{"my_page", "Mijn pagina", "My page"},
    Word{"to_my_page", "Naar mijn pagina", "To my page"},
    Word{"sessions", "Komende bijeenkomsten", "Coming sessions"},
    Word{"no_sessions", "Er komen voor u geen bijeenkomsten meer.", "There are no more sessions for you."},
    Word{"deadlines", "Opdrachten en deadlines", "Assignments and deadlines"},
    Word{"no_deadlines", "U hoeft niets in te leveren.", "You have nothing to hand in."},
    Word{"place", "Plaats:", "Place:"},
    Word{"join", "Online deelnemen", "Join online"},
    Word{"date_to_follow", "Datum volgt", "Date to follow"},
    Word{"expected", "verwacht:", "expected:"},
    Word{"not_held", "Gaat niet door.", "Will not take place."},
    Word{"reason", "Reden:", "Reason:"},
    Word{"due", "Uiterlijk", "Due"},
    Word{"for_library", "Voor uw bibliotheek:", "For your library:"},
    Word{"calendar", "In uw agenda", "In your calendar"},
    Word{"subscribe", "Abonneren op uw agenda", "Subscribe to your calendar"},
    Word{"questions", "Vragen?", "Questions?"},
    Word{"mail", "Mail", "Mail"},
    Word{"yours_alone",
         "Deze pagina is van u alleen. Geef het adres niet door: wie het heeft, kan namens u iets als "
         "ingeleverd "
         "melden.",
         "This page is yours alone. Do not pass its address on: whoever has it can report things as handed "
         "in on "
         "your behalf."},
    // Handing in
    Word{"done_button", "Klaar", "Done"},
    Word{"open", "Nog niet ingeleverd", "Not handed in yet"},
    Word{"late", "Te laat: nog niet ingeleverd", "Late: not handed in yet"},
    Word{"done", "Ingeleverd", "Handed in"},
    Word{"done_on", "Ingeleverd op", "Handed in on"},
    Word{"is_it_done", "Klaar met", "Done with"},
    Word{"late_but_possible", "Deze dag is voorbij. Melden dat het klaar is kan nog wel.",
         "This day has passed. You can still report it as done."},
    Word{"what_done_does", "Druk op de knop als het klaar is. U krijgt er dan geen herinneringen meer over.",
         "Press the button when it is done. You will then get no more reminders about it."},
    Word{"done_for_library",
         "Dit levert uw bibliotheek één keer in. Eén van u meldt het; dan geldt het voor iedereen van",
         "Your library hands this in once. One of you reports it; then it holds for everyone of"},
    Word{"undo_why", "Per ongeluk gedrukt? Maak het ongedaan; de herinneringen komen dan weer.",
         "Pressed by mistake? Undo it; the reminders will come back."},
    Word{"undo_button", "Toch niet klaar", "Not done after all"},
    // Reminders
    Word{"reminders", "Herinneringen", "Reminders"},
    Word{"to_reminders", "Kiezen welke herinneringen u krijgt", "Choose which reminders you get"},
    Word{"which_reminders", "Waarover wilt u herinneringen per mail?",
         "What do you want reminder mails about?"},
    Word{"about_sessions", "bijeenkomsten", "sessions"},
    Word{"about_deadlines", "opdrachten en deadlines", "assignments and deadlines"},
    Word{"about_general", "het werktraject in het algemeen", "the programme in general"},
    Word{"save", "Bewaren", "Save"},
    Word{"saved", "Uw keuze is bewaard.", "Your choice is saved."},
    Word{"changes_stay", "Een gewijzigde datum ziet u altijd op uw pagina en in uw agenda-abonnement.",
         "A changed date always shows on your page and in your calendar subscription."},
    Word{"no_more_about", "Geen herinneringen meer over", "No more reminders about"},
    Word{"stop_button", "Stop deze herinneringen", "Stop these reminders"},
    Word{"stopped", "U krijgt geen herinneringen meer over", "You will get no more reminders about"},
    Word{"again", "Wilt u ze weer krijgen?", "Do you want them again?"},
    // What cannot be done
    Word{"no_page_title", "Deze pagina is er niet", "There is no such page"},
    Word{"no_page", "Het adres klopt niet helemaal. Op uw eigen pagina staat alles wat er voor u is.",
         "The address is not quite right. Your own page has everything that is there for you."},
    Word{"not_yours_title", "Dit staat niet op uw lijst", "This is not on your list"},
    Word{"not_yours",
         "Deze opdracht is niet van u, of er hoeft niets voor te worden ingeleverd. Op uw eigen pagina staat "
         "wat u "
         "kunt inleveren.",
         "This assignment is not yours, or nothing is to be handed in for it. Your own page has what you can "
         "hand "
         "in."},
    Word{"cancelled_title", "Dit gaat niet door", "This will not take place"},
    Word{"cancelled", "U hoeft hiervoor niets meer in te leveren.",
         "You do not have to hand in anything for it any more."},
    Word{"not_understood_title", "Dit is niet gelukt", "This did not work"},
    Word{"not_understood",
         "Wij begrepen niet wat u wilde doen. Er is niets veranderd. Probeer het op uw pagina.",
         "We did not understand what you wanted to do. Nothing has changed. Try it on your own page."},
    Word{"from_elsewhere",
         "De knop stond op een andere website. Er is niets veranderd. Doe het op uw eigen pagina.",
         "The button was on another website. Nothing has changed. Do it on your own page."},
    Word{"too_often",
         "U hebt het afgelopen uur heel vaak op een knop gedrukt. Probeer het over een uur nog eens.",
         "You have pressed buttons very often in the last hour. Try again in an hour."},
};

}  // namespace

std::span<const Word> person_words() { return words; }

}  // namespace web
