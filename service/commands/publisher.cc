// SPDX-License-Identifier: Apache-2.0
#include "service/commands/publisher.h"

#include <malloc.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <exception>
#include <stdexcept>
#include <utility>

#include "service/commands/half_written.h"
#include "service/commands/plan.h"
#include "service/commands/plan_text.h"
#include "service/mail/edition.h"
#include "service/store/links.h"

namespace commands {
namespace {

using std::chrono::steady_clock;
using Kind = store::Outcome::Kind;

constexpr std::chrono::minutes wait_after_failure{1};
constexpr const char* itself = "service";  ///< Who publishes what nobody asked for.

}  // namespace

Publisher::Publisher(Setup setup, const Clock& clock, store::Store& store, const feeds::TokenKey& key,
                     Receivers receivers)
    : setup_{std::move(setup)},
      clock_{clock},
      store_{store},
      revisions_{store},
      key_{key},
      receivers_{receivers} {}

bool Publisher::start(Candidate folder, std::chrono::duration<double> load_time) {
  const std::vector<config_files::Problem> problems = folder.loaded.problems;
  const bool good = folder.loaded.ok();
  folder_ = store::digest_of(folder.texts);
  const auto latest = revisions_.latest();
  Candidate published;
  bool take_folder = good && setup_.automatic;
  if (latest) {
    const auto texts = revisions_.files(latest->number);
    take_folder = good && (texts == folder.texts || (setup_.automatic && folder_ != revisions_.set_aside() &&
                                                     !may_be_half_written(texts, folder.texts)));
    if (!take_folder) {
      published = read_revision(revisions_, latest->number, folder.loaded);
      if (!published.loaded.ok()) {  // this version of the program finds in it what an earlier one let pass
        report(published.loaded.problems);
        take_folder = good && setup_.automatic;
      }
    }
  }
  if (!take_folder && (!latest || !published.loaded.ok())) return false;
  Candidate chosen = std::move(take_folder ? folder : published);
  if (!publish(std::move(chosen), {.expected = latest ? latest->number : 0, .who = itself}, load_time)) {
    take_over();
    if (revision() == 0) return false;
  }
  compare_with_folder();
  report(problems);
  report_templates();
  return true;
}

bool Publisher::publish(Candidate candidate, const Wanted& wanted, std::chrono::duration<double> load_time) {
  if (!record_and_deliver(candidate, wanted, load_time)) return false;
  current_ = std::move(candidate);
  malloc_trim(0);
  return true;
}

bool Publisher::publish_current(std::chrono::duration<double> load_time) {
  const bool done = record_and_deliver(current_, {.expected = revision(), .who = itself}, load_time);
  malloc_trim(0);
  return done;
}

bool Publisher::record_and_deliver(const Candidate& candidate, const Wanted& wanted,
                                   std::chrono::duration<double> load_time) {
  const auto begin = steady_clock::now();
  const auto published =
      commands::publish(candidate, wanted, store_, key_, setup_.base, clock_.now(), content_.get());
  if (published.outcome.kind == Kind::overtaken) return false;
  content_ = published.content;
  next_change_ = published.content->catalogue->feeds().next_change();
  if (published.outcome.kind == Kind::made) spdlog::info("made revision {}", revision());
  deliver(published.content, load_time, steady_clock::now() - begin);
  return true;
}

void Publisher::deliver(const std::shared_ptr<const web::Published>& content,
                        std::chrono::duration<double> load_time, std::chrono::duration<double> render_time) {
  const auto& feeds = content->catalogue->feeds();
  web::Metrics::Publication figures{.load_time = load_time,
                                    .render_time = render_time,
                                    .revision = revision(),
                                    .programmes = content->programmes,
                                    .people = 0,
                                    .feeds = feeds.all().size(),
                                    .event_texts = feeds.event_texts().size()};
  for (const auto& feed : feeds.all()) figures.people += feed.subject.kind == feeds::FeedKind::person ? 1 : 0;
  receivers_.metrics.set_publication(figures);
  receivers_.routes.publish(content);
  receivers_.mails.publish(content->edition);
  spdlog::info(
      "published revision={} programmes={} people={} feeds={} event_texts={} load_ms={:.0f} render_ms={:.0f}",
      figures.revision, figures.programmes, figures.people, figures.feeds, figures.event_texts,
      figures.load_time.count() * 1e3, figures.render_time.count() * 1e3);
}

void Publisher::report_templates() {
  // The mails of such a template fail, all others go.
  const auto published = receivers_.routes.published();
  for (const auto& problem : published->edition->composer.problems(published->edition->programmes))
    spdlog::error("template: {}", mail::to_line(problem, setup_.language));
}

bool Publisher::offer(Candidate folder, std::chrono::duration<double> load_time, bool again) {
  receivers_.routes.set_configuration_waits(false);
  try {
    take_over();  // what it is compared with
    const std::vector<config_files::Problem> problems = folder.loaded.problems;
    if (folder.loaded.ok()) {
      take(folder, load_time, again);
    } else {
      folder_ = store::digest_of(folder.texts);
      compare_with_folder();
    }
    report(problems);
    return true;
  } catch (const std::exception& error) {
    report(error.what(), {{{.nl = error.what(), .en = {}}}});
    return false;
  }
}

void Publisher::take(Candidate& folder, std::chrono::duration<double> load_time, bool again) {
  if (folder.loaded.settings != current_.loaded.settings)
    spdlog::warn("service.toml has changed: that needs a restart");
  folder.loaded.settings = current_.loaded.settings;
  const bool other_words = folder.loaded.templates != current_.loaded.templates;
  folder_ = store::digest_of(folder.texts);
  if (setup_.automatic && folder_ != revisions_.set_aside() && folder.texts != current_.texts) {
    const auto difference = [this](const feeds::Draft& next) {
      return difference_json(changes_between(content_->edition->drafts.files(), next, clock_.now()));
    };
    if (!publish(std::move(folder), {.expected = revision(), .who = itself, .difference = difference},
                 load_time))
      throw std::runtime_error{"another process published at the same time"};
  } else if (other_words || again) {
    current_.loaded.templates = folder.loaded.templates;
    if (!publish_current(load_time)) take_over();
  }
  compare_with_folder();
  if (other_words) report_templates();
}

void Publisher::publish_again() {
  try {
    if (!publish_current({})) take_over();
  } catch (const std::exception& error) {
    spdlog::error("not published again: {}", error.what());
    if (next_change_) next_change_ = std::max(*next_change_, clock_.now() + wait_after_failure);
  }
}

void Publisher::look_at_the_time() {
  if (next_change_ && *next_change_ <= clock_.now()) publish_again();
}

void Publisher::take_over() {
  const auto latest = revisions_.latest();
  if (!latest || latest->number == revision() || latest->number == unusable_) return;
  const auto begin = steady_clock::now();
  Candidate candidate = read_revision(revisions_, latest->number, current_.loaded);
  if (!candidate.loaded.ok()) {
    unusable_ = latest->number;
    spdlog::error("revision {} cannot be served: it was published with another version of this program",
                  latest->number);
    return;
  }
  spdlog::info("taking over revision {} of {}", latest->number, latest->who);
  publish(std::move(candidate), {.expected = latest->number, .who = itself}, steady_clock::now() - begin);
  compare_with_folder();
}

void Publisher::look_for_others() {
  try {
    take_over();
    if (store::Links{store_}.all() != content_->catalogue->links()) publish_again();
  } catch (const std::exception& error) {
    spdlog::error("what another process published: {}", error.what());
  }
}

void Publisher::vouch() {
  try {
    revisions_.vouch(clock_.now());
  } catch (const std::exception& error) {
    spdlog::error("store: {}", error.what());
  }
}

void Publisher::compare_with_folder() {
  receivers_.routes.set_unpublished(!folder_.empty() && folder_ != store::digest_of(current_.texts));
}

void Publisher::report(const std::vector<config_files::Problem>& problems) {
  using programme::Language;
  std::string all;
  mail::FileProblems for_coordinators;
  for (const auto& problem : problems) {
    if (problem.warning) continue;
    all += (all.empty() ? "" : "\n") + config_files::to_line(problem, setup_.language);
    for_coordinators.lines.push_back({.nl = config_files::to_line(problem, Language::nl),
                                      .en = config_files::to_line(problem, Language::en)});
  }
  report(all, std::move(for_coordinators));
}

/// Where coordinators publish by themselves they see what is wrong when they do, and get no mail about it.
void Publisher::report(const std::string& problem, mail::FileProblems for_coordinators) {
  if (problem != problem_) {
    for (std::size_t at = 0; at < problem.size();) {
      const std::size_t end = std::min(problem.find('\n', at), problem.size());
      spdlog::error("configuration not published: {}", problem.substr(at, end - at));
      at = end + 1;
    }
    if (problem.empty()) spdlog::info("the configuration is good again");
  }
  problem_ = problem;
  receivers_.routes.set_configuration_problem(problem);
  if (setup_.automatic) receivers_.mails.note(std::move(for_coordinators));
}

}  // namespace commands
