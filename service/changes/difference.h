// SPDX-License-Identifier: Apache-2.0
//
// What changes between two versions of a programme, in the words of a coordinator: a session moved, an intake
// planned, somebody joined. What a plan shows, what a revision keeps and what change mails say all come from
// here. Pure, and independent of the order of files, rows and activities.
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
  planned,      ///< Nothing was known, now a day or a range is.
  unplanned,    ///< The reverse.
  confirmed,    ///< It was to be confirmed, now it has a date.
  unconfirmed,  ///< The reverse.
  moved,        ///< To another start, deadline or range.
  shortened,
  lengthened,
  renamed,
  relocated,  ///< Another place or another meeting link.
  cancelled,
  reinstated,
  readdressed,  ///< For other roles.
  described,  ///< Something smaller: description, page, kind, whose "done" counts, the reason why it is off.
};
std::string_view to_string(ChangeKind kind);  ///< The enumerator's name: as stored and in JSON.

/// What the change back is called.
ChangeKind inverse(ChangeKind kind);

/// What happens to one occurrence. Old and new values are in `before` and `after`.
struct OccurrenceChange {
  std::string activity;
  std::string library;                            ///< Empty: for all.
  const programme::Occurrence* before = nullptr;  ///< nullptr: added.
  const programme::Occurrence* after = nullptr;   ///< nullptr: removed.
  std::vector<ChangeKind> kinds;  ///< Ascending, each once; `added` and `removed` stand alone.
  /// The activity whose own change brought this one's date, place or cancellation along (the lunch follows
  /// the session); empty: nothing did.
  std::string follows_from;
  bool with_library = false;  ///< Added or removed because its library was.

  bool has(ChangeKind kind) const;
  bool changes_date() const;  ///< planned, unplanned, confirmed, unconfirmed, moved, shortened or lengthened.
  const programme::Occurrence& latest() const { return after != nullptr ? *after : *before; }
};

enum class PersonChangeKind {
  joined,  ///< Was not there, or had left.
  left,    ///< Is no longer there, or has a last day now.
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

/// What concerns the programme as a whole.
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
  roles,  ///< Which there are, their titles or types.
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

/// Pointers lead into the programmes and schedules that were compared, which must outlive it.
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

  /// True when nobody sees anything else than before. Planned hours are on no page and in no mail.
  bool empty() const;
};

/// The programme as it is now; of one that was taken away, as it was.
const programme::Programme& latest(const Difference& difference);

/// A programme that was not there before, or is not there any more, is an empty Programme: one without an id.
/// Takes time in proportion to the programmes (times a logarithm), not to pairs of anything.
Difference difference(const programme::Programme& before, const programme::Schedule& schedule_before,
                      const programme::Programme& after, const programme::Schedule& schedule_after);

}  // namespace changes
