// SPDX-License-Identifier: Apache-2.0
#include "service/letters/file_problem_letter.h"

#include <algorithm>

#include "service/feeds/wording.h"
#include "service/letters/phrases.h"

namespace letters {
namespace {

using programme::Language;

constexpr std::size_t most_lines = 20;

std::string listed(const FileProblems& problems, Language language) {
  std::string text;
  const std::size_t shown = std::min(problems.lines.size(), most_lines);
  for (std::size_t i = 0; i < shown; ++i) text += "- " + literal(problems.lines[i].in(language)) + "\n";
  const std::size_t more = problems.lines.size() - shown + problems.unlisted;
  if (more > 0) text += "- " + programme::and_more(more).in(language) + "\n";
  return text;
}

/// "Wat gepubliceerd is, blijft zoals het was: versie 3 van maandag 14 augustus 2023, 09.00 uur. …"
std::string standing(const FileProblemLetter& letter, Language language) {
  const auto* zone = programme::find_zone(letter.programme->zone);
  if (letter.revision == 0 || zone == nullptr)
    return say(language,
               "Wat gepubliceerd is, blijft zoals het was. Agenda's en mails gaan daarmee gewoon door.\n\n",
               "What is published stands as it was. Calendars and mails go on with that.\n\n");
  return say(
      language,
      "Wat gepubliceerd is, blijft zoals het was: versie {0} van {1}. Agenda's en mails gaan daarmee "
      "gewoon door.\n\n",
      "What is published stands as it was: revision {0} of {1}. Calendars and mails go on with that.\n\n",
      {std::to_string(letter.revision),
       feeds::day_and_time_in_words(programme::to_local(letter.published, *zone), language)});
}

}  // namespace

std::string file_problem_subject(Language language) {
  return say(language, "Niet gepubliceerd: in de bestanden klopt iets niet",
             "Not published: something in the files is wrong");
}

std::string file_problem_text(const FileProblemLetter& letter, Language language) {
  return greeting(letter.coordinator->name, language) +
         say(language,
             "In de bestanden klopt iets niet. Wat er gewijzigd is, is daarom niet gepubliceerd:\n\n",
             "Something in the files is wrong. What was changed in them is therefore not published:\n\n") +
         listed(*letter.problems, language) + "\n" + standing(letter, language) +
         say(language,
             "Zodra de bestanden kloppen, worden ze vanzelf gepubliceerd; daar krijgt u geen bericht van. "
             "Het "
             "commando `traject check` zegt wat er nog niet klopt. Zolang het zo blijft, krijgt u deze mail "
             "één "
             "keer per dag.\n",
             "As soon as the files are good they are published by themselves, and you get no message of "
             "that. "
             "The command `traject check` says what is still wrong. For as long as that is so you get this "
             "mail "
             "once a day.\n");
}

}  // namespace letters
