// SPDX-License-Identifier: Apache-2.0
#include "service/publishing/publisher.h"

#include <malloc.h>

#include <algorithm>
#include <exception>
#include <stdexcept>
#include <utility>

#include "service/publishing/change_plan.h"
#include "service/publishing/clock_check.h"
#include "service/publishing/folder_watch.h"
#include "service/publishing/template_problems.h"
#include "service/store/failure.h"
#include "service/store/links.h"
#include "service/store/service_files.h"

namespace publishing {
namespace {

using std::chrono::steady_clock;
using Kind = store::RevisionOutcome::Kind;

constexpr std::chrono::minutes wait_after_failure{1};
constexpr const char* service_name = "service";  ///< The author of automatic publications.
constexpr const char* replaced_text =
    "the database was replaced by another state than the one served: all events get new numbers";

}  // namespace

Publisher::Publisher(Setup setup, Site site, store::Continuity& continuity, Listeners listeners)
    : setup_{std::move(setup)},
      site_{std::move(site)},
      listeners_{std::move(listeners)},
      continuity_{continuity},
      revisions_{site_.store},
      participation_{site_.store} {}

bool Publisher::start(const config_files::Loaded& around) {
  const auto begin = steady_clock::now();
  const auto latest = revisions_.latest();
  if (!latest) return false;
  Configuration published = read_revision(revisions_, latest->number, around, &reuse_.tables());
  if (!published.loaded.ok()) {  // this version of the program rejects what an earlier one accepted
    report(published.loaded.problems);
    return false;
  }
  report_clock(latest);
  folder_state_.unread = true;
  current_.loaded.settings = around.settings;
  current_.loaded.templates = around.templates;
  if (!publish(std::move(published), first_request(latest->number), steady_clock::now() - begin))
    adopt_latest();
  return revision() != 0;
}

/// The first publication after the store was opened.
PublishRequest Publisher::first_request(int latest) const {
  if (setup_.served_before) listeners_.warning(replaced_text);
  return {.expected = latest,
          .who = service_name,
          .no_mail = setup_.served_before.has_value(),
          .restored = setup_.served_before.has_value(),
          .served = setup_.served_before.value_or(programme::Instant{})};
}

bool Publisher::start_with(Configuration folder, std::chrono::duration<double> load_time, Reuse reuse) {
  reuse_ = std::move(reuse);
  const auto latest = revisions_.latest();
  const bool clock_is_right = report_clock(latest);
  if (!folder.loaded.ok() || !setup_.automatic || !clock_is_right) return false;
  folder_digest_ = store::digest_of(folder.texts);
  keep_service_files(folder);
  if (!publish(std::move(folder), first_request(latest ? latest->number : 0), load_time)) {
    adopt_latest();
    if (revision() == 0) return false;
  }
  report_templates(true);
  return true;
}

/// Logs a clock that cannot be right, and returns false then.
bool Publisher::report_clock(const std::optional<store::Revision>& latest) {
  const auto problem =
      clock_problem(setup_.now(), site_.built, latest ? latest->published : programme::Instant{});
  if (problem) listeners_.error(problem->in(setup_.language));
  return !problem;
}

/// For a start without the folder. A service.toml that vanished or is blank, and templates that are all gone,
/// may be half of a save: the earlier ones stay.
void Publisher::keep_service_files(const Configuration& folder) {
  store::ServiceFiles kept{site_.store};
  auto texts = folder.service_texts;
  const auto is_template = [](const auto& file) { return file.first != "service.toml"; };
  const bool no_templates = std::ranges::none_of(texts, is_template);
  const auto settings = texts.find("service.toml");
  const bool no_settings = settings == texts.end() || config_files::is_blank(settings->second);
  for (auto& [path, text] : kept.all())
    if (path == "service.toml" ? no_settings : no_templates) texts[path] = text;
  kept.keep(texts);
}

bool Publisher::publish(Configuration configuration, const PublishRequest& request,
                        std::chrono::duration<double> load_time) {
  if (!record(configuration, request, load_time)) return false;
  current_ = std::move(configuration);
  malloc_trim(0);
  return true;
}

bool Publisher::publish_current() {
  const bool done = record(current_, {.expected = revision(), .who = service_name}, {});
  malloc_trim(0);
  return done;
}

bool Publisher::record(const Configuration& configuration, const PublishRequest& request,
                       std::chrono::duration<double> load_time) {
  const auto begin = steady_clock::now();
  auto published = publish_configuration(configuration, request, site_, setup_.now(), reuse_);
  if (published.outcome.kind == Kind::overtaken) return false;
  published_ = std::move(published);
  reuse_.keep(published_.snapshot);
  retry_.reset();
  next_change_ = published_.snapshot->catalogue->feeds().next_change();
  if (published_.outcome.kind == Kind::made) listeners_.info("made revision " + std::to_string(revision()));
  // Before on_snapshot, so that no page shows the new revision with the old folder state.
  compare_with_folder(configuration.texts);
  listeners_.on_snapshot(published_, {.load = load_time, .render = steady_clock::now() - begin});
  return true;
}

/// Logs broken templates. Their mails fail; all others are sent.
void Publisher::report_templates(bool in_log) {
  const auto& edition = *published_.edition;
  const auto problems = template_problems(edition.composer, edition.programmes);
  folder_state_.broken_templates = problems.errors();
  listeners_.on_folder_state(folder_state_);
  if (!in_log) return;
  for (const auto& problem : problems)
    listeners_.error("template: " + config_files::to_line(problem, setup_.language));
  if (const std::size_t unlisted = problems.unlisted_errors(); unlisted > 0)
    listeners_.error("template: " + programme::and_more(unlisted).in(setup_.language));
}

void Publisher::folder_waits() {
  folder_state_.unread = false;
  if (!folder_state_.waits) listeners_.info("the files may be half written: waiting up to 30 s");
  folder_state_.waits = true;
  listeners_.on_folder_state(folder_state_);
}

bool Publisher::folder_changed(Configuration folder, std::chrono::duration<double> load_time, bool again) {
  const bool is_first = std::exchange(folder_state_.unread, false);
  folder_state_.waits = false;
  const std::string digest = store::digest_of(folder.texts);
  try {
    refuse_if_closed();
    adopt_latest();  // publish_folder() compares the folder with it
    folder_digest_ = digest;
    const config_files::Problems problems = folder.loaded.problems;
    if (folder.loaded.ok()) {
      keep_service_files(folder);
      publish_folder(folder, load_time, again, is_first);
    } else {
      compare_with_folder(current_.texts);
      malloc_trim(0);
    }
    report(problems);
    return true;
  } catch (const std::exception& error) {
    folder_digest_ = digest;
    folder_state_.errors = 0;
    compare_with_folder(current_.texts);
    const std::string why = failure(error);
    report(why, {{{.nl = why, .en = {}}}});
    return false;
  }
}

void Publisher::publish_folder(Configuration& folder, std::chrono::duration<double> load_time, bool again,
                               bool is_first) {
  current_.loaded.settings.limits = folder.loaded.settings.limits;  // They hold from the next reading on.
  folder_state_.restart = folder.loaded.settings != current_.loaded.settings;
  if (folder_state_.restart) listeners_.warning("service.toml has changed: that needs a restart");
  folder.loaded.settings = current_.loaded.settings;
  const bool other_words = folder.loaded.templates != current_.loaded.templates;
  if (setup_.automatic && folder_digest_ != revisions_.ignored_folder_digest() &&
      folder.texts != current_.texts) {
    if (const auto problem = clock_problem(setup_.now(), site_.built, published_.snapshot->published))
      throw std::runtime_error{problem->in(setup_.language)};
    const auto difference = [this](const feeds::Timetable& next) {
      return difference_json(changes_between(published_.snapshot->timetables->written(), next, setup_.now()));
    };
    if (!publish(std::move(folder), {.expected = revision(), .who = service_name, .difference = difference},
                 load_time))
      throw std::runtime_error{"another process published at the same time"};
  } else if (other_words || again) {
    current_.loaded.templates = folder.loaded.templates;
    if (!publish_current()) adopt_latest();
  }
  compare_with_folder(current_.texts);
  report_templates(other_words || is_first);
}

void Publisher::participation_changed() {
  if (!published_.snapshot || (retry_ && setup_.now() < *retry_)) return;
  try {
    refuse_if_closed();
    if (!rebuild_people()) adopt_latest();
    retry_.reset();
    report(Task::hand_ins, "");
  } catch (const std::exception& error) {
    const std::string why = failure(error);
    listeners_.error("hand-ins are not in the feeds yet: " + why);
    report(Task::hand_ins, why);
    retry_ = setup_.now() + wait_after_failure;
  }
}

/// Returns false if the hand-ins belong to another revision than the one served: its times would come with
/// the texts of this one.
bool Publisher::rebuild_people() {
  std::optional<store::ReadView> view{site_.store};
  if (continuity_.is_broken()) return false;
  const auto latest = revisions_.latest();
  if (latest && !serves(*latest) && latest->number != unusable_) return false;
  const auto version = participation_.version();
  if (version == published_.participation) return true;
  if (version < published_.participation) {
    view.reset();
    publish_restored(current_, revision());
    return true;
  }
  std::vector<std::string> subjects;
  for (auto& row : participation_.hand_ins_since(published_.participation))
    subjects.push_back(std::move(row.subject));
  if (auto snapshot = rebuild_personal(*published_.snapshot, subjects, site_.store)) {
    published_.snapshot = std::move(snapshot);
    reuse_.keep(published_.snapshot);
    listeners_.on_other_feeds(published_.snapshot);
  }
  published_.participation = version;
  return true;
}

/// Publishes the current revision again.
void Publisher::rebuild() {
  try {
    if (!publish_current()) adopt_latest();
    report(Task::rebuild, "");
  } catch (const std::exception& error) {
    const std::string why = failure(error);
    listeners_.error("not published again: " + why);
    report(Task::rebuild, why);
    if (next_change_) next_change_ = std::max(*next_change_, setup_.now() + wait_after_failure);
  }
}

void Publisher::rebuild_if_due() {
  if (next_change_ && *next_change_ <= setup_.now() && setup_.refusal().empty()) rebuild();
}

bool Publisher::serves(const store::Revision& revision) const {
  const auto& snapshot = published_.snapshot;
  return snapshot && snapshot->revision == revision.number && snapshot->published == revision.published;
}

void Publisher::adopt_latest() {
  const auto latest = revisions_.latest();
  const bool came_back = continuity_.is_broken();
  if (came_back && (!latest || serves(*latest))) return publish_restored(current_, latest ? revision() : 0);
  if (!latest || latest->number == unusable_ || serves(*latest)) return;
  const bool restored = came_back || latest->number <= revision();
  const auto begin = steady_clock::now();
  Configuration configuration = read_revision(revisions_, latest->number, current_.loaded);
  if (!configuration.loaded.ok()) {
    unusable_ = latest->number;
    listeners_.error("revision " + std::to_string(latest->number) +
                     " cannot be served: it was published with another version of this program");
    return;
  }
  listeners_.info("adopting revision " + std::to_string(latest->number) + " of " + latest->who);
  if (restored) return publish_restored(std::move(configuration), latest->number);
  publish(std::move(configuration), {.expected = latest->number, .who = service_name},
          steady_clock::now() - begin);
}

/// Publishes an older state that came back above everything that was served. Automatic publishing then looks
/// at the folder again.
void Publisher::publish_restored(Configuration configuration, int expected) {
  listeners_.warning(replaced_text);
  if (!publish(std::move(configuration),
               {.expected = expected,
                .who = service_name,
                .no_mail = true,
                .restored = true,
                .served = latest_served()},
               {}))
    return adopt_latest();
  continuity_.accept();
  folder_requested_ = setup_.automatic;
}

programme::Instant Publisher::latest_served() const {
  programme::Instant served{};
  if (!published_.snapshot) return served;
  const auto& feeds = published_.snapshot->catalogue->feeds();
  for (const auto& feed : feeds.all()) served = std::max(served, feed.last_changed);
  for (const auto& closed : feeds.closed()) served = std::max(served, closed.feed.last_changed);
  return served;
}

void Publisher::poll_store() {
  if (!setup_.refusal().empty()) return;
  std::string problem;
  try {
    adopt_latest();
    if (store::Links{site_.store}.all() != published_.snapshot->catalogue->links()) rebuild();
    report(Task::adopt, "");
  } catch (const std::exception& error) {
    const std::string why = failure(error);
    if (why != store_problem_) listeners_.error("cannot adopt what another process published: " + why);
    store_problem_ = why;
    report(Task::adopt, why);
    return;
  }
  store_problem_.clear();
  participation_changed();
}

void Publisher::store_is_good_again() {
  retry_.reset();
  if (!folder_state_.problem.empty() || folder_state_.differs) folder_requested_ = true;
  participation_changed();
}

void Publisher::refuse_if_closed() const {
  if (const std::string why = setup_.refusal(); !why.empty()) throw std::runtime_error{why};
}

/// Returns the error in words, after it has reported a failure of the store.
std::string Publisher::failure(const std::exception& error) const {
  if (store::failure_of(error) != store::Failure::none) listeners_.on_store_failure();
  return store::in_words(error);
}

void Publisher::compare_with_folder(const config_files::Texts& published) {
  folder_state_.differs = !folder_digest_.empty() && folder_digest_ != store::digest_of(published);
  listeners_.on_folder_state(folder_state_);
}

void Publisher::report(const config_files::Problems& problems) {
  using programme::Language;
  std::string all;
  const std::size_t unlisted = problems.unlisted_errors();
  letters::FileProblems for_coordinators{.lines = {}, .unlisted = unlisted};
  folder_state_.errors = unlisted;
  folder_state_.first.clear();
  for (const auto& problem : problems) {
    if (problem.warning) continue;
    all += (all.empty() ? "" : "\n") + config_files::to_line(problem, setup_.language);
    if (folder_state_.errors++ == 0) folder_state_.first = config_files::place_of(problem);
    for_coordinators.lines.push_back({.nl = config_files::to_line(problem, Language::nl),
                                      .en = config_files::to_line(problem, Language::en)});
  }
  if (unlisted > 0) all += "\n" + programme::and_more(unlisted).in(setup_.language);
  report(all, std::move(for_coordinators));
}

/// Mails errors to coordinators only with automatic publishing; the command shows them otherwise.
void Publisher::report(const std::string& problem, letters::FileProblems for_coordinators) {
  if (problem != folder_state_.problem) {
    for (std::size_t at = 0; at < problem.size();) {
      const std::size_t end = std::min(problem.find('\n', at), problem.size());
      listeners_.error("configuration not published: " + problem.substr(at, end - at));
      at = end + 1;
    }
    if (problem.empty()) listeners_.info("the configuration is good again");
  }
  folder_state_.problem = problem;
  listeners_.on_folder_state(folder_state_);
  if (setup_.automatic) listeners_.on_file_problems(std::move(for_coordinators));
}

void Publisher::report(Task task, const std::string& problem) {
  if (listeners_.on_task) listeners_.on_task(task, problem);
}

}  // namespace publishing
