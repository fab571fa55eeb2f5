// SPDX-License-Identifier: Apache-2.0
#include "service/config_files/programme_folder.h"

#include <algorithm>

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

void read_toml(const Files& files, ProgrammeFolder& out, std::vector<Problem>& problems) {
  Report report(out.file(programme_file), problems);
  const auto text = read_guarded(files, report);
  out.toml_read = text && read_programme_file(*text, report, out.programme, out.sources);
  out.toml_flawless = !report.has_errors();
}

void read_libraries(const Files& files, ProgrammeFolder& out, std::vector<Problem>& problems) {
  Report report(out.file(libraries_file), problems);
  auto text = read_guarded(files, report);
  if (!text) return;
  out.libraries =
      read_libraries_file(std::move(*text), out.toml_read ? &out.programme.activities : nullptr, report);
  if (out.libraries) out.programme.libraries = out.libraries->libraries;
}

void read_people(const Files& files, ProgrammeFolder& out, KnownTables* known,
                 std::vector<Problem>& problems) {
  const std::string path = out.file(people_file);
  out.people = known != nullptr ? known->find(files, path) : nullptr;
  out.people_flawless = out.people != nullptr;
  if (!out.people) {
    const std::size_t before = problems.size();
    Report report(path, problems);
    auto text = read_guarded(files, report);
    auto read = text ? read_people_file(std::move(*text), report) : std::nullopt;
    out.people_flawless = !report.has_errors();
    if (!read) return;
    out.people = std::make_shared<const PeopleFile>(std::move(*read));
    if (known != nullptr && problems.size() == before) known->remember(files, path, out.people);
  }
  out.programme.people = out.people->people;
  out.origins = out.people->origins;
}

/// What follows from a mistake that is reported already, and would only hide it.
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

}  // namespace

ProgrammeFolder read_programme_folder(const Files& files, const std::string& name, KnownTables* known,
                                      std::vector<Problem>& problems) {
  ProgrammeFolder out;
  out.path = "programmes/" + name;
  out.programme.id = name;
  if (const auto flaw = flaw_of_id(out.programme.id, "gezinsaanpak-2023"))
    Report(out.path, problems).error({}, *flaw);
  const auto present =
      list_folder(files, out.path + "/", {{programme_file}, {libraries_file}, {people_file}}, problems);
  if (present.contains(programme_file)) read_toml(files, out, problems);
  if (present.contains(libraries_file)) read_libraries(files, out, problems);
  if (present.contains(people_file)) read_people(files, out, known, problems);
  return out;
}

void finish(ProgrammeFolder& folder, std::vector<Problem>& problems) {
  for (const Finding& finding : programme::check(folder.programme)) {
    if (is_consequence(folder, finding)) continue;
    const auto [file, at] = place_of(folder, finding.at);
    problems.push_back({file, at.line, at.column, programme::is_warning(finding.rule), text_of(finding)});
  }
}

}  // namespace config_files
