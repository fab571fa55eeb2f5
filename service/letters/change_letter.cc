// SPDX-License-Identifier: Apache-2.0
#include "service/letters/change_letter.h"

#include <algorithm>

#include "service/letters/moment_words.h"

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

}  // namespace letters
