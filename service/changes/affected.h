// SPDX-License-Identifier: Apache-2.0
//
// Whom a difference concerns, and who hears of it by mail.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "service/changes/difference.h"

namespace changes {

/// What changes for one person. Pointers lead where the difference's do, and into the difference itself.
struct Affected {
  const programme::Person* before = nullptr;  ///< nullptr: was not in the programme.
  const programme::Person* after = nullptr;   ///< nullptr: is not in it any more.
  std::vector<std::uint32_t>
      changes;  ///< Indices into Difference::occurrences, ascending: those of their own.
  const PersonChange* own = nullptr;  ///< What changes about the person.
  std::vector<const programme::Occurrence*>
      gained;  ///< Not changed itself, but theirs now (another role or library), …
  std::vector<const programme::Occurrence*> lost;  ///< … and not theirs any more.

  const programme::Person& latest() const { return after != nullptr ? *after : *before; }
};

/// Everybody for whom something changes, by id. An occurrence is somebody's when it was theirs or is now.
/// Takes time in proportion to people, changes, and what comes out.
std::vector<Affected> affected_people(const Difference& difference);

/// True when nobody needs a mail about it: a description, a title in which a few letters changed, or what was
/// cancelled already and is taken out.
bool is_minor(const OccurrenceChange& change);

/// True when a title only has a slip mended: the same words but for a few letters, and the same numbers.
bool is_typo(const std::string& before, const std::string& after);

/// True when both its old and its new day are before `today`; what has no day is never over.
bool is_over(const OccurrenceChange& change, programme::year_month_day today);

/// What of it is worth a mail to this person on that day: indices into Difference::occurrences. Whoever joins
/// now is welcomed elsewhere; whoever has left hears no more; whoever has invitations hears by those of what
/// has, or had, a date.
std::vector<std::uint32_t> news_for(const Affected& concern, const Difference& difference,
                                    programme::year_month_day today);

/// Those that are not over, by day and time; what has no day comes last.
std::vector<const programme::Occurrence*> to_come(std::vector<const programme::Occurrence*> occurrences,
                                                  programme::year_month_day today);

/// Those of them that are worth a mail to that person.
std::vector<const programme::Occurrence*> to_tell(std::vector<const programme::Occurrence*> occurrences,
                                                  const programme::Person& person,
                                                  programme::year_month_day today);

/// True when this person gets a change mail: there is news, or another role, library or period brings or
/// takes activities.
bool gets_mail(const Affected& concern, const Difference& difference, programme::year_month_day today);

}  // namespace changes
