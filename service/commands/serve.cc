// SPDX-License-Identifier: Apache-2.0
#include <malloc.h>
#include <signal.h>
#include <spdlog/spdlog.h>
#include <systemd/sd-daemon.h>

#include <chrono>
#include <exception>
#include <iostream>
#include <optional>
#include <thread>

#include "service/commands/commands.h"
#include "service/commands/listen.h"
#include "service/commands/log.h"
#include "service/commands/publication.h"
#include "service/store/folder_lock.h"
#include "service/store/key_file.h"
#include "service/web/http_front.h"

namespace commands {
namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

constexpr milliseconds drain_limit{10'000};

/// What reading and publishing needs, and what it reports to.
struct Publisher {
  const Options& options;
  const config_files::Settings& settings;  ///< In use since the start.
  store::Store& store;
  const feeds::TokenKey& key;
  web::Routes& routes;
  web::Metrics& metrics;

  void publish(const config_files::Loaded& loaded, std::chrono::duration<double> load_time) const;
  void reload() const;
};

void Publisher::publish(const config_files::Loaded& loaded, std::chrono::duration<double> load_time) const {
  const auto start = Clock::now();
  const auto published = commands::publish(loaded.programmes, store, key, options.time());
  const auto& feeds = published->catalogue->feeds();
  web::Metrics::Publication figures{.load_time = load_time,
                                    .render_time = Clock::now() - start,
                                    .programmes = published->programmes,
                                    .people = 0,
                                    .feeds = feeds.all().size(),
                                    .event_texts = feeds.event_texts()};
  for (const auto& feed : feeds.all()) figures.people += feed.subject.kind == feeds::FeedKind::person ? 1 : 0;
  metrics.set_publication(figures);
  routes.publish(published);
  routes.set_configuration_problem("");
  spdlog::info("published programmes={} people={} feeds={} event_texts={} load_ms={:.0f} render_ms={:.0f}",
               figures.programmes, figures.people, figures.feeds, figures.event_texts,
               figures.load_time.count() * 1e3, figures.render_time.count() * 1e3);
}

/// What is published goes on being served whatever is wrong with the files.
void Publisher::reload() const {
  sd_notify(0, "RELOADING=1");
  try {
    const auto start = Clock::now();
    const config_files::Loaded loaded = config_files::load(options.config);
    if (loaded.ok()) {
      publish(loaded, Clock::now() - start);
      if (loaded.settings != settings) spdlog::warn("service.toml has changed: that needs a restart");
    } else {
      std::string all;
      for (const auto& problem : loaded.problems) {
        if (problem.warning) continue;
        const std::string line = config_files::to_line(problem, options.language);
        spdlog::error("configuration not published: {}", line);
        all += (all.empty() ? "" : "\n") + line;
      }
      routes.set_configuration_problem(std::move(all));
    }
  } catch (const std::exception& error) {
    spdlog::error("configuration not published: {}", error.what());
    routes.set_configuration_problem(error.what());
  }
  malloc_trim(0);
  sd_notify(0, "READY=1");
}

sigset_t block_signals() {
  sigset_t signals;
  sigemptyset(&signals);
  for (const int signal : {SIGTERM, SIGINT, SIGHUP}) sigaddset(&signals, signal);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  struct sigaction ignore {};
  ignore.sa_handler = SIG_IGN;
  sigaction(SIGPIPE, &ignore, nullptr);
  return signals;
}

/// Handles signals until one says stop; tells the service manager's watchdog that the front's loop turns.
void wait_for_stop(const sigset_t& signals, const Publisher& publisher, const web::HttpFront& front) {
  std::uint64_t last_turns = 0;
  std::uint64_t watchdog_microseconds = 0;
  const bool watched = sd_watchdog_enabled(0, &watchdog_microseconds) > 0;
  const auto interval = watched ? std::chrono::microseconds{watchdog_microseconds / 2}
                                : std::chrono::microseconds{std::chrono::seconds{60}};
  const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(interval);
  const timespec timeout{.tv_sec = seconds.count(),
                         .tv_nsec = std::chrono::nanoseconds{interval - seconds}.count()};
  for (;;) {
    const int signal = sigtimedwait(&signals, nullptr, &timeout);
    if (signal == SIGHUP) publisher.reload();
    if (signal == SIGTERM || signal == SIGINT) return;
    const std::uint64_t turns = front.turns();
    if (watched && turns != last_turns) sd_notify(0, "WATCHDOG=1");
    last_turns = turns;
  }
}

/// One address of each kind to try, for whoever started the service by hand.
void show_links(const web::Catalogue& catalogue, const std::string& base) {
  std::cout << "Open one of these in a browser to subscribe, or give the address to a calendar program:\n";
  for (const auto kind : {feeds::FeedKind::programme, feeds::FeedKind::library, feeds::FeedKind::person}) {
    for (const auto& feed : catalogue.feeds().all()) {
      if (feed.subject.kind != kind) continue;
      const auto [https, webcal] = web::address(base, catalogue.path(feed));
      std::cout << "  " << to_string(feed.subject) << "  " << feed.name << "\n    page      " << base
                << catalogue.page_path(feed) << "\n    feed      " << https << "\n    one click " << webcal
                << '\n';
      break;
    }
  }
  std::cout << "All of them: traject links. Stop with Ctrl-C." << std::endl;
}

void log_refusals(const web::Request& request, int status) {
  constexpr int first_error = 400;
  if (status < first_error) return;
  spdlog::info("refused status={} method={} path={}", status, request.method,
               web::Routes::loggable_path(request.path));
}

}  // namespace

int serve(const Options& options, const ServeOptions& serve_options) {
  const sigset_t signals = block_signals();  // before any thread starts, so that all inherit it
  const auto load_start = Clock::now();
  const auto loaded = load_or_report(options);
  if (!loaded) return exit_configuration;
  const auto load_time = Clock::now() - load_start;
  const config_files::Settings settings = loaded->settings;
  const std::string listen_text = serve_options.listen.empty() ? settings.listen : serve_options.listen;
  const auto listen = parse_listen(listen_text);
  if (!listen) {
    std::cerr << "cannot listen on '" << listen_text
              << "'; write a numeric address and a port: 127.0.0.1:8080\n";
    return exit_usage;
  }
  if (!listen->loopback && !serve_options.behind_proxy && !serve_options.open_to_all) {
    std::cerr
        << listen_text << " can be reached from other machines, in clear text; keep to 127.0.0.1 behind a "
        << "reverse proxy on this machine, or say --behind-proxy (a proxy elsewhere ends TLS) or --public\n";
    return exit_usage;
  }

  set_up_log(serve_options.log.empty() ? settings.log : serve_options.log);
  const auto folder = options.data_folder(settings);
  const store::FolderLock lock{folder};
  const feeds::TokenKey key{store::open_key(folder)};
  store::Store store{folder};

  web::Metrics metrics;
  web::HttpOptions http;
  http.address = listen->address;
  http.port = listen->port;
  http.trusted_proxies = settings.trusted_proxies;
  http.quick = [](std::string_view, std::string_view target) { return target.starts_with("/f/"); };
  http.observe = [&](const web::Request& request, int status, std::size_t, std::chrono::microseconds) {
    metrics.count_request(status);
    log_refusals(request, status);
  };
  http.failed = [](const web::Request& request, std::string_view what) {
    spdlog::error("failed method={} path={}: {}", request.method, web::Routes::loggable_path(request.path),
                  what);
  };
  // Bound first, so that addresses on pages can name a port that the system chose; answers nothing before run().
  std::optional<web::Routes> routes;
  web::HttpFront front{http, [&](const web::Request& request) { return (*routes)(request); }};
  Options reached = options;
  if (reached.address.empty() && settings.address.empty()) reached.address = listen->url(front.port());
  const std::string base = reached.base_address(settings);
  routes.emplace(metrics, base, [&] { return front.open_connections(); });
  const Publisher publisher{options, settings, store, key, *routes, metrics};
  publisher.publish(*loaded, load_time);

  std::exception_ptr broken;
  std::thread loop{[&] {
    try {
      front.run(drain_limit);
    } catch (...) {
      broken = std::current_exception();
      kill(getpid(), SIGTERM);
    }
  }};
  spdlog::info("listening address={}", listen->url(front.port()));
  if (serve_options.show_links) show_links(*routes->published()->catalogue, base);
  malloc_trim(0);
  sd_notify(0, "READY=1");

  wait_for_stop(signals, publisher, front);
  sd_notify(0, "STOPPING=1");
  spdlog::info("stopping");
  front.stop();
  loop.join();
  if (broken) std::rethrow_exception(broken);
  spdlog::info("stopped");
  return exit_ok;
}

}  // namespace commands
