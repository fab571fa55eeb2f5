// SPDX-License-Identifier: Apache-2.0
#include "service/letters/placeholders.h"

#include <algorithm>
#include <array>

namespace letters {
namespace {

using enum PlaceholderKind;

constexpr std::size_t of_items = 21;

constexpr std::array all_placeholders{
    // Of each thing that the mail is about.
    Placeholder{"titel", "title"},
    Placeholder{"soort", "kind"},
    Placeholder{"omschrijving", "description"},
    Placeholder{"bibliotheek", "library"},
    Placeholder{"wanneer", "when"},
    Placeholder{"dag", "day"},
    Placeholder{"tijd", "time"},
    Placeholder{"over", "how_soon"},
    Placeholder{"plaats", "place"},
    Placeholder{"online", "online"},
    Placeholder{"informatie", "information"},
    Placeholder{"lunch", "lunch"},
    Placeholder{"lunch_plaats", "lunch_place"},
    Placeholder{"voorbereiden", "prepare", list},
    Placeholder{"voorbereiding", "preparation", flag},
    Placeholder{"klaar_link", "done_link"},
    Placeholder{"ontbreekt", "missing", list},
    Placeholder{"bijeenkomst", "session", flag},
    Placeholder{"inleveren", "deadline", flag},
    Placeholder{"te_laat", "overdue", flag},
    Placeholder{"ongepland", "unplanned", flag},
    // Of the entries of lists.
    Placeholder{"ingeleverd", "handed_in", flag},
    Placeholder{"wie", "who"},
    // Of the mail.
    Placeholder{"onderdelen", "items", list},
    Placeholder{"aantal", "count"},
    Placeholder{"meerdere", "several", flag},
    Placeholder{"naam", "name"},
    Placeholder{"traject", "programme"},
    Placeholder{"organisator", "organiser"},
    Placeholder{"contact", "contact"},
    Placeholder{"website", "website"},
    Placeholder{"mijn_pagina", "my_page"},
    Placeholder{"agenda_link", "calendar_link"},
    Placeholder{"feed_adres", "feed_address"},
    Placeholder{"afmelden", "unsubscribe"},
};
static_assert(all_placeholders[of_items - 1].nl == "ongepland");

}  // namespace

std::span<const Placeholder> placeholders() { return all_placeholders; }

std::span<const Placeholder> item_placeholders() { return std::span{all_placeholders}.first(of_items); }

const Placeholder* find_placeholder(std::string_view name) {
  const auto found = std::ranges::find_if(
      all_placeholders, [&](const Placeholder& each) { return each.nl == name || each.en == name; });
  return found == all_placeholders.end() ? nullptr : &*found;
}

}  // namespace letters
