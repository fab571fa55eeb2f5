// SPDX-License-Identifier: Apache-2.0
#include <signal.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <exception>
#include <functional>
#include <iostream>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "service/commands/command_errors.h"
#include "service/commands/commands.h"
#include "service/daemon/descriptors.h"
#include "service/daemon/log.h"
#include "service/daemon/mail_setup.h"
#include "service/daemon/service.h"
#include "service/programme/printable.h"
#include "service/store/data_folder.h"
#include "service/store/failure.h"
#include "service/store/revisions.h"
#include "service/store/service_files.h"
#include "service/store/store.h"

namespace commands {
namespace {

/// Prints one feed address of each kind, for trying the service by hand.
void show_links(const feeds::Catalogue& catalogue, const std::string& base, const Options& options,
                const std::filesystem::path& data) {
  std::cout << "Open one of these in a browser to subscribe, or give the address to a calendar program:\n";
  for (const auto kind : {feeds::FeedKind::programme, feeds::FeedKind::library, feeds::FeedKind::person}) {
    for (const auto& feed : catalogue.feeds().all()) {
      if (feed.subject.kind != kind) continue;
      const auto [https, webcal] = feeds::address(base, catalogue.path(feed));
      std::cout << "  " << to_string(feed.subject) << "  " << feed.name << "\n    page      " << base
                << catalogue.page_path(feed) << "\n    feed      " << https << "\n    one click " << webcal
                << '\n';
      break;
    }
  }
  std::cout << "All of them: traject links --config " << programme::printable(options.config.string())
            << " --data " << programme::printable(data.string())
            << "\nOther commands take the same two. Stop with Ctrl-C." << std::endl;
}

/// Returns the address to listen on. Prints the reason and returns nullopt when it is not permitted.
std::optional<http::ListenAddress> listen_address(const config_files::Settings& settings,
                                                  const ServeOptions& serve_options) {
  const std::string text = serve_options.listen.empty() ? settings.listen : serve_options.listen;
  auto listen = http::parse_listen_address(text);
  if (!listen) {
    std::cerr << "cannot listen on " << programme::in_quotes(text)
              << "; write a numeric address and a port: 127.0.0.1:8080\n";
  } else if (!listen->loopback && !serve_options.behind_proxy && !serve_options.open_to_all) {
    std::cerr
        << text << " can be reached from other machines, in clear text; keep to 127.0.0.1 behind a "
        << "reverse proxy on this machine, or say --behind-proxy (a proxy elsewhere ends TLS) or --public\n";
    listen.reset();
  }
  return listen;
}

/// The data folder, clock and mail settings of the service or of a rehearsal.
struct Stage {
  std::filesystem::path folder;
  bool rehearsal = false;
  service::Clock clock;
  config_files::MailSettings mail;
  mail::WorkerOptions worker;
};

bool is_rehearsal(const Options& options, const ServeOptions& serve_options) {
  return !options.now.empty() || serve_options.speed > 0 || !serve_options.mail_to.empty();
}

Stage set_stage(const Options& options, const ServeOptions& serve_options,
                const config_files::Settings& settings) {
  Stage stage{.folder = options.data_folder(settings),
              .rehearsal = is_rehearsal(options, serve_options),
              .clock = {},
              .mail = settings.mail,
              .worker = service::worker_options(settings, options.base_address(settings))};
  if (stage.rehearsal) {
    const auto real = stage.folder;
    stage.folder /= "rehearsal";
    { const store::FolderLock nobody_rehearses{stage.folder}; }
    if (!serve_options.go_on) std::filesystem::remove_all(stage.folder);
    std::filesystem::create_directories(stage.folder);
    store::open_key(real);                                     // Keeps the addresses of feeds and pages.
    { const store::Store made_before_the_key{stage.folder}; }  // As open_key() makes them.
    std::filesystem::copy_file(real / "feed.key", stage.folder / "feed.key",
                               std::filesystem::copy_options::overwrite_existing);
    stage.clock = service::Clock{options.time(), serve_options.speed > 0 ? serve_options.speed : 1};
    stage.worker.steps_freely = true;
    stage.worker.rehearsal_to = serve_options.mail_to;
    if (serve_options.mail_to.empty()) stage.mail.server.clear();
  }
  const std::string to = service::courier_name(stage.mail, stage.folder);
  if (stage.mail.server.empty()) {
    spdlog::warn("no mail leaves: messages are written to {}", to);
  } else {
    spdlog::info("mail server {}", to);
  }
  if (stage.rehearsal)
    spdlog::warn("this is a rehearsal, kept in {}; mails go to {}", stage.folder.string(),
                 serve_options.mail_to.empty() ? "files" : serve_options.mail_to);
  return stage;
}

int report_unusable(const config_files::Problems& problems, programme::Language language) {
  if (!report_errors(problems, language))
    std::cerr << "nothing is published yet, and service.toml says that publishing is done by hand: "
                 "'traject publish' does that\n";
  return exit_configuration;
}

/// What the service begins with.
struct Beginning {
  config_files::Loaded around;  ///< Settings and templates.
  /// Read at the first start only. Later starts serve what is published, and read it after that.
  std::optional<service::FolderReading> folder;
  std::vector<std::string> earlier;  ///< Why the settings are those of an earlier start; empty: they are not.
};

/// Returns service.toml and the templates of the last good reading, or none when nothing is published.
config_files::Files kept_files(const std::filesystem::path& config, const std::filesystem::path& data) {
  if (!std::filesystem::exists(data / "traject.db")) return {};
  const auto read = [&](store::Use use) -> config_files::Files {
    store::Store store{data, use};
    if (!store::Revisions{store}.latest()) return {};
    return config_files::files_of(config, store::ServiceFiles{store}.all());
  };
  try {
    return read(store::Use::beside);
  } catch (const std::exception& error) {
    if (store::failure_of(error) != store::Failure::unwritable) throw;
    return read(store::Use::copy);
  }
}

/// A missing or blank service.toml may be half of a save, an empty folder one that is not mounted.
bool is_gone(const config_files::Files& service_toml) {
  const auto entry = service_toml.entries.find("service.toml");
  return entry == service_toml.entries.end() ||
         (entry->second.kind == config_files::FolderEntry::Kind::text &&
          config_files::is_blank(entry->second.bytes));
}

Beginning begin(const Options& options, bool rehearsal) {
  Beginning beginning;
  if (!rehearsal) {
    const auto service_toml = config_files::read_service_toml(options.config);
    beginning.around = config_files::load_service(service_toml);
    const auto kept = kept_files(options.config, options.data_folder(beginning.around.settings));
    if (!kept.entries.empty()) {
      auto last = config_files::load_service(kept);
      if (is_gone(service_toml) && !is_gone(kept)) {
        beginning.earlier.emplace_back("service.toml is missing or empty");
      } else {
        for (const auto& problem : beginning.around.problems)
          if (!problem.warning) beginning.earlier.push_back(config_files::to_line(problem, options.language));
      }
      if (!beginning.earlier.empty() || !beginning.around.ok()) beginning.around.settings = last.settings;
      beginning.around.templates = std::move(last.templates);
      return beginning;
    }
  }
  beginning.folder = service::read_folder(options.config);
  beginning.around = beginning.folder->configuration.loaded;
  return beginning;
}

bool has_errors(const config_files::Problems& problems, const std::string& file) {
  return std::any_of(problems.begin(), problems.end(),
                     [&](const auto& problem) { return !problem.warning && problem.file == file; });
}

/// Returns true when the service cannot start with the folder, whatever the store holds.
bool is_unusable(const std::optional<service::FolderReading>& folder) {
  return folder && (!folder->found || has_errors(folder->configuration.loaded.problems, "service.toml"));
}

/// Reports a database that no start can use.
std::optional<int> report_store(const std::exception& error) {
  const auto failure = store::failure_of(error);
  if (failure != store::Failure::damaged && failure != store::Failure::foreign) return std::nullopt;
  std::cerr << store::in_words(error) << '\n';
  return exit_configuration;
}

struct Served {
  bool goes_on = false;  ///< Serve again, with the options that were changed for it.
  int status = exit_ok;
};

/// Serves until the end, or until the store has to be opened anew. A store that takes no writes is served
/// from a copy in memory.
Served serve_once(service::ServiceOptions& how, const sigset_t& signals, Beginning beginning,
                  const std::function<void(service::Service&)>& started) {
  std::optional<service::Successor> next;
  try {
    service::Service running{how};
    if (!running.start(beginning.around)) {
      if (!beginning.folder) beginning.folder = service::read_folder(how.config);
      const config_files::Problems problems = beginning.folder->configuration.loaded.problems;
      if (!running.start_with(*beginning.folder)) {
        if (how.copied_because.empty()) return {.status = report_unusable(problems, how.language)};
        std::cerr << "nothing is published yet, and " << how.copied_because << '\n';
        return {.status = exit_failure};
      }
    }
    beginning = {};
    started(running);
    if (how.copied_because.empty()) how.served_before.reset();  // It is recorded.
    next = running.run(signals);
  } catch (const std::exception& error) {
    if (const auto status = report_store(error)) return {.status = *status};
    if (store::failure_of(error) != store::Failure::unwritable || !how.copied_because.empty()) throw;
    how.copied_because = store::in_words(error);
    return {.goes_on = true};
  }
  how.copied_because.clear();
  if (!next) return {};
  service::set_former_log_aside(how.data, next->former);
  if (next->served_before) how.served_before = next->served_before;
  return {.goes_on = true};
}

}  // namespace

int serve(const Options& options, const ServeOptions& serve_options) {
  const sigset_t signals = service::block_signals();  // Before any thread starts: threads inherit the mask.
  service::set_up_log("auto");                        // Until the settings are read.
  if (const auto few = service::too_few_descriptors(); !few.empty()) {
    std::cerr << few << '\n';
    return exit_configuration;
  }
  const bool rehearsal = is_rehearsal(options, serve_options);
  Beginning beginning;
  try {
    beginning = begin(options, rehearsal);
  } catch (const std::exception& error) {
    if (const auto status = report_store(error)) return *status;
    throw;
  }
  if (is_unusable(beginning.folder))
    return report_unusable(beginning.folder->configuration.loaded.problems, options.language);
  const config_files::Settings settings = beginning.around.settings;
  const auto listen = listen_address(settings, serve_options);
  if (!listen) return exit_usage;

  service::set_up_log(serve_options.log.empty() ? settings.log : serve_options.log);
  for (const std::string& why : beginning.earlier)
    spdlog::error("the settings of the last start hold: {}", why);
  const Stage stage = set_stage(options, serve_options, settings);
  if (beginning.folder && !beginning.around.ok() && !std::filesystem::exists(stage.folder / "traject.db"))
    return report_unusable(beginning.around.problems, options.language);

  const bool has_address = !options.address.empty() || !settings.address.empty();
  service::ServiceOptions how{.config = options.config,
                              .data = stage.folder,
                              .listen = *listen,
                              .trusted_proxies = settings.trusted_proxies,
                              .base = has_address ? options.base_address(settings) : "",
                              .clock = stage.clock,
                              .mail = stage.mail,
                              .worker = stage.worker,
                              .automatic = settings.publish_automatically || stage.rehearsal,
                              .language = options.language};
  for (bool is_first = true;; is_first = false) {
    Beginning next = is_first ? std::exchange(beginning, {}) : begin(options, rehearsal);
    const auto end = serve_once(how, signals, std::move(next), [&](service::Service& running) {
      spdlog::info("listening address={}", running.listening());
      how.listen.port = running.port();
      if (is_first && serve_options.show_links)
        show_links(*running.snapshot()->catalogue, running.base(), options, stage.folder);
    });
    if (!end.goes_on) return end.status;
  }
}

}  // namespace commands
