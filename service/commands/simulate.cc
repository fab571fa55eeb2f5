// SPDX-License-Identifier: Apache-2.0
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <fstream>
#include <iostream>
#include <map>
#include <set>

#include "service/commands/command_errors.h"
#include "service/commands/commands.h"
#include "service/commands/mail_text.h"
#include "service/commands/scratch_folder.h"
#include "service/commands/terminal.h"
#include "service/daemon/mail_setup.h"
#include "service/feeds/wording.h"
#include "service/http/listener.h"
#include "service/letters/phrases.h"
#include "service/mail/worker.h"
#include "service/programme/printable.h"
#include "service/publishing/publication.h"
#include "service/smtp/eml_courier.h"
#include "service/smtp/smtp_courier.h"
#include "service/store/data_folder.h"

namespace commands {
namespace {

using programme::Instant;
using programme::Language;

/// Returns the period from an hour before the first reminder to a day after the last, or nullopt without any.
std::optional<std::pair<Instant, Instant>> whole_year(const std::vector<programme::Programme>& programmes) {
  std::optional<std::pair<Instant, Instant>> span;
  for (const auto& programme : programmes) {
    const auto schedule = programme::schedule(programme);
    for (const auto& moment : programme::moments(programme, schedule)) {
      if (!moment.due) continue;
      if (!span) span.emplace(*moment.due, *moment.due);
      span->first = std::min(span->first, *moment.due);
      span->second = std::max(span->second, *moment.due);
    }
  }
  if (span) {
    span->first -= std::chrono::hours{1};
    span->second += std::chrono::hours{24};
  }
  return span;
}

/// Shows the progress in a line that it overwrites, on a terminal only. It writes to std::clog, since
/// std::cerr shows control characters as numbers.
class Progress {
 public:
  Progress(Instant from, Instant to) : from_{from}, to_{to}, shown_{isatty(STDERR_FILENO) == 1} {}
  ~Progress() {
    if (shown_) std::clog << "\r\033[K";
  }
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  void show(Instant now) {
    constexpr int width = 40;
    const int done =
        static_cast<int>(width * (now - from_) / std::max((to_ - from_), std::chrono::seconds{1}));
    if (!shown_ || done == last_) return;
    last_ = done;
    std::clog << '\r' << date::format("%F", now) << " [" << std::string(static_cast<std::size_t>(done), '#')
              << std::string(static_cast<std::size_t>(width - done), '.') << ']' << std::flush;
  }

 private:
  Instant from_, to_;
  bool shown_;
  int last_ = -1;
};

/// Relaying mail servers listen on lower ports. A simulation must not send mail to people.
constexpr std::uint16_t first_unprivileged_port = 1024;

/// Makes the folder. Prints an error and returns false when that fails.
bool is_made_or_report(const std::filesystem::path& folder) {
  std::error_code failed;
  std::filesystem::create_directories(folder, failed);
  if (!failed) return true;
  std::cerr << programme::printable(folder.string()) << " cannot be made (" << failed.message()
            << "); name another folder\n";
  return false;
}

/// Prints an error and returns false when the folder cannot contain the state of a simulation.
bool may_hold_state(const std::filesystem::path& folder, const std::filesystem::path& data_folder) {
  const bool is_data =
      std::filesystem::weakly_canonical(folder) == std::filesystem::weakly_canonical(data_folder);
  const auto mark = folder / "simulation";
  if (is_data || (std::filesystem::exists(folder / "traject.db") && !std::filesystem::exists(mark))) {
    std::cerr << programme::printable(folder.string())
              << " holds the mails of a service, not of a simulation; name another folder\n";
    return false;
  }
  if (!is_made_or_report(folder)) return false;
  std::ofstream{mark} << "what is here did not happen\n";
  return true;
}

std::unique_ptr<smtp::Courier> courier_for(const SimulateOptions& simulate,
                                           const std::filesystem::path& scratch) {
  if (simulate.smtp.empty())
    return std::make_unique<smtp::EmlCourier>(simulate.eml.empty() ? scratch / "mail"
                                                                   : std::filesystem::path{simulate.eml});
  const auto sink = http::parse_listen_address(simulate.smtp);
  if (!sink || !sink->loopback || sink->port < first_unprivileged_port) return nullptr;
  smtp::SmtpOptions options;
  options.host = sink->address;
  options.port = sink->port;
  options.security = smtp::SmtpOptions::Security::none;
  return std::make_unique<smtp::SmtpCourier>(std::move(options));
}

void run(mail::Worker& worker, Instant from, Instant to) {
  using std::chrono::milliseconds;
  Progress progress{from, to};
  for (Instant now = from; now < to;) {
    progress.show(now);
    const Instant next = worker.tick(now);
    if (worker.under_way() > 0) {
      worker.wait(milliseconds{20});
    } else {
      now = std::max(next, now + std::chrono::seconds{1});
    }
  }
}

/// Counts of one table row: mails sent, and reminders skipped by reason.
struct Tally {
  std::set<std::int64_t> mails;
  std::map<std::string, int> not_sent;
};

std::string reasons(const std::map<std::string, int>& not_sent) {
  std::string text;
  for (const auto& [reason, count] : not_sent)
    text += (text.empty() ? "" : ", ") + std::to_string(count) + " × " + reason;
  return text;
}

void print_table(const std::string& title, const std::string& mails, const std::string& others,
                 const std::map<std::string, Tally>& tallies) {
  std::vector<std::vector<std::string>> rows{{title, mails, others}};
  for (const auto& [name, tally] : tallies)
    rows.push_back({name, std::to_string(tally.mails.size()), reasons(tally.not_sent)});
  print_columns(std::cout, rows);
}

/// Returns the reason why a reminder was not sent, or "" when it was.
std::string why_not(const store::Reminder& reminder, const std::map<std::int64_t, store::MailState>& states,
                    Language language) {
  if (reminder.reason) return std::string{letters::reason_in_words(*reminder.reason, language)};
  const auto state = states.find(reminder.mail);
  if (state == states.end() || state->second == store::MailState::sent) return {};
  return state_in_words(state->second, language);
}

void report(store::Outbox& outbox, Language language) {
  std::map<std::int64_t, store::MailState> state_of;
  for (const auto& mail : outbox.list(std::nullopt, std::numeric_limits<std::int32_t>::max()))
    state_of.emplace(mail.id, mail.state);
  std::map<std::string, Tally> by_rule, by_recipient;
  for (const auto& moment : outbox.closed_moments()) {
    if (moment.reason)
      ++by_rule[moment.key.programme + "/" + moment.key.rule]
            .not_sent[std::string{letters::reason_in_words(*moment.reason, language)}];
  }
  for (const auto& reminder : outbox.reminders()) {
    const std::string why = why_not(reminder, state_of, language);
    for (Tally* tally :
         {&by_rule[reminder.key.programme + "/" + reminder.key.rule], &by_recipient[reminder.recipient]}) {
      if (why.empty()) {
        tally->mails.insert(reminder.mail);
      } else {
        ++tally->not_sent[why];
      }
    }
  }
  print_table(say(language, "herinnering", "reminder"), "mails", say(language, "niet verstuurd", "not sent"),
              by_rule);
  std::cout << '\n';
  print_table(say(language, "ontvanger", "recipient"), "mails", say(language, "niet verstuurd", "not sent"),
              by_recipient);
  std::cout << '\n';
  for (const auto& [state, count] : outbox.counts())
    std::cout << count << ' ' << state_in_words(state, language) << '\n';
}

}  // namespace

int simulate(const Options& options, const SimulateOptions& simulate_options) {
  const publishing::Configuration configuration =
      publishing::read_configuration(config_files::read_files(options.config));
  const auto* loaded = &configuration.loaded;
  if (report_errors(loaded->problems, options.language)) return exit_problems;
  const auto span = whole_year(loaded->programmes);
  if (!span) {
    std::cerr << "there are no reminders to simulate\n";
    return exit_ok;
  }
  const Instant from =
      simulate_options.from.empty() ? span->first : parse_day_or_time(simulate_options.from, false).value();
  const Instant to =
      simulate_options.to.empty() ? span->second : parse_day_or_time(simulate_options.to, true).value();
  if (to <= from) {
    std::cerr << "--to must come after --from\n";
    return exit_usage;
  }
  if (!simulate_options.eml.empty() && !is_made_or_report(simulate_options.eml)) return exit_usage;
  const ScratchFolder scratch;
  const auto folder =
      simulate_options.state.empty() ? scratch.path() : std::filesystem::path{simulate_options.state};
  const auto courier = courier_for(simulate_options, scratch.path());
  if (!courier) {
    std::cerr
        << "--smtp must name a server for tests on this machine, above port 1023, like 127.0.0.1:2525\n";
    return exit_usage;
  }

  if (!may_hold_state(folder, options.data_folder(loaded->settings))) return exit_usage;
  const store::FolderLock lock{folder};
  const feeds::TokenKey key{store::open_key(folder)};
  store::Store store{folder, simulate_options.state.empty() ? store::Use::scratch : store::Use::worker};
  store::Outbox outbox{store};
  store::Participation participation{store};
  const std::string base = options.base_address(loaded->settings);
  auto worker_options = service::worker_options(loaded->settings, base);
  worker_options.steps_freely = true;
  worker_options.retention.reset();  // What went is listed at the end.
  mail::Worker worker{outbox,
                      participation,
                      *courier,
                      worker_options,
                      [] { return 0.5; },
                      {.info = [](const std::string&) {},
                       .error = [](const std::string& line) { std::cerr << line << '\n'; }}};
  const auto known = store::Revisions{store}.latest();
  const publishing::PublishRequest wanted{.expected = known ? known->number : 0, .who = "simulate"};
  worker.publish(publishing::publish_configuration(configuration, wanted, {store, key, base}, from).edition,
                 from);
  run(worker, from, to);
  report(outbox, options.language);
  return exit_ok;
}

}  // namespace commands
