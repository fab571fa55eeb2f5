// SPDX-License-Identifier: Apache-2.0
//
// The people whom a difference affects, and those who get a mail about it.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "service/changes/difference.h"

namespace changes {

/// The changes for one person. Pointers lead into the difference and into what it points to.
struct Affected {
  const programme::Person* before = nullptr;  ///< nullptr: the person was not in the programme.
  const programme::Person* after = nullptr;   ///< nullptr: the person is no longer in it.
  std::vector<std::uint32_t>
      changes;  ///< Indices into Difference::occurrences, ascending: changes of this person's occurrences.
  const PersonChange* own = nullptr;  ///< The change of the person's own row; nullptr: none.
  std::vector<const programme::Occurrence*>
      gained;  ///< Unchanged occurrences that are new to the person by another role or library.
  std::vector<const programme::Occurrence*> lost;  ///< Unchanged occurrences that are no longer theirs.

  const programme::Person& latest() const { return after != nullptr ? *after : *before; }
};

/// All affected people, by id. A change of an occurrence affects those it concerned before or concerns now.
/// Takes time linear in people, changes and results.
std::vector<Affected> affected_people(const Difference& difference);

/// True if the change needs no mail: a new description, a corrected typo in a title, or the removal of an
/// occurrence that was already cancelled.
bool is_minor(const OccurrenceChange& change);

/// True if two titles differ in a few letters only and hold the same numbers.
bool is_typo(const std::string& before, const std::string& after);

/// True if both the old and the new day are before `today`. An occurrence without a day is never over.
bool is_over(const OccurrenceChange& change, programme::year_month_day today);

/// The changes that a mail to this person lists: indices into Difference::occurrences. Empty for people who
/// join now (they get the welcome mail) or have left. For people with invitations only undated activities
/// count: invitations announce the dated ones.
std::vector<std::uint32_t> news_for(const Affected& concern, const Difference& difference,
                                    programme::year_month_day today);

/// The occurrences that are not over, by day and time; those without a day come last.
std::vector<const programme::Occurrence*> to_come(std::vector<const programme::Occurrence*> occurrences,
                                                  programme::year_month_day today);

/// The occurrences to_come() that a change mail to this person lists.
std::vector<const programme::Occurrence*> to_tell(std::vector<const programme::Occurrence*> occurrences,
                                                  const programme::Person& person,
                                                  programme::year_month_day today);

/// True if this person gets a change mail: news_for() is not empty, or another role, library or period adds
/// or removes activities.
bool gets_mail(const Affected& concern, const Difference& difference, programme::year_month_day today);

}  // namespace changes
