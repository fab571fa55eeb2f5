// SPDX-License-Identifier: Apache-2.0
#include "service/commands/latest.h"

#include <pwd.h>
#include <unistd.h>

#include <cstdlib>
#include <iostream>

#include "service/publishing/choose.h"
#include "service/store/key_file.h"

namespace commands {

using config_files::Settings;

bool report_errors(const std::vector<config_files::Problem>& problems, programme::Language language,
                   const std::string& file) {
  bool any = false;
  for (const auto& problem : problems) {
    if (problem.warning || (!file.empty() && problem.file != file)) continue;
    std::cerr << config_files::to_line(problem, language) << '\n';
    any = true;
  }
  return any;
}

bool is_used_or_report(const std::filesystem::path& data_folder, programme::Language language) {
  if (std::filesystem::exists(data_folder / "traject.db")) return true;
  std::cerr << publishing::choose(language, "er zijn geen gegevens van een dienst in ",
                                  "there are no data of a service in ")
            << data_folder.string()
            << publishing::choose(language, "; zeg met --data waar de draaiende dienst ze bewaart\n",
                                  "; say with --data where the running service keeps them\n");
  return false;
}

std::optional<std::filesystem::path> used_folder_or_report(const Options& options,
                                                           programme::Language language) {
  std::filesystem::path folder = options.data;
  if (folder.empty()) {
    const auto loaded = config_files::load(options.config);
    if (report_errors(loaded.problems, options.language, "service.toml")) return std::nullopt;
    folder = options.data_folder(loaded.settings);
  }
  if (!is_used_or_report(folder, language)) return std::nullopt;
  return folder;
}

std::string user_name() {
  if (const char* sudo = std::getenv("SUDO_USER"); sudo != nullptr && *sudo != '\0') return sudo;
  const passwd* entry = ::getpwuid(::getuid());
  return entry != nullptr ? entry->pw_name : std::to_string(::getuid());
}

std::optional<Latest> read_latest_or_report(const Options& options) {
  const auto files = config_files::read_files(options.config);
  Latest latest{.configuration = publishing::read_configuration(files)};
  auto& folder = latest.configuration.loaded;
  if (report_errors(folder.problems, options.language, "service.toml")) return std::nullopt;
  const auto data = options.data_folder(folder.settings);
  if (std::filesystem::exists(data / "traject.db")) {
    store::Store store{data};
    store::Revisions revisions{store};
    if (const auto revision = revisions.latest()) {
      latest.number = revision->number;
      latest.differs = latest.configuration.texts != revisions.files(revision->number) || !folder.ok();
      if (latest.differs)
        latest.configuration = publishing::read_revision(revisions, revision->number, folder);
    }
  }
  if (report_errors(latest.configuration.loaded.problems, options.language)) {
    if (latest.number > 0)
      std::cerr << publishing::choose(options.language, "dit zijn fouten in versie ",
                                      "these are errors in revision ")
                << latest.number << '\n';
    return std::nullopt;
  }
  return latest;
}

std::shared_ptr<const feeds::Snapshot> snapshot_or_report(const Options& options, const Latest& latest) {
  const Settings& settings = latest.configuration.loaded.settings;
  if (latest.number == 0 && !settings.publish_automatically) {
    std::cerr << "nothing is published yet; 'traject publish' does that\n";
    return nullptr;
  }
  if (latest.differs)
    std::cerr << "the files hold something else than revision " << latest.number
              << ", which is what is published: 'traject diff " << latest.number << "' shows what\n";
  const auto folder = options.data_folder(settings);
  const feeds::TokenKey key{store::open_key(folder)};
  store::Store store{folder};
  const auto published =
      publishing::publish(latest.configuration, {.expected = latest.number, .who = user_name()},
                          {store, key, options.base_address(settings)}, options.time());
  if (!published.snapshot)
    std::cerr << "revision " << published.outcome.latest->number << " was published meanwhile; ask again\n";
  return published.snapshot;
}

}  // namespace commands
