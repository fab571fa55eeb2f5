// SPDX-License-Identifier: Apache-2.0
#include "service/changes/affected.h"

#include <algorithm>
#include <optional>
#include <set>
#include <string_view>
#include <unordered_map>
#include <utility>

#include "service/changes/difference_parts.h"
#include "service/programme/audience.h"

namespace changes {
namespace {

/// The maximum number of letters that differ in a typo.
constexpr std::size_t letters_of_a_typo = 3;

using Indices = std::vector<std::uint32_t>;

/// The occurrences of one version: those for all, and each library's own.
class OfLibraries {
 public:
  explicit OfLibraries(const programme::Schedule& schedule) {
    for (const programme::Occurrence& occurrence : schedule.occurrences)
      (occurrence.library != nullptr ? own_[occurrence.library->id] : for_all_).push_back(&occurrence);
  }

  template <class Each>
  void for_each(const programme::Person& person, const Each& each) const {
    for (const programme::Occurrence* occurrence : for_all_)
      if (programme::concerns(*occurrence, person)) each(*occurrence);
    const auto own = own_.find(person.library);
    if (own == own_.end()) return;
    for (const programme::Occurrence* occurrence : own->second)
      if (programme::concerns(*occurrence, person)) each(*occurrence);
  }

 private:
  std::vector<const programme::Occurrence*> for_all_;
  std::unordered_map<std::string_view, std::vector<const programme::Occurrence*>> own_;
};

bool is_theirs(const programme::Occurrence* occurrence, const programme::Person* person) {
  return occurrence != nullptr && person != nullptr && programme::concerns(*occurrence, *person);
}

class Search {
 public:
  explicit Search(const Difference& difference);
  std::vector<Affected> run();

 private:
  Indices changes_for(const programme::Person* before, const programme::Person* after) const;
  void compare_own(Affected& concern) const;
  const PersonChange* change_of(const std::string& id);

  const Difference& difference_;
  Indices for_all_;
  std::unordered_map<std::string_view, Indices> of_library_;
  std::set<OccurrenceKey> changed_;
  std::size_t next_person_change_ = 0;
  std::optional<OfLibraries> before_;  ///< Made only if a person changed.
  std::optional<OfLibraries> after_;
};

Search::Search(const Difference& difference) : difference_(difference) {
  for (std::uint32_t i = 0; i < difference.occurrences.size(); ++i) {
    const OccurrenceChange& change = difference.occurrences[i];
    (change.library.empty() ? for_all_ : of_library_[change.library]).push_back(i);
    changed_.emplace(change.activity, change.library);
  }
  if (difference.people.empty()) return;
  before_.emplace(*difference.schedule_before);
  after_.emplace(*difference.schedule_after);
}

Indices Search::changes_for(const programme::Person* before, const programme::Person* after) const {
  Indices found;
  const auto look_at = [&](const Indices& candidates) {
    for (const std::uint32_t index : candidates) {
      const OccurrenceChange& change = difference_.occurrences[index];
      if (is_theirs(change.before, before) || is_theirs(change.after, after)) found.push_back(index);
    }
  };
  const auto look_at_library = [&](const std::string& library) {
    if (const auto own = of_library_.find(library); own != of_library_.end()) look_at(own->second);
  };
  look_at(for_all_);
  if (before != nullptr) look_at_library(before->library);
  if (after != nullptr && (before == nullptr || before->library != after->library))
    look_at_library(after->library);
  std::sort(found.begin(), found.end());
  return found;
}

/// Finds unchanged occurrences that the person gains or loses.
void Search::compare_own(Affected& concern) const {
  std::set<OccurrenceKey> had;
  std::set<OccurrenceKey> has;
  if (concern.before != nullptr)
    before_->for_each(*concern.before, [&](const programme::Occurrence& o) { had.insert(key_of(o)); });
  if (concern.after != nullptr) {
    after_->for_each(*concern.after, [&](const programme::Occurrence& o) {
      has.insert(key_of(o));
      if (!had.contains(key_of(o)) && !changed_.contains(key_of(o))) concern.gained.push_back(&o);
    });
  }
  if (concern.before == nullptr) return;
  before_->for_each(*concern.before, [&](const programme::Occurrence& o) {
    if (!has.contains(key_of(o)) && !changed_.contains(key_of(o))) concern.lost.push_back(&o);
  });
}

/// Call with ascending ids.
const PersonChange* Search::change_of(const std::string& id) {
  if (next_person_change_ == difference_.people.size()) return nullptr;
  const PersonChange& change = difference_.people[next_person_change_];
  if (change.person != id) return nullptr;
  ++next_person_change_;
  return &change;
}

std::vector<Affected> Search::run() {
  std::vector<Affected> found;
  for_each_pair(difference_.before->people, difference_.after->people,
                [&](const programme::Person* before, const programme::Person* after) {
                  Affected concern{before, after, changes_for(before, after), {}, {}, {}};
                  concern.own = change_of((after != nullptr ? after : before)->id);
                  if (concern.own != nullptr) compare_own(concern);
                  if (concern.own != nullptr || !concern.changes.empty()) found.push_back(std::move(concern));
                });
  const auto order = [](const programme::Occurrence* a, const programme::Occurrence* b) {
    return key_of(*a) < key_of(*b);
  };
  for (Affected& concern : found) {
    std::sort(concern.gained.begin(), concern.gained.end(), order);
    std::sort(concern.lost.begin(), concern.lost.end(), order);
  }
  return found;
}

/// The length of the longer text without the common beginning and end.
std::size_t letters_changed(std::string_view before, std::string_view after) {
  while (!before.empty() && !after.empty() && before.front() == after.front()) {
    before.remove_prefix(1);
    after.remove_prefix(1);
  }
  while (!before.empty() && !after.empty() && before.back() == after.back()) {
    before.remove_suffix(1);
    after.remove_suffix(1);
  }
  return std::max(before.size(), after.size());
}

bool has_digit(std::string_view text) {
  return std::any_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

bool is_told_by_invitation(const OccurrenceChange& change) {
  return (change.before != nullptr && is_invited(*change.before)) ||
         (change.after != nullptr && is_invited(*change.after));
}

}  // namespace

std::vector<Affected> affected_people(const Difference& difference) { return Search(difference).run(); }

/// Compares digits exactly: "Werksessie 1" and "Werksessie 2" differ by one character only.
bool is_typo(const std::string& before, const std::string& after) {
  if (before == after) return true;
  const auto digits = [](std::string_view text) {
    std::string out;
    std::copy_if(text.begin(), text.end(), std::back_inserter(out), [](char c) {
      return has_digit({&c, 1});
    });
    return out;
  };
  return letters_changed(before, after) <= letters_of_a_typo && digits(before) == digits(after);
}

bool is_minor(const OccurrenceChange& change) {
  if (change.has(ChangeKind::removed) && change.before->cancelled != nullptr) return true;
  return std::all_of(change.kinds.begin(), change.kinds.end(), [&](ChangeKind kind) {
    if (kind == ChangeKind::described) return true;
    if (kind != ChangeKind::renamed) return false;
    const programme::Text& before = change.before->activity->title;
    const programme::Text& after = change.after->activity->title;
    return is_typo(before.nl, after.nl) && is_typo(before.en, after.en);
  });
}

bool is_over(const OccurrenceChange& change, programme::year_month_day today) {
  const auto over = [&](const programme::Occurrence* occurrence) {
    if (occurrence == nullptr) return true;
    const auto covered = days_of(*occurrence);
    return covered && covered->last < today;
  };
  return over(change.before) && over(change.after);
}

std::vector<std::uint32_t> news_for(const Affected& concern, const Difference& difference,
                                    programme::year_month_day today) {
  if (concern.before == nullptr || concern.after == nullptr) return {};
  if (concern.after->left && *concern.after->left <= today) return {};
  std::vector<std::uint32_t> news;
  for (const std::uint32_t index : concern.changes) {
    const OccurrenceChange& change = difference.occurrences[index];
    if (concern.after->delivery == programme::Delivery::invitations && is_told_by_invitation(change))
      continue;
    if (!is_minor(change) && !is_over(change, today)) news.push_back(index);
  }
  return news;
}

std::vector<const programme::Occurrence*> to_come(std::vector<const programme::Occurrence*> occurrences,
                                                  programme::year_month_day today) {
  std::erase_if(occurrences, [&](const programme::Occurrence* each) {
    const auto covered = days_of(*each);
    return covered && covered->last < today;
  });
  const auto begins = [](const programme::Occurrence* each) {
    const auto covered = days_of(*each);
    if (!covered) return programme::LocalMinute::max();
    const auto* session = std::get_if<programme::Session>(&each->when);
    return session != nullptr ? session->start : programme::LocalMinute{date::local_days{covered->first}};
  };
  std::ranges::stable_sort(occurrences, {}, begins);
  return occurrences;
}

std::vector<const programme::Occurrence*> to_tell(std::vector<const programme::Occurrence*> occurrences,
                                                  const programme::Person& person,
                                                  programme::year_month_day today) {
  if (person.delivery == programme::Delivery::invitations)
    std::erase_if(occurrences, [](const programme::Occurrence* each) { return is_invited(*each); });
  return to_come(std::move(occurrences), today);
}

bool gets_mail(const Affected& concern, const Difference& difference, programme::year_month_day today) {
  if (!news_for(concern, difference, today).empty()) return true;
  if (concern.before == nullptr || concern.after == nullptr || concern.own == nullptr) return false;
  if (concern.after->left && *concern.after->left <= today) return false;
  return !(to_tell(concern.gained, *concern.after, today).empty() &&
           to_tell(concern.lost, *concern.after, today).empty());
}

}  // namespace changes
