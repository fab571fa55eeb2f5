// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <iostream>
#include <iterator>

#include "service/commands/commands.h"
#include "service/commands/published_state.h"
#include "service/commands/reminder_text.h"
#include "service/letters/composer.h"
#include "service/programme/nearest.h"
#include "service/programme/printable.h"
#include "service/publishing/template_problems.h"

namespace commands {
namespace {

using mail::ForecastRow;
using programme::Instant;

/// Programmes, their schedules and their moments. The later members refer to the earlier ones.
struct Planned {
  explicit Planned(const std::vector<programme::Programme>& programmes) {
    schedules.reserve(programmes.size());
    for (const auto& each : programmes) {
      schedules.push_back(programme::schedule(each));
      auto own = programme::moments(each, schedules.back());
      moments.insert(moments.end(), own.begin(), own.end());
    }
  }
  std::vector<programme::Schedule> schedules;
  std::vector<programme::Moment> moments;
};

/// Returns an empty history when there is no store, and creates none.
mail::ReminderHistory history(const std::filesystem::path& data_folder) {
  if (!std::filesystem::exists(data_folder / "traject.db")) return {};
  store::Store store{data_folder};
  return mail::read_history(store);
}

/// Selects the reminders of a period and of one person or all people.
class Filter {
 public:
  explicit Filter(const RemindersOptions& asked, Instant now)
      : from_{asked.from.empty() ? now : *parse_day_or_time(asked.from, false)},
        to_{asked.to.empty() ? std::nullopt : parse_day_or_time(asked.to, true)},
        person_{asked.person} {}

  bool operator()(const ForecastRow& of) const {
    if (of.when && (*of.when < from_ || (to_ && *of.when >= *to_))) return false;
    return person_.empty() || is_named(of);
  }

  bool is_named(const ForecastRow& of) const {
    const std::string key = of.recipient.key();
    return person_ == key || person_ == of.recipient.email() || person_ == key.substr(key.find(':') + 1);
  }

 private:
  Instant from_;
  std::optional<Instant> to_;
  std::string person_;
};

/// Prints an error and returns false when no person has that name.
bool knows_person(const std::vector<ForecastRow>& all, const Filter& wanted,
                  const config_files::Loaded& loaded, const std::string& person) {
  if (person.empty() ||
      std::any_of(all.begin(), all.end(), [&](const auto& each) { return wanted.is_named(each); }))
    return true;
  std::vector<std::string> names;
  for (const auto& programme : loaded.programmes)
    for (const auto& each : programme.people) {
      if (each.id == person || each.email == person || "person:" + each.id == person) return true;
      names.push_back(each.id);
    }
  const std::string near = programme::nearest(person, names);
  std::cerr << "there is nobody called " << programme::in_quotes(person)
            << (near.empty() ? "; write an id or an e-mail address" : "; did you mean '" + near + "'?")
            << '\n';
  return false;
}

/// Returns the reminders in the same mail as that reference. Prints an error and returns none when it is
/// unknown.
std::vector<ForecastRow> in_mail_with(const std::vector<ForecastRow>& all, const std::string& reference) {
  const auto found =
      std::find_if(all.begin(), all.end(), [&](const auto& each) { return each.reference() == reference; });
  if (found == all.end()) {
    std::cerr << "there is no reminder " << programme::in_quotes(reference)
              << "; `traject reminders` prints the reference of each in its first column\n";
    return {};
  }
  if (found->mail.empty()) return {*found};
  std::vector<ForecastRow> together;
  std::copy_if(all.begin(), all.end(), std::back_inserter(together),
               [&](const auto& each) { return each.mail == found->mail; });
  return together;
}

std::vector<UnreachedRule> unreached_rules(const config_files::Loaded& loaded, const Planned& planned,
                                           const programme::Facts& facts, Instant now) {
  std::vector<UnreachedRule> found;
  for (std::size_t i = 0; i < loaded.programmes.size(); ++i)
    for (const auto& rule : programme::rules_without_recipients(loaded.programmes[i], planned.schedules[i],
                                                                loaded.settings.coordinators, facts, now))
      found.push_back({loaded.programmes[i].id, rule});
  return found;
}

/// Prints the problems of templates: mails made from them will fail, which the list does not show.
void report_templates(const config_files::Loaded& loaded, programme::Language language) {
  const letters::Composer composer{loaded.templates, loaded.settings.mail.sender};
  const auto problems = publishing::template_problems(composer, loaded.programmes);
  for (const auto& problem : problems)
    std::cerr << config_files::to_line(problem, language)
              << say(language, "; tot dan gaan de mails met deze tekst niet",
                     "; until then its mails do not go")
              << '\n';
  if (const std::size_t unlisted = problems.unlisted_errors(); unlisted > 0)
    std::cerr << programme::and_more(unlisted).in(language) << '\n';
}

}  // namespace

int reminders(const Options& options, const RemindersOptions& asked) {
  const auto latest = read_latest_or_report(options);
  if (!latest) return exit_problems;
  const auto* loaded = &latest->configuration.loaded;
  const Instant now = options.time();
  const Planned planned{loaded->programmes};
  const auto past = history(options.data_folder(loaded->settings));
  const auto all = mail::forecast(planned.moments, loaded->settings.coordinators, past, now);
  if (!asked.preview.empty()) {
    const auto together = in_mail_with(all, asked.preview);
    return together.empty() ? exit_usage : preview(options, *latest, together, asked.eml);
  }
  const Filter wanted{asked, now};
  if (!knows_person(all, wanted, *loaded, asked.person)) return exit_usage;
  std::vector<ForecastRow> shown;
  std::copy_if(all.begin(), all.end(), std::back_inserter(shown), wanted);
  report_templates(*loaded, options.language);
  const auto unreached = asked.person.empty() ? unreached_rules(*loaded, planned, past.facts, now)
                                              : std::vector<UnreachedRule>{};
  asked.json ? print_json(shown, unreached, options.language)
             : print_text(shown, unreached, options.language);
  return std::cout.flush() ? exit_ok : exit_failure;
}

}  // namespace commands
