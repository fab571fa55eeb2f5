// SPDX-License-Identifier: Apache-2.0
//
// Keeps published items visible after they were removed from the files, because people have them in their
// calendars. A future occurrence is shown as cancelled until some days after its date. A removed person is
// shown as a person who left.
//
// An occurrence that was over on the day of its removal disappears at once: "cancelled" would be untrue. An
// occurrence that lost its date counts as removed, because the date in calendars is no longer valid. If the
// same ids return, they are the same occurrence again.
//
// Pure: revisions are values and the time is an argument.
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

/// One item that was removed from the files. It includes its parts: a programme everything in it, a library
/// its own occurrences.
struct Withdrawn {
  std::string programme;
  WithdrawnKind kind = WithdrawnKind::occurrence;
  std::string id;    ///< Activity, "activity/library", library, person; empty for a programme.
  int revision = 0;  ///< The last revision that had the item.
  programme::year_month_day
      since;  ///< The local day of the removal; for people the day they left, if earlier.
  programme::year_month_day last;  ///< The last day of the item.
  bool operator==(const Withdrawn&) const = default;
};

/// The withdrawn items after a publication, by programme, kind, id. `before` are the items so far,
/// `published` the programmes of revision `revision`, `next` those of the files. Drops items that are in the
/// files again, and items that are over (see is_over). People are kept: their feeds report for ever that they
/// have ended.
std::vector<Withdrawn> withdraw(std::span<const Withdrawn> before, int revision,
                                const std::vector<programme::Programme>& published,
                                const std::vector<programme::Programme>& next, programme::Instant now,
                                date::days visible);

/// True if the item is no longer shown: `today` is more than `visible` after `last`.
bool is_over(const Withdrawn& withdrawn, programme::year_month_day today, date::days visible);

/// A library that was removed from the files.
struct FormerLibrary {
  programme::Library library;
  programme::year_month_day left;  ///< First day that no longer counts.
  bool operator==(const FormerLibrary&) const = default;
};

/// The withdrawn items of one programme.
struct WithdrawnParts {
  std::vector<programme::Occurrence> occurrences;  ///< Pointers lead into the programmes that `source` gave.
  std::vector<FormerLibrary> libraries;            ///< By id.
  std::optional<programme::year_month_day> ended;  ///< The day on which the programme itself was removed.
};

/// The programmes of the files together with the withdrawn items.
struct ShownProgrammes {
  std::vector<programme::Programme>
      programmes;  ///< By id. Removed people are last in `people`, with the day they left.
  std::vector<WithdrawnParts> withdrawn;  ///< In the same order.
};

/// Returns a programme of a revision, or nullptr. The programme must outlive everything made from it.
using Source = std::function<const programme::Programme*(int revision, const std::string& programme)>;

ShownProgrammes with_withdrawn(std::vector<programme::Programme> files, std::span<const Withdrawn> withdrawn,
                               const Source& source, programme::Instant now, date::days visible);

/// The schedule of one programme with its withdrawn occurrences. If the programme ended, its future
/// occurrences are cancelled.
programme::Schedule schedule(const programme::Programme& programme, const WithdrawnParts& withdrawn);

}  // namespace changes
