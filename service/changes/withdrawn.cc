// SPDX-License-Identifier: Apache-2.0
#include "service/changes/withdrawn.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <tuple>
#include <utility>

#include "service/programme/audience.h"

namespace changes {
namespace {

using date::sys_days;

constexpr std::array<std::pair<WithdrawnKind, std::string_view>, 4> kind_names{{
    {WithdrawnKind::programme, "programme"},
    {WithdrawnKind::library, "library"},
    {WithdrawnKind::occurrence, "occurrence"},
    {WithdrawnKind::person, "person"},
}};

/// The reason of a removed occurrence: none was given.
const programme::Text no_reason{};

template <class Items>
auto find_by_id(const Items& items, std::string_view id) {
  const auto at = std::find_if(items.begin(), items.end(), [&](const auto& item) { return item.id == id; });
  return at == items.end() ? nullptr : &*at;
}

template <class Items>
std::set<std::string_view> ids_of(const Items& items) {
  std::set<std::string_view> ids;
  for (const auto& item : items) ids.insert(item.id);
  return ids;
}

/// The id of an occurrence within its programme. Ids of activities and libraries contain no '/'.
std::string id_of(const programme::Occurrence& occurrence) {
  return occurrence.library == nullptr ? occurrence.activity->id
                                       : occurrence.activity->id + "/" + occurrence.library->id;
}

bool is_dated(const programme::Occurrence& occurrence) {
  return !std::holds_alternative<programme::Unplanned>(occurrence.when);
}

bool is_to_come(const programme::Occurrence& occurrence, programme::year_month_day today) {
  const auto covered = programme::days_of(occurrence);
  return covered && covered->last >= today;
}

programme::year_month_day last_day(const std::vector<programme::Occurrence>& occurrences,
                                   programme::year_month_day at_least,
                                   const std::function<bool(const programme::Occurrence&)>& counts) {
  programme::year_month_day last = at_least;
  for (const programme::Occurrence& occurrence : occurrences)
    if (const auto covered = programme::days_of(occurrence); covered && counts(occurrence))
      last = std::max(last, covered->last);
  return last;
}

/// Finds the items of one published programme that the files lack.
class Removals {
 public:
  Removals(const programme::Programme& published, int revision, programme::Instant now,
           std::vector<Withdrawn>& out)
      : published_{published},
        schedule_{programme::schedule(published)},
        revision_{revision},
        today_{programme::local_day(now, published.zone)},
        out_{out} {}

  void find(const programme::Programme* next) {
    if (next == nullptr) {
      add(WithdrawnKind::programme, "", today_,
          last_day(schedule_.occurrences, today_, [](const programme::Occurrence&) { return true; }));
      find_people({});
      return;
    }
    const auto libraries = ids_of(next->libraries);
    for (const programme::Library& library : published_.libraries) {
      if (libraries.contains(library.id)) continue;
      add(WithdrawnKind::library, library.id, today_,
          last_day(schedule_.occurrences, today_, [&](const programme::Occurrence& occurrence) {
            return occurrence.library != nullptr && occurrence.library->id == library.id;
          }));
    }
    if (!next->people.is_shared_with(published_.people)) find_people(ids_of(next->people));
    find_occurrences(*next, libraries);
  }

 private:
  void find_people(const std::set<std::string_view>& present) {
    for (const programme::Person& person : published_.people) {
      if (present.contains(person.id)) continue;
      const programme::year_month_day left = std::min(today_, person.left.value_or(today_));
      add(WithdrawnKind::person, person.id, left, left);
    }
  }

  void find_occurrences(const programme::Programme& next, const std::set<std::string_view>& libraries) {
    const programme::Schedule after = programme::schedule(next);
    std::set<std::string> dated;
    for (const programme::Occurrence& occurrence : after.occurrences)
      if (is_dated(occurrence)) dated.insert(id_of(occurrence));
    for (const programme::Occurrence& occurrence : schedule_.occurrences) {
      if (!is_to_come(occurrence, today_) || dated.contains(id_of(occurrence))) continue;
      // The row of a removed library includes its own occurrences.
      if (occurrence.library != nullptr && !libraries.contains(occurrence.library->id)) continue;
      add(WithdrawnKind::occurrence, id_of(occurrence), today_, programme::days_of(occurrence)->last);
    }
  }

  void add(WithdrawnKind kind, std::string id, programme::year_month_day since,
           programme::year_month_day last) {
    out_.push_back({published_.id, kind, std::move(id), revision_, since, last});
  }

  const programme::Programme& published_;
  const programme::Schedule schedule_;
  const int revision_;
  const programme::year_month_day today_;
  std::vector<Withdrawn>& out_;
};

/// The items in the files, to find those that returned.
class Present {
 public:
  explicit Present(const std::vector<programme::Programme>& programmes) {
    for (const programme::Programme& programme : programmes) {
      insert(programme.id, WithdrawnKind::programme, "");
      for (const programme::Library& library : programme.libraries)
        insert(programme.id, WithdrawnKind::library, library.id);
      for (const programme::Person& person : programme.people)
        insert(programme.id, WithdrawnKind::person, person.id);
      const programme::Schedule schedule = programme::schedule(programme);
      for (const programme::Occurrence& occurrence : schedule.occurrences)
        if (is_dated(occurrence)) insert(programme.id, WithdrawnKind::occurrence, id_of(occurrence));
    }
  }

  bool has(const Withdrawn& withdrawn) const {
    return things_.contains({withdrawn.programme, withdrawn.kind, withdrawn.id});
  }

 private:
  void insert(const std::string& programme, WithdrawnKind kind, const std::string& id) {
    things_.emplace(programme, kind, id);
  }
  std::set<std::tuple<std::string, WithdrawnKind, std::string>> things_;
};

/// Adds withdrawn items to one programme.
class Adder {
 public:
  Adder(programme::Programme& programme, WithdrawnParts& withdrawn)
      : programme_{programme}, withdrawn_{withdrawn} {
    const programme::Schedule own = programme::schedule(programme);
    for (const programme::Occurrence& occurrence : own.occurrences)
      if (is_dated(occurrence)) dated_.insert(id_of(occurrence));
  }

  void add(const Withdrawn& row, const programme::Programme& source) {
    switch (row.kind) {
      case WithdrawnKind::programme:
        break;
      case WithdrawnKind::library:
        add_library(row, source);
        break;
      case WithdrawnKind::occurrence:
        add_occurrences(
            source, [&](const programme::Occurrence& occurrence) { return id_of(occurrence) == row.id; },
            row);
        break;
      case WithdrawnKind::person:
        add_person(row, source);
        break;
    }
  }

  /// Adds a person who left long ago, so that their feed can report its end.
  void add_former_person(const Withdrawn& row) {
    if (find_by_id(programme_.people, row.id) != nullptr) return;
    programme::Person person;
    person.id = row.id;
    person.left = row.since;
    programme_.people.push_back(std::move(person));
  }

 private:
  void add_person(const Withdrawn& row, const programme::Programme& source) {
    const programme::Person* former = find_by_id(source.people, row.id);
    if (former == nullptr || find_by_id(programme_.people, row.id) != nullptr) return;
    programme::Person person = *former;
    person.left = row.since;
    programme_.people.push_back(std::move(person));
  }

  void add_library(const Withdrawn& row, const programme::Programme& source) {
    const programme::Library* former = find_by_id(source.libraries, row.id);
    if (former == nullptr || find_by_id(programme_.libraries, row.id) != nullptr) return;
    withdrawn_.libraries.push_back({*former, row.since});
    add_occurrences(
        source,
        [&](const programme::Occurrence& occurrence) {
          return occurrence.library != nullptr && occurrence.library->id == row.id;
        },
        row);
  }

  void add_occurrences(const programme::Programme& source,
                       const std::function<bool(const programme::Occurrence&)>& wanted,
                       const Withdrawn& row) {
    const auto [schedule, fresh] = schedules_.try_emplace(&source);
    if (fresh) schedule->second = programme::schedule(source);
    for (programme::Occurrence occurrence : schedule->second.occurrences) {
      if (!is_dated(occurrence) || !wanted(occurrence) || !dated_.insert(id_of(occurrence)).second) continue;
      if (occurrence.cancelled == nullptr && is_to_come(occurrence, row.since))
        occurrence.cancelled = &no_reason;
      withdrawn_.occurrences.push_back(occurrence);
    }
  }

  programme::Programme& programme_;
  WithdrawnParts& withdrawn_;
  std::set<std::string> dated_;
  std::map<const programme::Programme*, programme::Schedule> schedules_;
};

void sort_rows(std::vector<Withdrawn>& rows) {
  std::sort(rows.begin(), rows.end(), [](const Withdrawn& a, const Withdrawn& b) {
    return std::tie(a.programme, a.kind, a.id) < std::tie(b.programme, b.kind, b.id);
  });
}

/// A removed programme: a copy of `source` without reminders and people.
programme::Programme ended(const programme::Programme& source) {
  programme::Programme programme = source;
  programme.reminders.clear();
  programme.people.clear();
  return programme;
}

void add_ended(std::vector<programme::Programme>& programmes,
               std::map<std::string, programme::year_month_day>& ends, std::span<const Withdrawn> withdrawn,
               const Source& source, programme::Instant now, date::days visible) {
  for (const Withdrawn& row : withdrawn) {
    if (row.kind != WithdrawnKind::programme || find_by_id(programmes, row.programme) != nullptr) continue;
    const programme::Programme* former = source(row.revision, row.programme);
    if (former == nullptr || is_over(row, programme::local_day(now, former->zone), visible)) continue;
    programmes.push_back(ended(*former));
    ends[row.programme] = row.since;
  }
  std::sort(programmes.begin(), programmes.end(), [](const auto& a, const auto& b) { return a.id < b.id; });
}

}  // namespace

std::string_view to_string(WithdrawnKind kind) {
  return std::find_if(kind_names.begin(), kind_names.end(),
                      [&](const auto& row) { return row.first == kind; })
      ->second;
}

std::optional<WithdrawnKind> withdrawn_kind_named(std::string_view name) {
  const auto row =
      std::find_if(kind_names.begin(), kind_names.end(), [&](const auto& r) { return r.second == name; });
  return row == kind_names.end() ? std::nullopt : std::optional(row->first);
}

bool is_over(const Withdrawn& withdrawn, programme::year_month_day today, date::days visible) {
  return sys_days{today} > sys_days{withdrawn.last} + visible;
}

std::vector<Withdrawn> withdraw(std::span<const Withdrawn> before, int revision,
                                const std::vector<programme::Programme>& published,
                                const std::vector<programme::Programme>& next, programme::Instant now,
                                date::days visible) {
  std::vector<Withdrawn> rows;
  for (const programme::Programme& programme : published)
    Removals{programme, revision, now, rows}.find(find_by_id(next, programme.id));
  std::set<std::tuple<std::string, WithdrawnKind, std::string>> fresh;
  for (const Withdrawn& row : rows) fresh.emplace(row.programme, row.kind, row.id);

  if (before.empty()) {
    sort_rows(rows);
    return rows;
  }
  const Present present{next};
  // In UTC, because the zone of a removed programme may be unknown. Visibility decides to the day.
  const programme::year_month_day today{date::floor<date::days>(now)};
  for (const Withdrawn& row : before) {
    if (present.has(row) || fresh.contains({row.programme, row.kind, row.id})) continue;
    if (row.kind != WithdrawnKind::person && is_over(row, today, visible + date::days{1})) continue;
    rows.push_back(row);
  }
  sort_rows(rows);
  return rows;
}

ShownProgrammes with_withdrawn(std::vector<programme::Programme> files, std::span<const Withdrawn> withdrawn,
                               const Source& source, programme::Instant now, date::days visible) {
  ShownProgrammes shown{std::move(files), {}};
  std::map<std::string, programme::year_month_day> ended_on;
  add_ended(shown.programmes, ended_on, withdrawn, source, now, visible);
  shown.withdrawn.resize(shown.programmes.size());

  std::vector<Withdrawn> rows{withdrawn.begin(), withdrawn.end()};
  sort_rows(rows);
  // A person in another programme has a feed there, which need not report an old end.
  std::set<std::string> present;
  if (std::ranges::any_of(rows, [](const Withdrawn& row) { return row.kind == WithdrawnKind::person; }))
    for (const programme::Programme& programme : std::as_const(shown.programmes))
      for (const programme::Person& person : programme.people) present.insert(person.id);
  for (std::size_t i = 0; i < shown.programmes.size(); ++i) {
    programme::Programme& programme = shown.programmes[i];
    WithdrawnParts& extra = shown.withdrawn[i];
    if (const auto day = ended_on.find(programme.id); day != ended_on.end()) extra.ended = day->second;
    const programme::year_month_day today = programme::local_day(now, programme.zone);
    std::optional<Adder> adder;
    for (const Withdrawn& row : rows) {
      if (row.programme != programme.id) continue;
      const bool over = is_over(row, today, visible);
      if (over && row.kind != WithdrawnKind::person) continue;
      if (!adder) adder.emplace(programme, extra);
      const programme::Programme* former = over ? nullptr : source(row.revision, row.programme);
      if (former != nullptr) {
        adder->add(row, *former);
      } else if (row.kind == WithdrawnKind::person && !present.contains(row.id)) {
        adder->add_former_person(row);
      }
    }
  }
  return shown;
}

programme::Schedule schedule(const programme::Programme& programme, const WithdrawnParts& withdrawn) {
  programme::Schedule all = schedule(programme);
  if (withdrawn.ended) {
    for (programme::Occurrence& occurrence : all.occurrences)
      if (occurrence.cancelled == nullptr && is_to_come(occurrence, *withdrawn.ended))
        occurrence.cancelled = &no_reason;
  }
  all.occurrences.insert(all.occurrences.end(), withdrawn.occurrences.begin(), withdrawn.occurrences.end());
  return all;
}

}  // namespace changes
