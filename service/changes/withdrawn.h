// SPDX-License-Identifier: Apache-2.0
//
// What was published and is in the files no more does not just vanish: people have it in their calendars.
// What was still to come stays as cancelled until some days after its date, and whoever was taken out stays
// as somebody who left.
//
// What was over on the day it was taken out is dropped without a word: nobody comes in vain for it, and
// "cancelled" would be untrue. An occurrence that only lost its date counts as taken out, too: the date that
// people hold no longer stands. Under the same id it comes back as the same occurrence, since its identity is
// its ids.
//
// Pure: what revisions said comes in as values, the time as an argument.
#pragma once

#include <compare>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "service/programme/civil_time.h"
#include "service/programme/schedule.h"

namespace changes {

enum class WithdrawnKind { programme, library, occurrence, person };
std::string_view to_string(WithdrawnKind kind);  ///< The enumerator's name: as stored.
std::optional<WithdrawnKind> withdrawn_kind_named(std::string_view name);

/// One thing that was taken out of the files. It stands for what hangs on it as well: a programme for all
/// that is in it, a library for its own occurrences.
struct Withdrawn {
  std::string programme;
  WithdrawnKind kind = WithdrawnKind::occurrence;
  std::string id;    ///< Activity, "activity/library", library, person; empty for a programme.
  int revision = 0;  ///< The last that had it: what it says stands there.
  programme::year_month_day
      since;  ///< The local day on which it was taken out; of people the day they left, when that was before.
  programme::year_month_day last;  ///< The last day that it is about.
  bool operator==(const Withdrawn&) const = default;
};

/// What is carried from now on, by programme, kind, id. `before`: what was carried so far; `published`: what
/// the revision of that number said; `next`: what the files say now. What is in the files again is no longer
/// carried. What is over (see is_over) is dropped, save people: their calendars are to be told for ever that
/// they have ended.
std::vector<Withdrawn> withdraw(std::span<const Withdrawn> before, int revision,
                                const std::vector<programme::Programme>& published,
                                const std::vector<programme::Programme>& next, programme::Instant now,
                                date::days visible);

/// True when nothing of it is shown any more: longer than `visible` after `last`.
bool is_over(const Withdrawn& withdrawn, programme::year_month_day today, date::days visible);

/// A library that was taken out.
struct FormerLibrary {
  programme::Library library;
  programme::year_month_day left;  ///< First day that no longer counts.
  bool operator==(const FormerLibrary&) const = default;
};

/// What one programme has besides its own files.
struct WithdrawnParts {
  std::vector<programme::Occurrence> occurrences;  ///< Pointers lead into the programmes that `source` gave.
  std::vector<FormerLibrary> libraries;            ///< By id.
  std::optional<programme::year_month_day> ended;  ///< The programme itself was taken out on that day.
};

/// The files and what is carried, together.
struct ShownProgrammes {
  std::vector<programme::Programme>
      programmes;  ///< By id; people who were taken out stand last, with the day they left.
  std::vector<WithdrawnParts> withdrawn;  ///< In the same order.
};

/// A programme as a revision had it; nullptr when it had none of that id. Must outlive what is made from it.
using Source = std::function<const programme::Programme*(int revision, const std::string& programme)>;

ShownProgrammes with_withdrawn(std::vector<programme::Programme> files, std::span<const Withdrawn> withdrawn,
                               const Source& source, programme::Instant now, date::days visible);

/// The schedule of one of the effective programmes: its own, with what of a programme that ended is still to
/// come cancelled, and what is carried.
programme::Schedule schedule(const programme::Programme& programme, const WithdrawnParts& withdrawn);

}  // namespace changes
