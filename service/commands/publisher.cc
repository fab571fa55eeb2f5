// SPDX-License-Identifier: Apache-2.0
#include "service/commands/publisher.h"

#include <malloc.h>
#include <spdlog/spdlog.h>
#include <systemd/sd-daemon.h>

#include <exception>

#include "service/commands/publication.h"
#include "service/mail/edition.h"

namespace commands {

using std::chrono::steady_clock;

Publisher::Publisher(const Options& options, std::string base, const Clock& clock, store::Store& store,
                     const feeds::TokenKey& key, Receivers receivers)
    : options_{options},
      base_{std::move(base)},
      clock_{clock},
      store_{store},
      key_{key},
      receivers_{receivers} {}

void Publisher::publish(config_files::Loaded loaded, std::chrono::duration<double> load_time) {
  std::swap(loaded_, loaded);
  try {
    publish(load_time);
  } catch (...) {
    std::swap(loaded_, loaded);
    throw;
  }
  // The mails of such a template fail, all others go.
  for (const auto& problem : receivers_.routes.published()->edition->composer.problems(loaded_.programmes))
    spdlog::error("template: {}:{}:{}: {}", problem.file, problem.line, problem.column,
                  problem.what.in(options_.language));
}

void Publisher::publish(std::chrono::duration<double> load_time) {
  const auto start = steady_clock::now();
  const auto published = commands::publish(loaded_, store_, key_, base_, clock_.now());
  const auto& feeds = published->catalogue->feeds();
  web::Metrics::Publication figures{.load_time = load_time,
                                    .render_time = steady_clock::now() - start,
                                    .programmes = published->programmes,
                                    .people = 0,
                                    .feeds = feeds.all().size(),
                                    .event_texts = feeds.event_texts()};
  for (const auto& feed : feeds.all()) figures.people += feed.subject.kind == feeds::FeedKind::person ? 1 : 0;
  receivers_.metrics.set_publication(figures);
  receivers_.routes.publish(published);
  receivers_.routes.set_configuration_problem("");
  receivers_.mails.publish(published->edition);
  spdlog::info("published programmes={} people={} feeds={} event_texts={} load_ms={:.0f} render_ms={:.0f}",
               figures.programmes, figures.people, figures.feeds, figures.event_texts,
               figures.load_time.count() * 1e3, figures.render_time.count() * 1e3);
}

void Publisher::publish_again() {
  try {
    publish(std::chrono::duration<double>{});
  } catch (const std::exception& error) {
    spdlog::error("hand-ins not published: {}", error.what());
  }
  malloc_trim(0);
}

void Publisher::reload() {
  sd_notify(0, "RELOADING=1");
  try {
    const auto start = steady_clock::now();
    config_files::Loaded loaded = config_files::load(options_.config);
    if (loaded.ok()) {
      if (loaded.settings != loaded_.settings) spdlog::warn("service.toml has changed: that needs a restart");
      loaded.settings = loaded_.settings;
      publish(std::move(loaded), steady_clock::now() - start);
    } else {
      report(loaded);
    }
  } catch (const std::exception& error) {
    spdlog::error("configuration not published: {}", error.what());
    receivers_.routes.set_configuration_problem(error.what());
  }
  malloc_trim(0);
  sd_notify(0, "READY=1");
}

void Publisher::report(const config_files::Loaded& loaded) {
  std::string all;
  for (const auto& problem : loaded.problems) {
    if (problem.warning) continue;
    const std::string line = config_files::to_line(problem, options_.language);
    spdlog::error("configuration not published: {}", line);
    all += (all.empty() ? "" : "\n") + line;
  }
  receivers_.routes.set_configuration_problem(std::move(all));
}

}  // namespace commands
