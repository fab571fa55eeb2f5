// SPDX-License-Identifier: Apache-2.0
#include "service/commands/preview.h"

#include <iostream>
#include <stdexcept>

#include "service/commands/scratch_folder.h"
#include "service/feeds/wording.h"
#include "service/letters/phrases.h"
#include "service/mail/kinds/reminder.h"
#include "service/publishing/publication.h"
#include "service/store/key_file.h"
#include "service/store/participation.h"

namespace commands {
namespace {

using mail::ForecastRow;
using programme::Instant;
using programme::Language;

/// What addresses and sequence numbers follow from, where there is such a thing already.
void copy_data(const std::filesystem::path& from, const std::filesystem::path& to) {
  for (const char* name : {"feed.key", "traject.db", "traject.db-wal"})
    if (std::filesystem::exists(from / name)) std::filesystem::copy_file(from / name, to / name);
}

letters::Message compose(const mail::Edition& edition, const mail::PlannedMoments& plan,
                         const programme::Facts& facts, std::span<const ForecastRow> reminders, Instant at) {
  std::vector<const programme::Moment*> moments;
  for (const ForecastRow& each : reminders) moments.push_back(plan.find(each.moment->key));
  const auto recipient =
      plan.recipient(reminders.front().moment->key.programme, reminders.front().recipient.key()).value();
  letters::Letter letter = mail::make_reminder_letter(plan, moments, recipient, facts);
  letter.message_id = mail::message_id("preview/" + reminders.front().reference(), "werktraject.invalid");
  return edition.composer.compose(letter, at);
}

void print(const letters::Message& message, const ForecastRow& first, Instant at, Language language) {
  const bool dutch = language == Language::nl;
  const auto& zone = *programme::find_zone(first.moment->programme->zone);
  std::cout << (dutch ? "Aan:       " : "To:      ") << message.to << '\n'
            << (dutch ? "Op:        " : "At:      ")
            << feeds::day_and_time_in_words(programme::to_local(at, zone), language) << '\n'
            << (dutch ? "Onderwerp: " : "Subject: ") << message.subject << '\n';
  if (first.reason)
    std::cout << (dutch ? "Gaat niet: " : "Not sent: ") << letters::reason_in_words(*first.reason, language)
              << '\n';
  std::cout << '\n' << message.text;
}

}  // namespace

int preview(const Options& options, const publishing::Latest& latest, std::span<const ForecastRow> reminders,
            bool eml) {
  const auto& settings = latest.configuration.loaded.settings;
  const ScratchFolder scratch;
  copy_data(options.data_folder(settings), scratch.path());
  const feeds::TokenKey key{store::open_key(scratch.path())};
  store::Store store{scratch.path(), store::Use::scratch};
  const Instant now = options.time();
  const auto published =
      publishing::publish_configuration(latest.configuration, {.expected = latest.number, .who = "preview"},
                                        {store, key, options.base_address(settings)}, now);
  if (!published.snapshot) throw std::runtime_error{"something else was published meanwhile; ask again"};
  const auto& edition = published.edition;
  const mail::PlannedMoments plan{edition};
  const ForecastRow& first = reminders.front();
  const Instant at = first.when.value_or(now);
  try {
    const auto facts = store::Participation{store}.facts();
    const letters::Message message = compose(*edition, plan, facts, reminders, at);
    if (eml) {
      std::cout << message.bytes;
    } else {
      print(message, first, at, options.language);
    }
  } catch (const letters::TemplateError& error) {
    std::cerr << letters::to_line(error.problem(), options.language) << '\n';
    return exit_problems;
  }
  return std::cout.flush() ? exit_ok : exit_failure;
}

}  // namespace commands
