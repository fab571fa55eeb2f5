// SPDX-License-Identifier: Apache-2.0
#include <malloc.h>
#include <signal.h>
#include <spdlog/spdlog.h>
#include <systemd/sd-daemon.h>

#include <algorithm>
#include <chrono>
#include <exception>
#include <iostream>
#include <optional>
#include <thread>

#include "service/commands/commands.h"
#include "service/commands/latest.h"
#include "service/daemon/listen.h"
#include "service/daemon/log.h"
#include "service/daemon/mail_setup.h"
#include "service/daemon/mail_thread.h"
#include "service/daemon/participation_actions.h"
#include "service/daemon/service_loop.h"
#include "service/http/http_front.h"
#include "service/publishing/folder_watch.h"
#include "service/publishing/publisher.h"
#include "service/store/folder_lock.h"
#include "service/store/key_file.h"
#include "service/web/routes.h"

namespace commands {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds drain_limit{10'000};

/// One address of each kind to try, for whoever started the service by hand.
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
  std::cout << "All of them: traject links --config " << options.config.string() << " --data "
            << data.string() << "\nOther commands take the same two. Stop with Ctrl-C." << std::endl;
}

/// Says on standard error why not.
std::optional<service::Listen> listen_address(const config_files::Settings& settings,
                                              const ServeOptions& serve_options) {
  const std::string text = serve_options.listen.empty() ? settings.listen : serve_options.listen;
  auto listen = service::parse_listen(text);
  if (!listen) {
    std::cerr << "cannot listen on '" << text << "'; write a numeric address and a port: 127.0.0.1:8080\n";
  } else if (!listen->loopback && !serve_options.behind_proxy && !serve_options.open_to_all) {
    std::cerr
        << text << " can be reached from other machines, in clear text; keep to 127.0.0.1 behind a "
        << "reverse proxy on this machine, or say --behind-proxy (a proxy elsewhere ends TLS) or --public\n";
    listen.reset();
  }
  return listen;
}

/// When and where the service plays: the real thing, or a rehearsal apart from it.
struct Stage {
  std::filesystem::path folder;
  bool rehearsal = false;
  service::Clock clock;
  config_files::MailSettings mail;
  mail::WorkerOptions worker;
};

Stage set_stage(const Options& options, const ServeOptions& serve_options,
                const config_files::Settings& settings) {
  Stage stage{.folder = options.data_folder(settings),
              .rehearsal = !options.now.empty() || serve_options.speed > 0 || !serve_options.mail_to.empty(),
              .clock = {},
              .mail = settings.mail,
              .worker = service::worker_options(settings, options.base_address(settings))};
  if (stage.rehearsal) {
    const auto real = stage.folder;
    stage.folder /= "rehearsal";
    { const store::FolderLock nobody_rehearses{stage.folder}; }
    if (!serve_options.go_on) std::filesystem::remove_all(stage.folder);
    std::filesystem::create_directories(stage.folder);
    store::open_key(real);  // the addresses of feeds and pages stay those that people know
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

bool has_errors(const std::vector<config_files::Problem>& problems, const std::string& file) {
  return std::any_of(problems.begin(), problems.end(),
                     [&](const auto& problem) { return !problem.warning && problem.file == file; });
}

int report_unusable(const std::vector<config_files::Problem>& problems, programme::Language language) {
  if (!report_errors(problems, language))
    std::cerr << "nothing is published yet, and service.toml says that publishing is done by hand: "
                 "'traject publish' does that\n";
  return exit_configuration;
}

void log_publication(const web::Metrics::Publication& figures) {
  spdlog::info(
      "published revision={} programmes={} people={} feeds={} event_texts={} load_ms={:.0f} render_ms={:.0f}",
      figures.revision, figures.programmes, figures.people, figures.feeds, figures.event_texts,
      figures.load_time.count() * 1e3, figures.render_time.count() * 1e3);
}

void log_refusals(const http::Request& request, int status) {
  constexpr int first_error = 400;
  if (status < first_error) return;
  spdlog::info("refused status={} method={} path={}", status, request.method,
               web::Routes::loggable_path(request.path));
}

}  // namespace

int serve(const Options& options, const ServeOptions& serve_options) {
  const sigset_t signals = service::block_signals();  // before any thread starts, so that all inherit it
  const auto load_start = std::chrono::steady_clock::now();
  config_files::FileStamps stamps = config_files::read_stamps(options.config);
  config_files::Files files = config_files::read_files(options.config);
  config_files::KnownTables known;
  publishing::Configuration folder = publishing::read_configuration(files, &known);
  const auto load_time = std::chrono::steady_clock::now() - load_start;
  const std::vector<config_files::Problem> problems = folder.loaded.problems;
  if (!files.found || has_errors(problems, "service.toml"))
    return report_unusable(problems, options.language);
  const config_files::Settings settings = folder.loaded.settings;
  const auto listen = listen_address(settings, serve_options);
  if (!listen) return exit_usage;

  service::set_up_log(serve_options.log.empty() ? settings.log : serve_options.log);
  const Stage stage = set_stage(options, serve_options, settings);
  if (!folder.loaded.ok() && !std::filesystem::exists(stage.folder / "traject.db"))
    return report_unusable(problems, options.language);
  const store::FolderLock lock{stage.folder};
  const feeds::TokenKey key{store::open_key(stage.folder)};
  store::Store store{stage.folder};

  service::Requests requests;
  web::Metrics metrics;
  http::HttpOptions http;
  http.address = listen->address;
  http.port = listen->port;
  http.trusted_proxies = settings.trusted_proxies;
  // Only people's own pages wait for the database.
  http.quick = [](std::string_view, std::string_view target) {
    return target.starts_with('/') && !target.starts_with("/p/");
  };
  http.observe = [&](const http::Request& request, int status, std::size_t, std::chrono::microseconds) {
    metrics.count_request(status);
    log_refusals(request, status);
  };
  http.failed = [](const http::Request& request, std::string_view what) {
    spdlog::error("failed method={} path={}: {}", request.method, web::Routes::loggable_path(request.path),
                  what);
  };
  service::FetchLog fetches{stage.clock};
  // Bound first, so that addresses on pages can name a port that the system chose; answers nothing before
  // run().
  std::optional<web::Routes> routes;
  http::HttpFront front{http, [&](const http::Request& request) { return (*routes)(request); }};
  Options reached = options;
  if (reached.address.empty() && settings.address.empty()) reached.address = listen->url(front.port());
  const std::string base = reached.base_address(settings);
  const auto now = [&] { return stage.clock.now(); };
  service::MailThread* mail_thread = nullptr;  // there before the first request
  routes.emplace(
      metrics, base, [&] { return front.open_connections(); },
      service::participation_actions(stage.folder, now, [&] { mail_thread->wake(); }),
      [&](const feeds::Feed& feed, std::string_view family) { fetches.note(feed, family); });

  service::MailThread mails{{.data_folder = stage.folder,
                             .worker = stage.worker,
                             .courier = service::choose_courier(stage.mail, stage.folder),
                             .clock = stage.clock,
                             .participation_changed =
                                 [&requests] {
                                   requests.participation_changed = true;
                                   requests.wake.signal();
                                 },
                             .report =
                                 [&](const service::MailReport& report) {
                                   metrics.set_mails(report.mails);
                                   routes->set_mail_problem(report.held);
                                 }}};
  mail_thread = &mails;
  const bool publishes_by_itself = settings.publish_automatically || stage.rehearsal;
  publishing::Publisher publisher{
      {.automatic = publishes_by_itself, .language = options.language, .now = now},
      {store, key, base},
      {.on_snapshot =
           [&](const publishing::Published& published, const publishing::Publisher::Times& times) {
             const auto figures = web::figures_of(*published.snapshot, times.load, times.render);
             metrics.set_publication(figures);
             routes->publish(published.snapshot);
             mails.publish(published.edition);
             log_publication(figures);
           },
       .on_folder_state = [&](const publishing::FolderState& state) { routes->set_folder_state(state); },
       .on_file_problems = [&](letters::FileProblems wrong) { mails.note(std::move(wrong)); },
       .info = [](const std::string& line) { spdlog::info("{}", line); },
       .warning = [](const std::string& line) { spdlog::warn("{}", line); },
       .error = [](const std::string& line) { spdlog::error("{}", line); }}};
  if (!publisher.start(std::move(folder), load_time)) return report_unusable(problems, options.language);
  stage.clock.start();
  store::Revisions{store}.set_watched(
      publishes_by_itself ? std::filesystem::weakly_canonical(options.config).string() : "");

  std::exception_ptr broken;
  std::thread loop{[&] {
    try {
      front.run(drain_limit);
    } catch (...) {
      broken = std::current_exception();
      requests.stop = true;
      requests.wake.signal();
    }
  }};
  spdlog::info("listening address={}", listen->url(front.port()));
  if (serve_options.show_links) show_links(*routes->published()->catalogue, base, options, stage.folder);
  malloc_trim(0);
  sd_notify(0, "READY=1");

  publishing::FolderWatch watching{options.config, publisher, std::move(stamps), files, std::move(known)};
  files = {};
  service::wait_for_stop(signals, {requests, publisher, watching, front, mails, fetches, store});
  sd_notify(0, "STOPPING=1");
  spdlog::info("stopping");
  front.stop();
  loop.join();
  service::write_fetches(fetches, store);
  if (broken) std::rethrow_exception(broken);
  spdlog::info("stopped");
  return exit_ok;
}

}  // namespace commands
