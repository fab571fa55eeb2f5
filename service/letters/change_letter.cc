// SPDX-License-Identifier: Apache-2.0
#include "service/letters/change_letter.h"

#include <algorithm>
#include <iterator>
#include <vector>

#include "service/feeds/wording.h"
#include "service/letters/moment_words.h"
#include "service/letters/phrases.h"

namespace letters {
namespace {

using programme::Occurrence;
using programme::year_month_day;

/// Only its title in a language that this person does not read.
bool is_in_other_words(const changes::OccurrenceChange& change, programme::Language language) {
  const bool words_only = std::ranges::all_of(change.kinds, [](auto kind) {
    return kind == changes::ChangeKind::renamed || kind == changes::ChangeKind::described;
  });
  return words_only && change.before != nullptr && change.after != nullptr &&
         change.before->activity->title.in(language) == change.after->activity->title.in(language);
}

bool is_near(const Occurrence* occurrence, year_month_day today) {
  return occurrence != nullptr && letters::is_near(occurrence->when, today);
}

}  // namespace

const programme::Programme& ChangeLetter::programme() const { return latest(*news.front().difference); }

bool is_near(const programme::Resolved& when, year_month_day today) {
  const auto day = programme::fixed_day(when);
  if (!day) return false;
  const auto distance = date::local_days{*day} - date::local_days{today};
  return distance >= date::days{0} && distance <= date::days{urgent_days};
}

std::optional<ChangeNews> news_of(const changes::Difference& difference, const changes::Affected& concern,
                                  year_month_day today) {
  if (!changes::gets_mail(concern, difference, today)) return std::nullopt;
  ChangeNews news{&difference, changes::news_for(concern, difference, today),
                  changes::to_tell(concern.gained, concern.latest(), today),
                  changes::to_tell(concern.lost, concern.latest(), today)};
  std::erase_if(news.changes, [&](std::uint32_t index) {
    return is_in_other_words(difference.occurrences[index], concern.latest().language);
  });
  if (news.size() == 0) return std::nullopt;
  return news;
}

bool is_urgent(const ChangeNews& news, year_month_day today) {
  const auto near = [&](const Occurrence* occurrence) { return is_near(occurrence, today); };
  return std::ranges::any_of(news.gained, near) || std::ranges::any_of(news.lost, near) ||
         std::ranges::any_of(news.changes, [&](std::uint32_t index) {
           const auto& change = news.difference->occurrences[index];
           return near(change.before) || near(change.after);
         });
}

namespace {

using changes::ChangeKind;
using changes::OccurrenceChange;
using feeds::place_in_words;
using programme::Language;
using programme::Occurrence;

/// Everything in one language.
class ChangeWords {
 public:
  explicit ChangeWords(Language language) : language_{language} {}

  std::string when(const Occurrence& occurrence) const { return when_in_words(occurrence.when, language_); }
  std::string title(const Occurrence& occurrence) const { return occurrence.activity->title.in(language_); }

  /// What happened, in one word or two.
  std::string headline(const OccurrenceChange& change) const {
    if (change.has(ChangeKind::removed)) return say(language_, "Vervalt", "Cancelled");
    if (change.has(ChangeKind::added)) return say(language_, "Nieuw", "New");
    if (change.has(ChangeKind::cancelled)) return say(language_, "Gaat niet door", "Cancelled");
    if (change.has(ChangeKind::reinstated)) return say(language_, "Gaat toch door", "Goes on after all");
    if (change.has(ChangeKind::confirmed)) return say(language_, "Staat vast", "Confirmed");
    if (change.has(ChangeKind::planned)) return say(language_, "Gepland", "Planned");
    if (change.has(ChangeKind::unplanned) || change.has(ChangeKind::unconfirmed))
      return say(language_, "Nog niet zeker", "Not certain yet");
    if (change.has(ChangeKind::moved)) return say(language_, "Verzet", "Moved");
    if (change.has(ChangeKind::shortened) || change.has(ChangeKind::lengthened))
      return say(language_, "Andere tijd", "Another time");
    if (change.has(ChangeKind::relocated)) return say(language_, "Andere plaats", "Another place");
    if (change.has(ChangeKind::renamed)) return say(language_, "Andere naam", "Renamed");
    return say(language_, "Gewijzigd", "Changed");
  }

  /// The lines of one change, the most important first.
  std::vector<std::string> lines(const OccurrenceChange& change) const {
    std::vector<std::string> lines;
    if (change.after == nullptr || change.has(ChangeKind::cancelled)) {
      const Occurrence& gone = change.before != nullptr ? *change.before : *change.after;
      add_line(lines, say(language_, "Was", "It was"), literal(when(gone)));
      if (change.after != nullptr && change.after->cancelled != nullptr)
        add_line(lines, say(language_, "Reden", "Reason"), literal(change.after->cancelled->in(language_)));
      return lines;
    }
    const Occurrence& now = *change.after;
    const bool moved = change.before != nullptr && change.changes_date();
    add_when(lines, moved ? std::optional{change.before->when} : std::nullopt, now.when, language_);
    const bool relocated = change.has(ChangeKind::relocated);
    add_place(lines, relocated ? std::optional{place_in_words(*change.before)} : std::nullopt,
              place_in_words(now), language_);
    if (change.has(ChangeKind::renamed) && title(*change.before) != title(now))
      add_line(lines, say(language_, "Heette", "It was called"), literal(title(*change.before)));
    if (change.has(ChangeKind::readdressed))
      lines.push_back(say(language_, "Dit geldt nu voor andere rollen.", "This is for other roles now."));
    return lines;
  }

  Language language() const { return language_; }

 private:
  Language language_;
};

std::string block(const ChangeWords& words, const OccurrenceChange& change, const std::string& headline) {
  const Occurrence& shown = change.latest();
  std::vector<std::string> lines{"**" + headline + ": " + literal(words.title(shown)) + "**"};
  std::ranges::copy(words.lines(change), std::back_inserter(lines));
  return paragraph(lines);
}

/// True when the change at `other` brought the one at `index` along.
bool leads(const ChangeNews& news, std::uint32_t other, std::uint32_t index) {
  const auto& all = news.difference->occurrences;
  return !all[index].follows_from.empty() && all[other].activity == all[index].follows_from &&
         (all[other].library.empty() || all[other].library == all[index].library);
}

/// True when another of these changes brought it along.
bool moves_along(const ChangeNews& news, std::uint32_t index) {
  return std::ranges::any_of(news.changes, [&](auto other) { return leads(news, other, index); });
}

/// What moved along stands right after what it follows; its headline says so.
std::vector<std::uint32_t> in_order(const ChangeNews& news) {
  std::vector<std::uint32_t> ordered;
  for (const std::uint32_t index : news.changes) {
    if (moves_along(news, index)) continue;
    ordered.push_back(index);
    for (const std::uint32_t other : news.changes)
      if (leads(news, index, other)) ordered.push_back(other);
  }
  // What follows something that itself follows, and so has no place yet.
  for (const std::uint32_t index : news.changes)
    if (std::ranges::find(ordered, index) == ordered.end()) ordered.push_back(index);
  return ordered;
}

std::string changes_text(const ChangeWords& words, const ChangeNews& news) {
  std::string text;
  for (const std::uint32_t index : in_order(news)) {
    const OccurrenceChange& change = news.difference->occurrences[index];
    const bool along = !change.follows_from.empty() && change.after != nullptr &&
                       !change.has(ChangeKind::cancelled) && change.changes_date();
    text += block(words, change,
                  along ? say(words.language(), "Schuift mee", "Moves along") : words.headline(change));
  }
  const auto list = [&](const std::vector<const Occurrence*>& occurrences, const std::string& heading) {
    if (occurrences.empty()) return;
    text += heading + "\n\n";
    for (const Occurrence* each : occurrences)
      text += "- " + literal(words.title(*each)) + ", " + literal(words.when(*each)) + "\n";
    text += "\n";
  };
  list(news.gained, say(words.language(), "**Nieuw voor u:**", "**New for you:**"));
  list(news.lost, say(words.language(), "**Niet meer voor u:**", "**No longer for you:**"));
  return text;
}

/// As a reader counts: what moves along with something else is one with it, and a lunch one with its session.
std::size_t count(const ChangeNews& news) {
  const auto follows_one_of = [](const Occurrence* each, const std::vector<const Occurrence*>& list) {
    const auto* follows = std::get_if<programme::Follows>(&each->activity->when);
    return follows != nullptr && std::ranges::any_of(list, [&](const Occurrence* other) {
             return other->activity->id == follows->activity;
           });
  };
  std::size_t count = 0;
  for (const std::uint32_t index : news.changes) count += moves_along(news, index) ? 0U : 1U;
  for (const auto* list : {&news.gained, &news.lost})
    for (const Occurrence* each : *list) count += follows_one_of(each, *list) ? 0U : 1U;
  return count;
}

std::size_t count(const ChangeLetter& letter) {
  std::size_t sum = 0;
  for (const ChangeNews& news : letter.news) sum += count(news);
  return sum;
}

/// The one change that brought all others along; nullptr: there are several, or another kind of news.
const OccurrenceChange* only_cause(const ChangeLetter& letter) {
  if (letter.news.size() != 1) return nullptr;
  const ChangeNews& news = letter.news.front();
  if (news.size() != news.changes.size()) return nullptr;
  const OccurrenceChange* cause = nullptr;
  for (const std::uint32_t index : news.changes) {
    const OccurrenceChange& change = news.difference->occurrences[index];
    if (!change.follows_from.empty()) continue;
    if (cause != nullptr) return nullptr;
    cause = &change;
  }
  if (cause == nullptr) return nullptr;
  const auto follows = [&](std::uint32_t index) {
    const OccurrenceChange& change = news.difference->occurrences[index];
    return &change == cause || change.follows_from == cause->activity;
  };
  return std::ranges::all_of(news.changes, follows) ? cause : nullptr;
}

std::string calendar_text(const ChangeLetter& letter, const ChangeWords& words) {
  if (letter.person->delivery == programme::Delivery::invitations)
    return say(words.language(),
               "Zodra hiervan een dag vaststaat, krijgt u die als uitnodiging voor uw agenda.\n",
               "Once a day is fixed for this, you get it as an invitation for your calendar.\n");
  if (letter.fetched && *letter.fetched)
    return say(words.language(), "Uw agenda heeft deze wijziging al opgehaald.\n",
               "Your calendar has fetched this change already.\n");
  if (letter.fetched)
    return say(
        words.language(),
        "Uw agenda heeft deze wijziging nog niet opgehaald. Dat volgt vanzelf; bij Google kan het een dag "
        "duren.\n",
        "Your calendar has not fetched this change yet. It follows by itself; with Google that may take "
        "a day.\n");
  return say(words.language(),
             "Met een [agenda-abonnement]({0}) volgt uw agenda vanzelf; bij Google kan dat een dag duren.\n",
             "With a [calendar subscription]({0}) your calendar follows by itself; with Google that may take "
             "a day.\n",
             {literal(letter.subscribe_link)});
}

const std::string& programme_title(const ChangeNews& news, Language language) {
  return latest(*news.difference).title.in(language);
}

std::string subject_of_changes(const ChangeLetter& letter, const ChangeWords& words) {
  const Language language = words.language();
  if (const OccurrenceChange* cause = only_cause(letter)) {
    const std::string what = words.headline(*cause) + ": " + words.title(cause->latest());
    const bool dated = cause->after != nullptr && cause->changes_date();
    const std::string day = dated ? day_in_words(cause->after->when, language) : "";
    return day.empty() ? what : say(language, "{0} – nu {1}", "{0} – now {1}", {what, day});
  }
  const std::size_t number = count(letter);
  const std::string& title = programme_title(letter.news.front(), language);
  const std::string where =
      letter.news.size() > 1 ? say(language, "{0} en meer", "{0} and more", {title}) : title;
  if (number == 1) return say(language, "Een wijziging in {0}", "A change in {0}", {where});
  return say(language, "{0} wijzigingen in {1}", "{0} changes in {1}", {std::to_string(number), where});
}

}  // namespace

std::string change_subject(const ChangeLetter& letter, Language language) {
  const ChangeWords words{language};
  const std::string subject = subject_of_changes(letter, words);
  return letter.urgent ? say(language, "Dringend – {0}", "Urgent – {0}", {subject}) : subject;
}

std::string change_text(const ChangeLetter& letter, Language language) {
  const ChangeWords words{language};
  std::string text = greeting(letter.person->name, language);
  for (const ChangeNews& news : letter.news) {
    const std::string title = literal(programme_title(news, language));
    text += news.size() == 1
                ? say(language, "In {0} is iets gewijzigd.", "In {0} something has changed.", {title})
                : say(language, "In {0} is dit gewijzigd.", "In {0} this has changed.", {title});
    text += "\n\n" + changes_text(words, news);
  }
  return text + calendar_text(letter, words);
}

}  // namespace letters
