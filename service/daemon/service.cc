// SPDX-License-Identifier: Apache-2.0
#include "service/daemon/service.h"

#include <malloc.h>
#include <spdlog/spdlog.h>
#include <systemd/sd-daemon.h>

#include <exception>
#include <thread>
#include <utility>

#include "service/daemon/late_courier.h"
#include "service/daemon/mail_setup.h"
#include "service/daemon/participation_actions.h"
#include "service/daemon/status_reports.h"
#include "service/publishing/clock_check.h"
#include "service/store/data_folder.h"

namespace service {
namespace {

constexpr std::chrono::milliseconds drain_limit{10'000};
/// A turn of the mail thread takes seconds with 100,000 people.
constexpr std::chrono::minutes longest_mail_silence{5};

void log_publication(const web::Metrics::Figures& figures) {
  spdlog::info(
      "published revision={} programmes={} people={} feeds={} event_texts={} load_ms={:.0f} render_ms={:.0f}",
      figures.revision, figures.programmes, figures.people, figures.feeds, figures.event_texts,
      figures.load_time.count() * 1e3, figures.render_time.count() * 1e3);
}

}  // namespace

FolderReading read_folder(const std::filesystem::path& folder) {
  const auto begin = std::chrono::steady_clock::now();
  const config_files::Files files = config_files::read_files(folder);
  FolderReading reading{.found = files.found, .reuse = {}, .configuration = {}};
  reading.configuration = publishing::read_configuration(files, reading.reuse);
  reading.load_time = std::chrono::steady_clock::now() - begin;
  return reading;
}

Service::Service(ServiceOptions options)
    : options_{std::move(options)},
      lock_{options_.data},
      key_{store::open_key(options_.data)},
      store_{options_.data, use(store::Use::beside)},
      continuity_{store_},
      status_{options_.clock.now()},
      health_{[this](const StoreReport& report) { show_store(status_, report, options_.clock.now()); }},
      storing_{options_.data, continuity_, health_, options_.copied_because},
      data_{std::filesystem::weakly_canonical(options_.data).string()},
      fetches_{options_.clock},
      listener_{options_.listen.address, options_.listen.port},
      port_{listener_.port()},
      base_{options_.base.empty() ? listening() : options_.base},
      routes_{metrics_,
              base_,
              [this] { return server_.open_connections(); },
              actions(),
              [this](const feeds::Feed& feed, std::string_view family) { fetches_.note(feed, family); },
              [this] { return status(); }},
      server_{std::move(listener_), http_options(), routes_.handlers()},
      mails_{mail_setup()},
      publisher_{{.automatic = options_.automatic && !is_copied(),
                  .language = options_.language,
                  .now = [this] { return options_.clock.now(); },
                  .refusal = [this] { return health_.refusal(); },
                  .served_before = options_.served_before},
                 {store_, key_, base_, built()},
                 continuity_,
                 listeners()} {
  take_over();
}

/// The first writes of a start: a disk that takes none is noticed here.
void Service::take_over() {
  if (is_copied()) {
    spdlog::error("{}", storing_.look(std::chrono::steady_clock::now(), options_.clock.now()));
    return;
  }
  for (const auto& line : store::close_to_others(options_.data)) spdlog::warn("{}", line);
  auto home = store::home_of(options_.data, options_.worker.host);
  home.key = store::fingerprint_of(store::open_key(options_.data));
  const bool may_hold = !options_.worker.steps_freely;
  if (const auto why = store::take_over(store_, home, may_hold, options_.clock.now()); !why.empty())
    spdlog::error("{}", why);
  continuity_.renew();
}

http::HttpOptions Service::http_options() {
  http::HttpOptions http;
  http.trusted_proxies = options_.trusted_proxies;
  http.observe = [this](const http::Observation& seen) {
    metrics_.count_request(seen.status);
    request_log_.note(seen);
  };
  http.failed = [this](std::string_view method, std::string_view path, std::string_view what) {
    request_log_.failed(method, path, what);
  };
  return http;
}

programme::Instant Service::built() const {
  return options_.clock.is_the_machines() ? publishing::build_day() : programme::Instant{};
}

web::Actions Service::actions() {
  return participation_actions({.data_folder = options_.data,
                                .use = use(store::Use::beside),
                                .now = [this] { return options_.clock.now(); },
                                .changed =
                                    [this] {
                                      requests_.participation_changed = true;
                                      requests_.wake.signal();
                                      mails_.wake();
                                    },
                                .refusal = [this] { return health_.refusal(); },
                                .failed = [this] { storing_.note_failure(); }});
}

/// Throws at the first start only: afterwards feeds are served, whatever becomes of mail.
std::unique_ptr<smtp::Courier> Service::courier() {
  const auto make = [this] { return choose_courier(options_.mail, options_.data, base_); };
  try {
    return make();
  } catch (const std::exception& error) {
    if (!store::Revisions{store_}.latest()) throw;
    spdlog::error("mail waits: {}", error.what());
    auto late = std::make_unique<LateCourier>(make, error.what());
    late_courier_ = late.get();
    return late;
  }
}

MailThread::Setup Service::mail_setup() {
  auto courier = this->courier();
  return {.data_folder = options_.data,
          .worker = options_.worker,
          .courier = std::move(courier),
          .courier_problem = [this] { return late_courier_ != nullptr ? late_courier_->problem() : ""; },
          .clock = options_.clock,
          .built = built(),
          .use = use(store::Use::worker),
          .continuity = continuity_,
          .refusal = [this] { return health_.refusal(); },
          .store_failed = [this] { storing_.note_failure(); },
          .report =
              [this](const MailReport& report) {
                metrics_.set_mails(report.mails);
                status_.turned(web::Part::mail, std::chrono::steady_clock::now(), longest_mail_silence);
                show_mail(status_, report, options_.mail.server, options_.clock.now());
              }};
}

publishing::Publisher::Listeners Service::listeners() {
  return {.on_snapshot = [this](const auto& published, const auto& times) { publish(published, times); },
          .on_other_feeds = [this](const auto& snapshot) { routes_.publish(snapshot); },
          .on_folder_state = [this](const publishing::FolderState& state) { set_folder_state(state); },
          .on_file_problems = [this](letters::FileProblems problems) { mails_.note(std::move(problems)); },
          .on_store_failure = [this] { storing_.note_failure(); },
          .info = [](const std::string& line) { spdlog::info("{}", line); },
          .warning = [](const std::string& line) { spdlog::warn("{}", line); },
          .error = [](const std::string& line) { spdlog::error("{}", line); },
          .on_task =
              [this](publishing::Publisher::Task task, const std::string& problem) {
                show_task(status_, task, problem, options_.clock.now());
              }};
}

void Service::publish(const publishing::Published& published, const publishing::Publisher::Times& times) {
  const auto figures = web::figures_of(*published.snapshot, times.load, times.render);
  metrics_.set_publication(figures);
  routes_.publish(published.snapshot);
  status_.set_published(figures.revision);
  status_.set(web::Part::publication, "revision",
              web::published_condition(figures.revision, figures.programmes, figures.feeds),
              options_.clock.now());
  log_publication(figures);
  if (folder_was_read_) {
    mails_.publish(published.edition);
  } else {
    first_edition_ = published.edition;
  }
}

void Service::set_folder_state(const publishing::FolderState& state) {
  metrics_.set_configuration_good(state.problem.empty());
  status_.set_files_published(!state.differs && !state.unread);
  show_folder(status_, state, options_.clock.now());
  folder_was_read_ = folder_was_read_ || !state.unread;
  if (folder_was_read_ && first_edition_) mails_.publish(std::exchange(first_edition_, nullptr));
}

web::Status Service::status() {
  web::Status status = status_.status(options_.clock.now(), std::chrono::steady_clock::now());
  status.listening = listening();
  status.data = data_;
  return status;
}

bool Service::start(const config_files::Loaded& around) {
  if (!publisher_.start(around)) return false;
  begin();
  return true;
}

bool Service::start_with(FolderReading& folder) {
  folder_was_read_ = true;
  if (!publisher_.start_with(std::move(folder.configuration), folder.load_time, std::move(folder.reuse)))
    return false;
  begin();
  return true;
}

void Service::begin() {
  options_.clock.start();
  if (is_copied()) return;
  store::Revisions{store_}.set_watched(
      options_.automatic ? std::filesystem::weakly_canonical(options_.config).string() : "");
}

std::optional<Successor> Service::run(const sigset_t& signals) {
  std::exception_ptr broken;
  std::thread loop{[&] {
    try {
      server_.run(drain_limit);
    } catch (...) {
      broken = std::current_exception();
      requests_.stop = true;
      requests_.wake.signal();
    }
  }};
  malloc_trim(0);
  sd_notify(0, "READY=1");
  publishing::FolderWatch watching{options_.config, publisher_};
  const auto ended =
      wait_for_stop(signals, {requests_, publisher_, watching, server_, mails_, fetches_, request_log_,
                              store_, status_, storing_, lock_, options_.clock, options_.data});
  if (ended == Ended::stop) sd_notify(0, "STOPPING=1");
  spdlog::info("stopping{}", ended == Ended::stop ? "" : " to begin again: " + storing_.rebuild()->why);
  server_.stop();
  loop.join();
  write_fetches(fetches_, store_);
  if (broken) std::rethrow_exception(broken);
  spdlog::info("stopped");
  if (ended == Ended::stop) return std::nullopt;
  Successor next{.served_before = {}, .former = storing_.opened()};
  if (storing_.rebuild()->is_other_database || (is_copied() && options_.served_before))
    next.served_before = publisher_.latest_served();
  return next;
}

}  // namespace service
