// SPDX-License-Identifier: Apache-2.0
#include "service/letters/account_letter.h"

#include <algorithm>
#include <array>
#include <map>
#include <stdexcept>

#include "service/feeds/wording.h"
#include "service/letters/phrases.h"

namespace letters {
namespace {

using programme::Instant;
using programme::Language;

using Lines = std::vector<const AccountLine*>;

std::string heading(AccountCause cause, Language language) {
  switch (cause) {
    case AccountCause::template_unusable:
      return say(language, "Mislukt: het sjabloon klopt niet", "Failed: the template is wrong");
    case AccountCause::refused:
      return say(language, "Mislukt: de mailserver neemt hem niet aan",
                 "Failed: the mail server does not accept it");
    case AccountCause::not_composed:
      return say(language, "Mislukt: de tekst kon niet gemaakt worden", "Failed: its text could not be made");
    case AccountCause::unknown:
      return say(language, "Onbekend of hij is aangekomen", "Unknown whether it arrived");
    case AccountCause::interrupted:
      return say(language, "Apart gelegd na drie onderbrekingen", "Set apart after three interruptions");
    case AccountCause::late:
      return say(language, "Te laat, gaat niet meer", "Too late, does not go any more");
    case AccountCause::missed:
      return say(language, "Gemist, terwijl er geen mail ging", "Missed while no mail went");
    case AccountCause::address:
      return say(language, "Wacht op een ander adres", "Waits for another address");
    case AccountCause::held:
      return say(language, "Wacht: alle mail wordt vastgehouden", "Waits: all mail is held");
    case AccountCause::asked:
      return say(language, "Wacht op een ja van een coördinator", "Waits for a coordinator's yes");
    case AccountCause::tried:
      return say(language, "Wordt opnieuw geprobeerd", "Is tried again");
  }
  throw std::logic_error{"cause without words"};
}

std::string write_yourself(Language language) {
  return say(language, "Schrijf zelf, als het nog nodig is.", "Write yourself, if that is still needed.");
}

std::string retry(const AccountLine& line) {
  return "`traject mail retry " + std::to_string(line.mail) + "`";
}

/// The one thing to do.
std::string act(const AccountLine& line, Language language) {
  if (!line.can_go) return write_yourself(language);
  switch (line.cause) {
    case AccountCause::template_unusable:
      return say(language, "Verbeter het sjabloon en geef daarna {0}.", "Mend the template, then give {0}.",
                 {retry(line)});
    case AccountCause::refused:
    case AccountCause::not_composed:
      return say(language, "Vraag de beheerder om hulp; daarna {0}.", "Ask the operator for help; then {0}.",
                 {retry(line)});
    case AccountCause::unknown:
      return say(language, "Vraag het na; kwam hij niet aan: {0}.", "Ask; if it did not arrive: {0}.",
                 {retry(line)});
    case AccountCause::interrupted:
      return say(language, "Geef {0}.", "Give {0}.", {retry(line)});
    case AccountCause::late:
    case AccountCause::missed:
      return write_yourself(language);
    case AccountCause::address:
      return say(language, "Zet een ander adres in `people.csv`.", "Put another address into `people.csv`.");
    case AccountCause::held:
    case AccountCause::asked:
      return say(language, "Geef `traject mail release`.", "Give `traject mail release`.");
    case AccountCause::tried:
      break;
  }
  return say(language, "U hoeft niets te doen.", "You need not do anything.");
}

std::string time_in_words(Instant time, const AccountLetter& letter, Language language) {
  const auto* zone = programme::find_zone(letter.programme->zone);
  if (zone == nullptr) throw std::invalid_argument{"no time zone " + letter.programme->zone};
  return feeds::day_and_time_in_words(programme::to_local(time, *zone), language);
}

/// Ends with a full stop, unless it is empty.
std::string sentence(const std::string& text) {
  if (text.empty()) return {};
  return literal(text) + (text.ends_with('.') || text.ends_with('?') || text.ends_with('!') ? " " : ". ");
}

std::string line_text(const AccountLine& line, const AccountLetter& letter, Language language) {
  const std::string who = line.people == 1 ? literal(line.who)
                                           : say(language, "{0} mensen ({1})", "{0} people ({1})",
                                                 {std::to_string(line.people), literal(line.who)});
  const std::string number =
      line.mail == 0 ? "" : say(language, "mail {0}, ", "mail {0}, ", {std::to_string(line.mail)});
  return say(language, "- {0}: {1} ({2}voor {3}). {4}{5}\n", "- {0}: {1} ({2}due {3}). {4}{5}\n",
             {who, literal(line.subject.in(language)), number, time_in_words(line.due, letter, language),
              sentence(line.why.in(language)), act(line, language)});
}

std::map<AccountCause, Lines> grouped(const AccountLetter& letter) {
  std::map<AccountCause, Lines> groups;
  for (const AccountLine& line : letter.lines) groups[line.cause].push_back(&line);
  return groups;
}

/// How many lines each group may show: small groups are shown whole, so that none is crowded out.
std::map<AccountCause, std::size_t> shares(const std::map<AccountCause, Lines>& groups) {
  std::vector<std::pair<std::size_t, AccountCause>> sizes;
  for (const auto& [cause, lines] : groups) sizes.emplace_back(lines.size(), cause);
  std::ranges::sort(sizes);
  std::map<AccountCause, std::size_t> shares;
  std::size_t left = most_account_lines;
  for (std::size_t i = 0; i < sizes.size(); ++i) {
    const std::size_t share = std::min(sizes[i].first, left / (sizes.size() - i));
    shares[sizes[i].second] = share;
    left -= share;
  }
  return shares;
}

std::string stop_text(const MailStop& stop, const AccountLetter& letter, Language language) {
  const std::string since = time_in_words(stop.since, letter, language);
  const std::string why = literal(stop.why.in(language));
  if (!stop.held)
    return say(
        language,
        "**De mail staat stil** sinds {0}: {1}. De mails gaan vanzelf zodra de mailserver er een "
        "aanneemt. De beheerder kijkt naar `[mail]` in `service.toml`.\n\n",
        "**Mail is paused** since {0}: {1}. The mails go by themselves once the mail server accepts one. "
        "The operator looks at `[mail]` in `service.toml`.\n\n",
        {since, why});
  return say(language,
             "**Alle mail wordt vastgehouden** sinds {0}: {1}. `traject mail release` laat zien wat er dan "
             "gaat, vraagt of het goed is en laat het gaan.\n\n",
             "**All mail is held** since {0}: {1}. `traject mail release` shows what goes then, asks whether "
             "that is right and lets it go.\n\n",
             {since, why});
}

std::string totals(const std::map<AccountCause, Lines>& groups, const AccountLetter& letter,
                   Language language) {
  std::string text;
  for (const auto& [cause, lines] : groups)
    text += "- " + heading(cause, language) + ": " + std::to_string(lines.size()) + "\n";
  if (letter.known > 0)
    text += say(language, "- Wacht nog, en is al eerder genoemd: {0}\n",
                "- Still waits, and was named before: {0}\n", {std::to_string(letter.known)});
  return text.empty() ? text : text + "\n";
}

}  // namespace

std::string account_subject(const AccountLetter& letter, Language language) {
  const std::size_t count = letter.lines.size();
  if (count == 0 && letter.stops.empty())
    return say(language, "Niemand hoorde wat er gewijzigd is", "Nobody was told what changed");
  if (count == 0) return say(language, "Er gaat geen mail", "No mail goes");
  if (count == 1) return say(language, "Eén mail die niet gegaan is", "One mail that did not go");
  return say(language, "{0} mails die niet gegaan zijn", "{0} mails that did not go",
             {std::to_string(count)});
}

std::string account_text(const AccountLetter& letter, Instant now, Language language) {
  const auto groups = grouped(letter);
  const auto allowed = shares(groups);
  const std::string name = letter.to_operator ? say(language, "beheerder", "operator") : letter.reader->name;
  std::string text = greeting(name, language) +
                     say(language, "Zo staat het met de mail op {0}:\n\n",
                         "This is how mail stands on {0}:\n\n", {time_in_words(now, letter, language)}) +
                     totals(groups, letter, language);
  for (const MailStop& stop : letter.stops) text += stop_text(stop, letter, language);
  if (letter.untold_since > 0)
    text +=
        say(language,
            "Niemand kreeg bericht van wat er sinds versie {0} gewijzigd is: deze versie van het programma "
            "kan die niet lezen. Schrijf zelf, als het nog nodig is.\n\n",
            "Nobody was told what changed since revision {0}: this version of the program cannot read it. "
            "Write yourself, if that is still needed.\n\n",
            {std::to_string(letter.untold_since)});
  for (const auto& [cause, lines] : groups) {
    text += "**" + heading(cause, language) + "**\n\n";
    const std::size_t shown = allowed.at(cause);
    for (std::size_t i = 0; i < shown; ++i) text += line_text(*lines[i], letter, language);
    if (shown < lines.size())
      text += say(language, "- en nog {0}\n", "- and {0} more\n", {std::to_string(lines.size() - shown)});
    text += "\n";
  }
  return text +
         say(language,
             "`traject mail list` laat alle mails zien, en `traject mail show` met het nummer erachter "
             "één ervan. Deze mail gaat hoogstens één keer per dag, en alleen als er iets nieuws te "
             "melden is. Wat blijft wachten, noemt hij na een week nog eens.\n",
             "`traject mail list` shows all mails, and `traject mail show` with a number one of them. "
             "This mail goes once a day at most, and only when there is something new. What still "
             "waits is named again after a week.\n");
}

}  // namespace letters
