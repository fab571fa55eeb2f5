// SPDX-License-Identifier: Apache-2.0
#include "service/config_files/programme_folder.h"

#include <algorithm>
#include <tuple>
#include <unordered_map>
#include <utility>

#include "service/config_files/folder_listing.h"
#include "service/config_files/guarded_file.h"
#include "service/config_files/problem.h"
#include "service/config_files/programme_file.h"
#include "service/config_files/toml_table.h"
#include "service/config_files/wording.h"
#include "service/programme/check.h"

namespace config_files {
namespace {

using programme::Finding;
using programme::FindingSubject;
using programme::Person;
using programme::Rule;

constexpr const char* programme_file = "programme.toml";
constexpr const char* libraries_file = "libraries.csv";
constexpr const char* people_file = "people.csv";

void read_toml(const Files& files, ProgrammeFolder& out, Problems& problems) {
  Report report(out.file(programme_file), problems);
  const auto text = read_guarded(files, report);
  out.toml_read = text && read_programme_file(*text, report, out.programme, out.sources);
  out.toml_flawless = !report.has_errors();
}

void read_libraries(const Files& files, ProgrammeFolder& out, RowLimit& limit, Problems& problems) {
  Report report(out.file(libraries_file), problems);
  auto text = read_guarded(files, report);
  if (!text) return;
  out.libraries = read_libraries_file(std::move(*text), out.toml_read ? &out.programme.activities : nullptr,
                                      limit, report);
  if (!out.libraries) return;
  out.programme.libraries = out.libraries->libraries;
  limit.left -= out.libraries->table.rows() - 1;
}

void read_people(const Files& files, ProgrammeFolder& out, KnownTables* known, RowLimit& limit,
                 Problems& problems) {
  const std::string path = out.file(people_file);
  out.people = known != nullptr ? known->find(files, path) : nullptr;
  out.people_flawless = out.people != nullptr;
  if (!out.people) {
    const std::size_t before = problems.count();
    Report report(path, problems);
    auto text = read_guarded(files, report);
    auto read = text ? read_people_file(std::move(*text), limit, report) : std::nullopt;
    out.people_flawless = !report.has_errors();
    if (!read) return;
    out.people = std::make_shared<const PeopleFile>(std::move(*read));
    if (known != nullptr && problems.count() == before) known->remember(files, path, out.people);
  }
  const std::size_t rows = out.people->table.rows() - 1;
  if (rows > limit.left) {  // A known table, under a lower limit.
    Report(path, problems).error({}, too_many(limit.things, limit.limit));
    out.people.reset();
    out.people_flawless = false;
    return;
  }
  limit.left -= rows;
  out.programme.people = out.people->people;
  out.origins = out.people->origins;
}

/// Returns true for a finding that follows from a reported mistake and would distract from it.
bool is_consequence(const ProgrammeFolder& folder, const Finding& finding) {
  switch (finding.rule) {
    case Rule::unknown_library:
      return !folder.libraries;
    case Rule::unknown_role:
      return !folder.toml_read || folder.programme.roles.empty();
    case Rule::unknown_zone:
      return !folder.toml_read;
    case Rule::hours_mismatch:
    case Rule::lunch_not_adjacent:
      return !folder.toml_flawless;
    case Rule::person_without_activities:
      return !folder.toml_flawless || !folder.people_flawless;
    default:
      return false;
  }
}

struct Place {
  std::string file;
  Position at;
};

Place place_of(const ProgrammeFolder& folder, const programme::FindingSubject& subject) {
  if (subject.kind == FindingSubject::Kind::library) {
    return {folder.file(libraries_file), folder.libraries ? folder.libraries->of(subject) : Position{}};
  }
  if (subject.kind != FindingSubject::Kind::person)
    return {folder.file(programme_file), folder.sources.of(subject)};
  const auto& people = folder.programme.people;
  const auto person = std::lower_bound(people.begin(), people.end(), subject.id,
                                       [](const Person& a, const std::string& id) { return a.id < id; });
  if (person == people.end() || person->id != subject.id) return {folder.file(people_file), {}};
  const auto& origin = folder.origins[static_cast<std::size_t>(person - people.begin())];
  return {folder.file(people_file), folder.people->of(origin.row, subject.field)};
}

/// The first row with an id for an address.
struct Written {
  const ProgrammeFolder* folder;
  std::size_t index;

  const programme::Person& person() const { return folder->programme.people[index]; }
  Position of(std::string_view field) const { return folder->people->of(folder->origins[index].row, field); }
  std::string place() const { return folder->file("people.csv") + ":" + std::to_string(of("id").line); }
};

using ByText = std::unordered_map<std::string, Written>;

/// Reports the row when its address has another id elsewhere, or its id another address.
void note(const Written& written, ByText& by_address, ByText& by_id, Problems& problems) {
  const auto& person = written.person();
  const auto& address_first = by_address.emplace(person.address, written).first->second;
  const auto& id_first = by_id.emplace(person.id, written).first->second;
  Report report(written.folder->file("people.csv"), problems);
  const std::string& other_id = address_first.person().id;
  const std::string& other_address = id_first.person().address;
  if (other_id == person.id && other_address == person.address) return;
  const Position at = written.of("id");
  if (other_id != person.id) {
    report.error(at, say("{0} heeft in {1} de korte naam {2}; gebruik overal dezelfde",
                         "{0} has the short name {2} in {1}; use the same everywhere",
                         {in_quotes(person.email), address_first.place(), in_quotes(other_id)}));
    return;
  }
  if (other_address != person.address) {
    report.error(
        at, say("{0} hoort in {1} bij {2}; geef deze persoon een andere korte naam, of hetzelfde e-mailadres",
                "{0} belongs to {2} in {1}; give this person another short name, or the same e-mail address",
                {in_quotes(person.id), id_first.place(), in_quotes(id_first.person().email)}));
  }
}

/// Changes a person's id, with a warning: the address of the feed depends on the id, so an existing
/// subscription ends.
void take_over_id(ProgrammeFolder& folder, std::size_t index, const Written& elsewhere, Problems& problems) {
  const std::string id = elsewhere.person().id;
  programme::Person& person = folder.programme.people.edit()[index];
  Report report(folder.file("people.csv"), problems);
  report.warn(
      folder.people->of(folder.origins[index].row, "e-mail"),
      say("{0} heeft in {1} de korte naam {2} en hier geen; {2} geldt nu ook hier, en het agenda-adres hangt "
          "eraan; vul die hier ook in",
          "{0} has the short name {2} in {1} and none here; {2} now holds here too, and the calendar's "
          "address hangs on it; write it here too",
          {in_quotes(person.email), elsewhere.place(), in_quotes(id)}));
  person.id = id;
}

/// Sorts the people and their origins by id after a change of ids.
void sort_people(ProgrammeFolder& folder) {
  std::vector<std::pair<programme::Person, PeopleFile::Origin>> rows;
  auto& people = folder.programme.people.edit();
  for (std::size_t i = 0; i < people.size(); ++i) rows.emplace_back(std::move(people[i]), folder.origins[i]);
  std::stable_sort(rows.begin(), rows.end(),
                   [](const auto& a, const auto& b) { return a.first.id < b.first.id; });
  for (std::size_t i = 0; i < people.size(); ++i) std::tie(people[i], folder.origins[i]) = std::move(rows[i]);
}

/// Warns about one id with two names: libraries of one id share one feed.
void compare_library_names(const std::vector<ProgrammeFolder>& folders, Problems& problems) {
  struct Named {
    const ProgrammeFolder* folder;
    std::string name;
  };
  std::unordered_map<std::string, Named> first_of;
  for (const ProgrammeFolder& folder : folders) {
    if (!folder.libraries) continue;
    for (const programme::Library& library : folder.libraries->libraries) {
      const Named& first = first_of.emplace(library.id, Named{&folder, library.name}).first->second;
      if (first.name == library.name) continue;
      Report report(folder.file("libraries.csv"), problems);
      report.warn(
          folder.libraries->of({programme::FindingSubject::Kind::library, library.id, "naam"}),
          say("{0} heet in {1} {2}; geef dezelfde bibliotheek overal dezelfde naam, en een andere een andere "
              "korte naam",
              "{0} is named {2} in {1}; give one library the same name everywhere, and another one another "
              "short name",
              {in_quotes(library.id), first.folder->file("libraries.csv"), in_quotes(first.name)}));
    }
  }
}

}  // namespace

RowLimits row_limits(const Limits& limits) {
  return {.people = {{"deelnemers", "people"}, limits.people, limits.people.most()},
          .libraries = {{"bibliotheken", "libraries"}, limits.libraries, limits.libraries.most()}};
}

ProgrammeFolder read_programme_folder(const Files& files, const std::string& name, KnownTables* known,
                                      RowLimits& limits, Problems& problems) {
  ProgrammeFolder out;
  out.path = "programmes/" + name;
  out.programme.id = name;
  if (const auto flaw = flaw_of_id(out.programme.id, "gezinsaanpak-2023"))
    Report(out.path, problems).error({}, *flaw);
  const auto present =
      list_folder(files, out.path + "/", {{programme_file}, {libraries_file}, {people_file}}, problems);
  if (present.contains(programme_file)) read_toml(files, out, problems);
  if (present.contains(libraries_file)) read_libraries(files, out, limits.libraries, problems);
  if (present.contains(people_file)) read_people(files, out, known, limits.people, problems);
  return out;
}

void join_identities(std::vector<ProgrammeFolder>& folders, Problems& problems) {
  if (folders.size() < 2) return;
  ByText by_address;
  ByText by_id;
  for (const ProgrammeFolder& folder : folders)
    for (std::size_t i = 0; i < folder.origins.size(); ++i)
      if (folder.origins[i].id_given && !folder.programme.people[i].address.empty())
        note({&folder, i}, by_address, by_id, problems);
  // Change all ids before sorting: `by_address` refers to people by their index.
  std::vector<ProgrammeFolder*> changed;
  for (ProgrammeFolder& folder : folders) {
    const programme::SharedList<programme::Person> people = folder.programme.people;
    for (std::size_t i = 0; i < people.size(); ++i) {
      if (folder.origins[i].id_given) continue;
      const auto written = by_address.find(people[i].address);
      if (written == by_address.end()) continue;
      take_over_id(folder, i, written->second, problems);
      if (changed.empty() || changed.back() != &folder) changed.push_back(&folder);
    }
  }
  for (ProgrammeFolder* folder : changed) sort_people(*folder);
  compare_library_names(folders, problems);
}

void join_deliveries(std::vector<ProgrammeFolder>& folders, Problems& problems) {
  using programme::Delivery;
  const auto own = [](const ProgrammeFolder& folder, std::size_t index) {
    return folder.origins[index].delivery.value_or(folder.programme.delivery);
  };
  std::unordered_map<std::string, const ProgrammeFolder*> invited;
  for (const ProgrammeFolder& folder : folders)
    for (std::size_t i = 0; i < folder.origins.size(); ++i)
      if (own(folder, i) == Delivery::invitations) invited.emplace(folder.programme.people[i].id, &folder);
  if (invited.empty()) return;  // The lists remain shared with those of other revisions.
  for (ProgrammeFolder& folder : folders) {
    auto& people = folder.programme.people.edit();
    for (std::size_t i = 0; i < people.size(); ++i) {
      const auto found = invited.find(people[i].id);
      if (found == invited.end()) continue;
      people[i].delivery = Delivery::invitations;
      if (own(folder, i) == Delivery::invitations || !folder.origins[i].delivery) continue;
      Report(folder.file("people.csv"), problems)
          .warn(
              folder.people->of(folder.origins[i].row, "agenda"),
              say("{0} krijgt in {1} uitnodigingen en hier een abonnement; iemand krijgt maar één van beide, "
                  "en dat zijn nu uitnodigingen; kies overal hetzelfde",
                  "{0} has invitations in {1} and a feed here; nobody has both, and invitations hold now; "
                  "choose the same everywhere",
                  {in_quotes(people[i].id), found->second->file("people.csv")}));
    }
  }
}

void finish(ProgrammeFolder& folder, Problems& problems) {
  for (const Finding& finding : programme::check(folder.programme)) {
    if (is_consequence(folder, finding)) continue;
    const auto [file, at] = place_of(folder, finding.at);
    problems.add({file, at.line, at.column, programme::is_warning(finding.rule), text_of(finding)});
  }
}

}  // namespace config_files
