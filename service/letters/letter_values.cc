// SPDX-License-Identifier: Apache-2.0
#include "service/letters/letter_values.h"

#include <algorithm>
#include <stdexcept>

#include "service/feeds/wording.h"
#include "service/letters/clean_text.h"
#include "service/letters/markdown.h"
#include "service/letters/moment_words.h"
#include "service/letters/placeholders.h"
#include "service/programme/audience.h"

namespace letters {
namespace {

using kainjow::mustache::data;
using programme::Language;
using programme::Occurrence;
using programme::Programme;

/// Sets values under the Dutch and the English name at once.
class Values {
 public:
  explicit Values(ValuesFor target) : target_{target} {}

  /// No text is no value, so that {{#name}} tells the two apart.
  void text(std::string_view name, std::string_view value) {
    const std::string clean =
        target_ == ValuesFor::markdown ? escape_markdown(clean_lines(value)) : one_line(value);
    set(name, clean.empty() ? data{false} : data{clean});
  }
  void flag(std::string_view name, bool value) { set(name, data{value}); }
  void list(std::string_view name, const data& entries) { set(name, entries); }

  /// Gives every name of an item no value: without that an item would show the value of what it stands in.
  void clear_item() {
    for (const Placeholder& each : item_placeholders()) set(each.nl, data{false});
  }

  void copy_item(const Values& from) {
    for (const Placeholder& each : item_placeholders()) set(each.nl, *from.values_.get(std::string{each.nl}));
  }

  const data& get() const { return values_; }

 private:
  void set(std::string_view name, const data& value) {
    const Placeholder* known = find_placeholder(name);
    if (known == nullptr) throw std::logic_error{"no placeholder " + std::string{name}};
    values_.set(std::string{known->nl}, value);
    if (known->en != known->nl) values_.set(std::string{known->en}, value);
  }

  ValuesFor target_;
  data values_;
};

/// Turns a letter into values; one for each letter and target.
class Filler {
 public:
  Filler(const Letter& letter, Language language, programme::Instant now, ValuesFor target)
      : letter_{letter}, language_{language}, now_{now}, target_{target} {
    zone_ = programme::find_zone(letter.programme->zone);
    if (zone_ == nullptr) throw std::invalid_argument{"no time zone " + letter.programme->zone};
    today_ = programme::local_day(now, letter.programme->zone);
  }

  data fill() const {
    Values values{target_};
    data items{data::type::list};
    for (const Item& item : letter_.items) {
      const Values entry = of_item(item);
      if (items.is_empty_list()) values.copy_item(entry);
      items.push_back(entry.get());
    }
    values.list("onderdelen", items);
    values.text("aantal", std::to_string(letter_.items.size()));
    values.flag("meerdere", letter_.items.size() > 1);
    of_mail(values);
    return values.get();
  }

 private:
  void of_mail(Values& values) const {
    const Programme& programme = *letter_.programme;
    values.text("naam", letter_.recipient.name());
    values.text("traject", programme.title.in(language_));
    values.text("organisator", programme.organiser);
    values.text("contact", programme.contact);
    values.text("website", programme.website);
    values.text("mijn_pagina", letter_.page_link);
    values.text("agenda_link", letter_.subscribe_link);
    values.text("feed_adres", letter_.feed_link);
    values.text("afmelden", letter_.stop_link);
  }

  Values of_item(const Item& item) const {
    Values values{target_};
    values.clear_item();
    values.text("bibliotheek", library_of(item));
    values.text("klaar_link", item.hand_in_link);
    data missing{data::type::list};
    for (const std::string& each : item.missing) {
      Values entry{target_};
      entry.text("wie", each);
      missing.push_back(entry.get());
    }
    values.list("ontbreekt", missing);
    if (item.moment.occurrence == nullptr) {
      values.text("titel", letter_.programme->title.in(language_));
      values.text("omschrijving", letter_.programme->description.in(language_));
      return values;
    }
    of_occurrence(values, item);
    return values;
  }

  void of_occurrence(Values& values, const Item& item) const {
    const Occurrence& occurrence = *item.moment.occurrence;
    const programme::Activity& activity = *occurrence.activity;
    values.text("titel", activity.title.in(language_));
    values.text("soort", feeds::kind_name(activity.kind, language_));
    values.text("omschrijving", activity.description.in(language_));
    values.text("plaats", occurrence.place());
    values.text("online", activity.online);
    values.text("informatie", activity.page);
    set_when(values, occurrence);
    const bool deadline = topic_of(&occurrence) == programme::Topic::deadlines;
    values.flag("inleveren", deadline);
    values.flag("bijeenkomst", !deadline);
    values.flag("te_laat", is_over(occurrence.when));
    values.flag("ongepland", !programme::fixed_day(occurrence.when));
    if (item.lunch != nullptr) {
      values.text("lunch", times_in_words(item.lunch->when, language_));
      if (item.lunch->place() != occurrence.place()) values.text("lunch_plaats", item.lunch->place());
    }
    values.list("voorbereiden", of_preparation(item));
    values.flag("voorbereiding", !item.preparation.empty());
  }

  void set_when(Values& values, const Occurrence& occurrence) const {
    values.text("wanneer", when_in_words(occurrence.when, language_));
    values.text("dag", letters::day_in_words(occurrence.when, language_));
    values.text("tijd", times_in_words(occurrence.when, language_));
    values.text("over", distance_in_words(occurrence.when, today_, language_));
  }

  data of_preparation(const Item& item) const {
    data entries{data::type::list};
    for (const Preparation& each : item.preparation) {
      Values entry{target_};
      entry.clear_item();
      entry.text("titel", each.occurrence->activity->title.in(language_));
      entry.text("omschrijving", each.occurrence->activity->description.in(language_));
      set_when(entry, *each.occurrence);
      entry.flag("te_laat", is_over(each.occurrence->when));
      entry.flag("ingeleverd", each.handed_in);
      entry.text("klaar_link", each.hand_in_link);
      entries.push_back(entry.get());
    }
    return entries;
  }

  bool is_over(const programme::Resolved& when) const {
    const auto* deadline = std::get_if<programme::Deadline>(&when);
    return deadline != nullptr && programme::to_instant(deadline->end(), *zone_) <= now_;
  }

  /// Of what it is about, else of the person.
  std::string_view library_of(const Item& item) const {
    if (item.moment.occurrence != nullptr && item.moment.occurrence->library != nullptr)
      return item.moment.occurrence->library->name;
    if (letter_.recipient.person == nullptr) return {};
    const auto& libraries = letter_.programme->libraries;
    const auto found =
        std::ranges::find(libraries, letter_.recipient.person->library, &programme::Library::id);
    return found == libraries.end() ? std::string_view{} : found->name;
  }

  const Letter& letter_;
  Language language_;
  programme::Instant now_;
  ValuesFor target_;
  const date::time_zone* zone_ = nullptr;
  programme::year_month_day today_;
};

}  // namespace

data letter_values(const Letter& letter, Language language, programme::Instant now, ValuesFor target) {
  return Filler{letter, language, now, target}.fill();
}

bool has_attachment(const Item& item) {
  return item.event && item.moment.occurrence != nullptr &&
         std::holds_alternative<programme::Session>(item.moment.occurrence->when);
}

namespace {

using programme::Occurrence;

/// For all, or for the session's own library.
bool same_audience(const Occurrence& occurrence, const Occurrence& session) {
  return occurrence.library == nullptr || occurrence.library == session.library;
}

bool hangs_before(const Occurrence& occurrence, const Occurrence& session) {
  const auto* relative = std::get_if<programme::DueRelative>(&occurrence.activity->when);
  return relative != nullptr && relative->side == programme::Side::before &&
         relative->activity == session.activity->id;
}

}  // namespace

const Occurrence* lunch_after(const programme::Schedule& schedule, const Occurrence& session) {
  const auto found = std::ranges::find_if(schedule.occurrences, [&](const Occurrence& occurrence) {
    return occurrence.activity->kind == programme::ActivityKind::lunch &&
           occurrence.follows == session.activity && same_audience(occurrence, session) &&
           occurrence.cancelled == nullptr && std::holds_alternative<programme::Session>(occurrence.when);
  });
  return found == schedule.occurrences.end() ? nullptr : &*found;
}

std::vector<const Occurrence*> preparation_for(const programme::Schedule& schedule, const Occurrence& session,
                                               const programme::Person& person) {
  std::vector<const Occurrence*> found;
  for (const Occurrence& occurrence : schedule.occurrences) {
    if (hangs_before(occurrence, session) && same_audience(occurrence, session) &&
        occurrence.cancelled == nullptr && std::holds_alternative<programme::Deadline>(occurrence.when) &&
        concerns(occurrence, person))
      found.push_back(&occurrence);
  }
  return found;
}

}  // namespace letters
