// SPDX-License-Identifier: Apache-2.0
//
// The changes between two versions of a programme, in the terms of a coordinator: a session moved, an intake
// was planned, a person joined. Plans, revisions and change mails all use them. Pure, and independent of the
// order of files, rows and activities.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "service/programme/programme.h"
#include "service/programme/schedule.h"

namespace changes {

enum class ChangeKind {
  added,
  removed,
  planned,      ///< From no date to a day or a range.
  unplanned,    ///< The reverse.
  confirmed,    ///< From "to be confirmed" to a date.
  unconfirmed,  ///< The reverse.
  moved,        ///< To another start, deadline or range.
  shortened,
  lengthened,
  renamed,
  relocated,  ///< Another place or another meeting link.
  cancelled,
  reinstated,
  readdressed,  ///< Other roles take part.
  described,    ///< Other fields: description, page, kind, `hand_in`, or the reason of a cancellation.
};
std::string_view to_string(ChangeKind kind);  ///< The enumerator's name: as stored and in JSON.

/// The kind of the opposite change.
ChangeKind inverse(ChangeKind kind);

/// The change of one occurrence. Old and new values are in `before` and `after`.
struct OccurrenceChange {
  std::string activity;
  std::string library;                            ///< Empty: for all.
  const programme::Occurrence* before = nullptr;  ///< nullptr: added.
  const programme::Occurrence* after = nullptr;   ///< nullptr: removed.
  std::vector<ChangeKind> kinds;  ///< Ascending, each once; `added` and `removed` are the only kind.
  /// The activity whose change caused the new date, place or cancellation of this one (a lunch follows its
  /// session); empty: none.
  std::string follows_from;
  bool with_library = false;  ///< Added or removed together with its library.

  bool has(ChangeKind kind) const;
  bool changes_date() const;  ///< planned, unplanned, confirmed, unconfirmed, moved, shortened or lengthened.
  const programme::Occurrence& latest() const { return after != nullptr ? *after : *before; }
};

enum class PersonChangeKind {
  joined,  ///< Was not in the programme, or had left.
  left,    ///< Is no longer in the programme, or has a last day now.
  role,
  library,
  language,
  name,
  address,
  period,    ///< Another first or last day.
  delivery,  ///< From a feed to invitations, or back.
};
std::string_view to_string(PersonChangeKind kind);

struct PersonChange {
  std::string person;
  const programme::Person* before = nullptr;
  const programme::Person* after = nullptr;
  std::vector<PersonChangeKind> kinds;  ///< Ascending, each once.

  bool has(PersonChangeKind kind) const;
};

enum class LibraryChangeKind { added, withdrew, renamed };
std::string_view to_string(LibraryChangeKind kind);

struct LibraryChange {
  std::string library;
  const programme::Library* before = nullptr;
  const programme::Library* after = nullptr;
  LibraryChangeKind kind = LibraryChangeKind::added;
};

/// A change of the programme as a whole.
enum class SettingChange {
  programme_added,
  programme_removed,
  title,
  description,
  organiser,
  contact,
  website,
  zone,
  closed,
  quiet,
  bundle,
  roles,  ///< The set of roles, their titles or their types.
};
std::string_view to_string(SettingChange change);

enum class RuleChangeKind { added, removed, changed };
std::string_view to_string(RuleChangeKind kind);

struct RuleChange {
  std::string rule;
  const programme::ReminderRule* before = nullptr;
  const programme::ReminderRule* after = nullptr;
  RuleChangeKind kind = RuleChangeKind::changed;
};

/// Pointers lead into the compared programmes and schedules, which must outlive it.
struct Difference {
  std::string programme;
  const programme::Programme* before = nullptr;
  const programme::Programme* after = nullptr;
  const programme::Schedule* schedule_before = nullptr;
  const programme::Schedule* schedule_after = nullptr;
  std::vector<SettingChange> settings;        ///< Ascending.
  std::vector<LibraryChange> libraries;       ///< By id.
  std::vector<OccurrenceChange> occurrences;  ///< By the new (else the old) day, then activity, then library.
  std::vector<PersonChange> people;           ///< By id.
  std::vector<RuleChange> rules;              ///< By id.

  /// True if no page, feed or mail changes. Planned hours do not count: none of these shows them.
  bool empty() const;
};

/// The programme after the change; if it was removed, before.
const programme::Programme& latest(const Difference& difference);

/// Pass a Programme without an id for one that does not exist before or after. Takes O(n log n) time in the
/// size of the programmes.
Difference difference(const programme::Programme& before, const programme::Schedule& schedule_before,
                      const programme::Programme& after, const programme::Schedule& schedule_after);

}  // namespace changes
