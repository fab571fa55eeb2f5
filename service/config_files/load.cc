// SPDX-License-Identifier: Apache-2.0
#include "service/config_files/load.h"

#include <set>

#include "service/config_files/files.h"
#include "service/config_files/folder_listing.h"
#include "service/config_files/guarded_file.h"
#include "service/config_files/mail_table.h"
#include "service/config_files/programme_folder.h"
#include "service/config_files/service_file.h"
#include "service/config_files/wording.h"
#include "service/programme/size.h"

namespace config_files {
namespace {

void read_settings(const Files& files, Loaded& loaded) {
  Report report("service.toml", loaded.problems);
  if (const auto text = read_guarded(files, report)) {
    loaded.settings = read_service_file(*text, files.folder, report);
  }
}

/// Returns the entries at the top of the folder: the known ones, and files that service.toml names.
std::vector<Expected> expected_at_top(const Files& files, const MailSettings& mail) {
  std::vector<Expected> expected{{"service.toml", false}, {"programmes", false}, {"templates", false}};
  for (const std::filesystem::path file : {mail.password_file, mail.ca_file}) {
    const std::string name = file.filename().string();
    if (file.parent_path() == files.folder && files.entries.contains(name)) expected.push_back({name, false});
  }
  return expected;
}

/// Reads templates/nl/*.md and templates/en/*.md, by name "nl/werksessie.md". Omits an unreadable file with a
/// warning, because it affects only mails made from that template.
std::map<std::string, std::string> read_templates(const Files& files, Problems& problems) {
  std::map<std::string, std::string> templates;
  Problems found;
  const std::string explanation = "LEESMIJ.md";  // Documentation, not a template.
  std::set<std::string> languages =
      list_folder(files, "templates/", {{"en", false}, {"nl", false}, {explanation, false}}, found);
  languages.erase(explanation);
  for (const std::string& language : languages) {
    for (const std::string& name : files.names_in("templates/" + language + "/")) {
      const std::string key = language + "/" + name;
      Report report("templates/" + key, found);
      if (!name.ends_with(".md")) {
        report.warn({}, say("dit bestand wordt niet gebruikt; de naam van een tekst eindigt op .md",
                            "this file is not used; the name of a template ends in .md"));
        continue;
      }
      if (auto text = read_guarded(files, report)) templates[key] = std::move(*text);
    }
  }
  problems.add_as_warnings(found);
  return templates;
}

/// Returns the sorted names of the folders under programmes/.
std::vector<std::string> programme_names(const Files& files, Problems& problems) {
  std::vector<std::string> names;
  for (const std::string& name : files.names_in("programmes/")) {
    const std::string path = "programmes/" + name;
    if (files.is_folder(path)) {
      names.push_back(name);
    } else if (files.entries.at(path).kind != FolderEntry::Kind::unread_folder) {
      Report(path, problems)
          .warn({},
                say("dit bestand wordt niet gebruikt; elk werktraject heeft een eigen map onder programmes",
                    "this file is not used; every programme has a folder of its own under programmes"));
    }
  }
  return names;
}

void report_no_folder(const Files& files, Problems& problems) {
  Report(files.folder.string(), problems)
      .error({},
             !files.why.nl.empty()
                 ? files.why
                 : say("deze map bestaat niet; geef met --config de map met service.toml en programmes op",
                       "this folder does not exist; give the folder with service.toml and programmes with "
                       "--config"));
}

void report_unread_folders(const Files& files, Problems& problems) {
  for (const auto& [path, entry] : files.entries)
    if (entry.kind == FolderEntry::Kind::unread_folder) Report(path, problems).error({}, entry.why);
}

/// Returns false, and reports it, when the schedules or reminders of the programmes would be too large.
bool are_within(const Limits& limits, const std::vector<ProgrammeFolder>& folders, Problems& problems) {
  programme::Size sum;
  std::size_t activities = 0;
  for (const ProgrammeFolder& folder : folders) {
    activities += folder.programme.activities.size();
    const programme::Size size = programme::size_of(folder.programme);
    sum.occurrences += size.occurrences;
    sum.moments += size.moments;
    Report report(folder.file("programme.toml"), problems);
    if (activities > limits.activities.most()) {
      report.error({}, too_many({"activiteiten", "activities"}, limits.activities));
    } else if (sum.occurrences > limits.dates.most()) {
      report.error({}, too_many({"datums, als elke bibliotheek apart telt",
                                 "dates, when each library counts by itself"},
                                limits.dates));
    } else if (sum.moments > limits.reminders.most()) {
      report.error({},
                   too_many({"herinneringsmomenten, met herhalingen", "moments of reminders, with repeats"},
                            limits.reminders));
    } else {
      continue;
    }
    return false;
  }
  return true;
}

void report_no_programme(Problems& problems) {
  Report("programmes", problems)
      .error({}, say("er is geen enkel werktraject; maak hier een map met programme.toml, libraries.csv en "
                     "people.csv",
                     "there is no programme at all; make a folder with programme.toml, libraries.csv and "
                     "people.csv here"));
}

void read_programmes(const Files& files, KnownTables* known, Loaded& loaded) {
  std::vector<ProgrammeFolder> folders;
  RowLimits left = row_limits(files.limits);
  for (const std::string& name : programme_names(files, loaded.problems)) {
    folders.push_back(read_programme_folder(files, name, known, left, loaded.problems));
  }
  if (folders.empty() && loaded.ok()) report_no_programme(loaded.problems);
  if (!are_within(files.limits, folders, loaded.problems)) return;
  join_identities(folders, loaded.problems);
  join_deliveries(folders, loaded.problems);
  for (ProgrammeFolder& read : folders) {
    finish(read, loaded.problems);
    loaded.sources.emplace(read.programme.id, std::move(read.sources));
    loaded.programmes.push_back(std::move(read.programme));
  }
}

}  // namespace

Loaded load_service(const Files& files) {
  Loaded loaded;
  if (!files.found) {
    report_no_folder(files, loaded.problems);
    return loaded;
  }
  if (files.entries.contains("service.toml")) read_settings(files, loaded);
  if (files.entries.contains("templates")) loaded.templates = read_templates(files, loaded.problems);
  loaded.problems.sort();
  return loaded;
}

Loaded load(const std::filesystem::path& folder) { return load(read_files(folder)); }

Loaded load(const Files& files, KnownTables* known) {
  Loaded loaded;
  if (!files.found) {
    report_no_folder(files, loaded.problems);
    return loaded;
  }
  if (files.entries.contains("service.toml")) read_settings(files, loaded);
  if (!files.why.nl.empty()) {  // The entries are a part of those in the folder.
    Report(files.folder.string(), loaded.problems).error({}, files.why);
    return loaded;
  }
  report_unread_folders(files, loaded.problems);
  const auto present = list_folder(files, "", expected_at_top(files, loaded.settings.mail), loaded.problems);
  if (present.contains("templates")) loaded.templates = read_templates(files, loaded.problems);
  if (present.contains("programmes")) {
    read_programmes(files, known, loaded);
  } else if (loaded.ok()) {  // A reported misspelt name may be the folder.
    report_no_programme(loaded.problems);
  }
  loaded.problems.sort();
  return loaded;
}

}  // namespace config_files
