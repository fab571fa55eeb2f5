// SPDX-License-Identifier: Apache-2.0
#include "service/publishing/plan_words.h"

#include <algorithm>

#include "service/feeds/wording.h"
#include "service/letters/moment_words.h"
#include "service/letters/phrases.h"

namespace publishing {
namespace {

using changes::ChangeKind;
using changes::ChangeWarningKind;
using changes::PersonChangeKind;
using changes::SettingChange;
using programme::Occurrence;

std::string quoted(const std::string& text, Language language) {
  return text.empty() ? say(language, "(leeg)", "(empty)") : "\"" + text + "\"";
}

std::string from_to(const std::string& before, const std::string& after, Language language) {
  return quoted(before, language) + " → " + quoted(after, language);
}

std::string date_word(ChangeKind kind, Language language) {
  switch (kind) {
    case ChangeKind::planned:
      return say(language, "gepland", "planned");
    case ChangeKind::unplanned:
      return say(language, "niet meer gepland", "no longer planned");
    case ChangeKind::confirmed:
      return say(language, "bevestigd", "confirmed");
    case ChangeKind::unconfirmed:
      return say(language, "weer onzeker", "no longer certain");
    case ChangeKind::moved:
      return say(language, "verzet", "moved");
    case ChangeKind::shortened:
      return say(language, "ingekort", "shortened");
    case ChangeKind::lengthened:
      return say(language, "verlengd", "lengthened");
    default:
      return "";
  }
}

std::string cancelled_words(const programme::Text& reason, Language language) {
  const std::string& words = reason.in(language);
  return say(language, "gaat niet door", "cancelled") + (words.empty() ? "" : ": " + words);
}

std::string other_words(ChangeKind kind, const changes::OccurrenceChange& change, Language language) {
  const auto& before = change.before;
  const auto& after = change.after;
  switch (kind) {
    case ChangeKind::added:
      return say(language, "nieuw: ", "new: ") + letters::when_in_words(after->when, language);
    case ChangeKind::removed:
      return say(language, "weggehaald: ", "removed: ") + letters::when_in_words(before->when, language);
    case ChangeKind::renamed: {
      const auto& old = before->activity->title;
      const auto& fresh = after->activity->title;
      const Language shown = old.in(language) != fresh.in(language) ? language
                             : language == Language::nl             ? Language::en
                                                                    : Language::nl;
      return say(language, "andere naam: ", "renamed: ") + from_to(old.in(shown), fresh.in(shown), language);
    }
    case ChangeKind::relocated:
      return say(language, "andere plaats: ", "another place: ") +
             from_to(feeds::place_in_words(*before), feeds::place_in_words(*after), language);
    case ChangeKind::cancelled:
      if (!change.follows_from.empty()) return say(language, "gaat ook niet door", "cancelled as well");
      return cancelled_words(*after->cancelled, language);
    case ChangeKind::reinstated:
      return (change.follows_from.empty() ? say(language, "gaat toch door: ", "goes on after all: ")
                                          : say(language, "gaat ook weer door: ", "goes on as well: ")) +
             letters::when_in_words(after->when, language);
    case ChangeKind::readdressed:
      return say(language, "voor andere rollen", "for other roles");
    default:
      return say(language, "omschrijving gewijzigd", "description changed");
  }
}

std::string instant_in_words(programme::Instant instant, const date::time_zone& zone, Language language) {
  return feeds::day_and_time_in_words(programme::to_local(instant, zone), language);
}

std::string day_in_words(const Occurrence& occurrence, Language language) {
  return letters::day_in_words(occurrence.when, language);
}

std::string lapse_reason(const changes::ReminderChange& change, Language language) {
  if (!change.reason) return "";
  if (*change.reason == programme::SkipReason::late)
    return say(language, " (het nieuwe moment is al voorbij)", " (its new moment has passed)");
  return " (" + std::string(letters::reason_in_words(*change.reason, language)) + ")";
}

std::string people_count(std::size_t count, Language language) {
  const bool one = count == 1;
  return std::to_string(count) + " " +
         (one ? say(language, "deelnemer", "person") : say(language, "deelnemers", "people"));
}

std::string role_titles(const programme::Programme& programme, const programme::Person& person,
                        Language language) {
  std::string titles;
  for (const auto& id : person.roles)
    for (const auto& role : programme.roles)
      if (role.id == id) titles += (titles.empty() ? "" : ", ") + role.title.in(language);
  return titles;
}

std::string library_name(const programme::Programme& programme, const std::string& id) {
  const auto& all = programme.libraries;
  const auto found =
      std::find_if(all.begin(), all.end(), [&](const auto& library) { return library.id == id; });
  return found == all.end() ? id : found->name;
}

std::string language_name(Language of, Language language) {
  return of == Language::nl ? say(language, "Nederlands", "Dutch") : say(language, "Engels", "English");
}

std::string person_words(PersonChangeKind kind, const changes::PersonChange& change,
                         const changes::Difference& difference, Language language) {
  const auto* before = change.before;
  const auto* after = change.after;
  switch (kind) {
    case PersonChangeKind::joined:
      return say(language, "doet mee: ", "joins: ") + library_name(*difference.after, after->library) + ", " +
             role_titles(*difference.after, *after, language);
    case PersonChangeKind::left:
      if (after == nullptr) return say(language, "doet niet meer mee", "no longer takes part");
      return say(language, "doet niet meer mee vanaf ", "no longer takes part from ") +
             feeds::day_in_words(*after->left, language);
    case PersonChangeKind::role:
      return say(language, "andere rol: ", "another role: ") +
             from_to(role_titles(*difference.before, *before, language),
                     role_titles(*difference.after, *after, language), language);
    case PersonChangeKind::library:
      return say(language, "andere bibliotheek: ", "another library: ") +
             from_to(library_name(*difference.before, before->library),
                     library_name(*difference.after, after->library), language);
    case PersonChangeKind::language:
      return say(language, "andere taal: ", "another language: ") +
             language_name(before->language, language) + " → " + language_name(after->language, language);
    case PersonChangeKind::name:
      return say(language, "andere naam: ", "renamed: ") + from_to(before->name, after->name, language);
    case PersonChangeKind::address:
      return say(language, "ander adres: ", "another address: ") +
             from_to(before->email, after->email, language);
    case PersonChangeKind::delivery:
      return after->delivery == programme::Delivery::invitations
                 ? say(language, "krijgt voortaan uitnodigingen in plaats van een abonnement",
                       "gets invitations instead of a feed from now on")
                 : say(language, "krijgt voortaan een abonnement in plaats van uitnodigingen",
                       "gets a feed instead of invitations from now on");
    case PersonChangeKind::period:
      break;
  }
  return say(language, "andere eerste of laatste dag", "another first or last day");
}

}  // namespace

std::string title_of(const Occurrence& occurrence, Language language) {
  std::string title = occurrence.activity->title.in(language);
  if (occurrence.library != nullptr) title += " – " + occurrence.library->name;
  return title;
}

std::vector<std::string> change_in_words(const changes::OccurrenceChange& change, Language language) {
  std::string dates;
  std::vector<std::string> lines;
  for (const ChangeKind kind : change.kinds) {
    if (std::string word = date_word(kind, language); !word.empty()) {
      if (!change.follows_from.empty()) word = say(language, "schuift mee", "moves along");
      if (dates == word) continue;
      dates += (dates.empty() ? "" : say(language, " en ", " and ")) + word;
    } else {
      lines.push_back(other_words(kind, change, language));
    }
  }
  if (!dates.empty())
    lines.insert(lines.begin(), dates + ": " + letters::when_in_words(change.before->when, language) + " → " +
                                    letters::when_in_words(change.after->when, language));
  return lines;
}

std::string in_words(const changes::LibraryChange& change, Language language) {
  switch (change.kind) {
    case changes::LibraryChangeKind::added:
      return change.after->name + ": " + say(language, "doet mee", "joins");
    case changes::LibraryChangeKind::withdrew:
      return change.before->name + ": " + say(language, "doet niet meer mee", "withdraws");
    case changes::LibraryChangeKind::renamed:
      break;
  }
  return say(language, "Bibliotheek heet anders: ", "Library renamed: ") +
         from_to(change.before->name, change.after->name, language);
}

std::string in_words(const changes::PersonChange& change, const changes::Difference& difference,
                     Language language) {
  std::string text = (change.before != nullptr ? change.before : change.after)->name + ": ";
  for (const PersonChangeKind kind : change.kinds)
    text += (kind == change.kinds.front() ? "" : "; ") + person_words(kind, change, difference, language);
  return text;
}

std::string in_words(SettingChange change, const changes::Difference& difference, Language language) {
  const auto& before = *difference.before;
  const auto& after = *difference.after;
  switch (change) {
    case SettingChange::programme_added:
      return say(language, "nieuw werktraject", "new programme");
    case SettingChange::programme_removed:
      return say(language, "werktraject weggehaald", "programme removed");
    case SettingChange::title:
      return say(language, "titel: ", "title: ") +
             from_to(before.title.in(language), after.title.in(language), language);
    case SettingChange::description:
      return say(language, "omschrijving gewijzigd", "description changed");
    case SettingChange::organiser:
      return say(language, "organisator: ", "organiser: ") +
             from_to(before.organiser, after.organiser, language);
    case SettingChange::contact:
      return say(language, "contactadres: ", "contact: ") + from_to(before.contact, after.contact, language);
    case SettingChange::website:
      return say(language, "webpagina: ", "website: ") + from_to(before.website, after.website, language);
    case SettingChange::zone:
      return say(language, "tijdzone: ", "time zone: ") + from_to(before.zone, after.zone, language);
    case SettingChange::closed:
      return say(language, "gesloten dagen gewijzigd", "closed days changed");
    case SettingChange::quiet:
      return say(language, "uren zonder mail gewijzigd", "quiet hours changed");
    case SettingChange::bundle:
      return say(language, "bundelen van herinneringen gewijzigd", "bundling of reminders changed");
    case SettingChange::roles:
      break;
  }
  return say(language, "rollen gewijzigd", "roles changed");
}

std::string in_words(const changes::RuleChange& change, Language language) {
  const std::string what = change.kind == changes::RuleChangeKind::added ? say(language, "nieuw", "new")
                           : change.kind == changes::RuleChangeKind::removed
                               ? say(language, "weggehaald", "removed")
                               : say(language, "gewijzigd", "changed");
  return say(language, "herinneringsregel ", "reminder rule ") + change.rule + ": " + what;
}

std::string in_words(const changes::ReminderChange& change, const date::time_zone& zone, Language language) {
  using changes::ReminderEffect;
  const std::string before = change.before ? instant_in_words(*change.before, zone, language) : "";
  const std::string after = change.after ? instant_in_words(*change.after, zone, language) : "";
  switch (change.effect) {
    case ReminderEffect::moved:
      if (change.at_once)
        return say(language, "gaat meteen in plaats van ", "goes at once instead of ") + before;
      return say(language, "verschuift: ", "moves: ") + before + " → " + after;
    case ReminderEffect::armed_again:
      if (change.at_once)
        return say(language, "gaat meteen nog een keer (eerder: {0})",
                   "goes once more, at once (before: {0})", {before});
      return say(language, "gaat nog een keer: {0} (eerder: {1})", "goes once more: {0} (before: {1})",
                 {after, before});
    case ReminderEffect::lapsed:
      return say(language, "vervalt: ", "lapses: ") + before + lapse_reason(change, language);
    case ReminderEffect::added:
      break;
  }
  if (change.at_once) return say(language, "komt erbij en gaat meteen", "is new and goes at once");
  return say(language, "komt erbij: ", "is new: ") + after;
}

std::string in_words(const changes::ChangeWarning& warning, Language language) {
  if (warning.occurrence == nullptr)
    return say(
        language,
        "staat er nu onder een andere id ({0} → {1}) en krijgt een nieuw agenda-adres; laat de id zoals "
        "hij was",
        "is there under another id now ({0} → {1}) and gets a new calendar address; leave the id as it "
        "was",
        {warning.former->id, warning.person->id});
  const Occurrence& occurrence = *warning.occurrence;
  const std::string day = day_in_words(occurrence, language);
  switch (warning.kind) {
    case ChangeWarningKind::public_holiday:
      return day + " is " + warning.holiday->in(language);
    case ChangeWarningKind::weekend:
      return day + say(language, " is in het weekend", " is in the weekend");
    case ChangeWarningKind::closed_day:
      return day + say(language, " is een gesloten dag", " is a closed day");
    case ChangeWarningKind::clash:
      return say(language, "valt samen met ", "clashes with ") + title_of(*warning.other, language) + " (" +
             letters::when_in_words(warning.other->when, language) +
             "): " + people_count(warning.people, language);
    case ChangeWarningKind::short_notice:
      if (warning.days == 0) return say(language, "kort dag: het is vandaag", "short notice: it is today");
      if (warning.days == 1)
        return say(language, "kort dag: het is morgen al", "short notice: it is tomorrow");
      return say(language, "kort dag: het is al over {0} dagen", "short notice: it is in {0} days",
                 {std::to_string(warning.days)});
    case ChangeWarningKind::past:
      return day + say(language, " is al voorbij", " has passed");
    case ChangeWarningKind::removed:
      return say(language,
                 "{0} {1} dit in de agenda; annuleren in plaats van weghalen? (cancelled = \"de reden\")",
                 "{0} {1} this in the calendar; cancel instead of remove? (cancelled = \"the reason\")",
                 {people_count(warning.people, language),
                  warning.people == 1 ? say(language, "heeft", "has") : say(language, "hebben", "have")});
    case ChangeWarningKind::other_id:
    case ChangeWarningKind::other_person_id:
      break;
  }
  return say(language, "staat er nu onder een andere id ({0}); agenda's zien twee verschillende activiteiten",
             "is there under another id now ({0}); calendars see two different activities",
             {warning.other->activity->id});
}

}  // namespace publishing
