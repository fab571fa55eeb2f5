// SPDX-License-Identifier: Apache-2.0
#include "service/commands/reminder_text.h"

#include <iostream>
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <stdexcept>

#include "service/commands/mail_text.h"
#include "service/commands/scratch_folder.h"
#include "service/commands/terminal.h"
#include "service/feeds/wording.h"
#include "service/letters/phrases.h"
#include "service/mail/kinds/reminder.h"
#include "service/publishing/publication.h"
#include "service/store/data_folder.h"
#include "service/store/participation.h"

namespace commands {
namespace {

using mail::ForecastRow;
using mail::ForecastState;
using programme::Instant;
using programme::Language;
using programme::LocalMinute;
using Row = std::vector<std::string>;

LocalMinute local(const ForecastRow& of, Instant instant) {
  return programme::to_local(instant, *programme::find_zone(of.moment->programme->zone));
}

std::string when_text(const ForecastRow& of, Language language) {
  if (!of.when) return say(language, "datum volgt", "date to follow");
  return feeds::day_and_time_in_words(local(of, *of.when), language);
}

std::string date_text(const programme::Resolved& when, Language language) {
  if (const auto* session = std::get_if<programme::Session>(&when))
    return feeds::session_in_words(session->start, session->end, language);
  if (const auto* deadline = std::get_if<programme::Deadline>(&when)) {
    std::string text = "deadline " + feeds::day_in_words(deadline->day, language);
    if (deadline->time) text += ", " + feeds::time_in_words(*deadline->time, language);
    return text;
  }
  if (const auto* open = std::get_if<programme::ToBeConfirmed>(&when))
    return feeds::range_in_words(open->days, language) + say(language, " (datum volgt)", " (to follow)");
  return say(language, "datum volgt", "date to follow");
}

std::string about_text(const ForecastRow& of, Language language) {
  const auto* occurrence = of.moment->occurrence;
  if (occurrence == nullptr) return of.moment->programme->title.in(language);
  std::string text = occurrence->activity->title.in(language);
  if (occurrence->library != nullptr) text += ", " + occurrence->library->name;
  return text + ": " + date_text(occurrence->when, language);
}

std::string rule_text(const ForecastRow& of, Language language) {
  const int round = of.moment->key.round;
  if (round == 0) return of.moment->rule->id;
  return of.moment->rule->id + say(language, " (herhaling {0})", " (repeat {0})", {std::to_string(round)});
}

/// Returns the reason why a reminder is skipped, else the state of its mail, else "".
std::string note_text(const ForecastRow& of, Language language) {
  if (of.reason) return std::string{letters::reason_in_words(*of.reason, language)};
  return of.state ? state_in_words(*of.state, language) : "";
}

nlohmann::ordered_json to_json(const ForecastRow& of, Language language) {
  const auto& key = of.moment->key;
  nlohmann::ordered_json out{{"reference", of.reference()}, {"fate", mail::to_string(of.forecast_state())}};
  if (of.when) {
    out["when"] = date::format("%FT%TZ", *of.when);
    out["local"] = date::format("%FT%R", local(of, *of.when));
  }
  out["recipient"] = of.recipient.key();
  out["name"] = of.recipient.name();
  out["email"] = of.recipient.email();
  out["programme"] = key.programme;
  out["rule"] = key.rule;
  out["activity"] = key.activity;
  out["library"] = key.library;
  out["day"] = key.day;
  out["round"] = key.round;
  out["about"] = about_text(of, language);
  out["template"] = of.moment->rule->template_name;
  if (!of.mail.empty()) out["mail"] = of.mail;
  if (of.state) out["state"] = store::to_string(*of.state);
  if (of.reason) out["reason"] = programme::to_string(*of.reason);
  if (const std::string note = note_text(of, language); !note.empty()) out["note"] = note;
  return out;
}

/// The rows in one state. Recipients whom a moment does not reach for the same reason share a row.
class Table {
 public:
  Table(ForecastState state, Language language) : state_{state}, language_{language} {}

  void add(const ForecastRow& of) {
    if (of.forecast_state() != state_) return;
    if (of.whole_moment) {
      const auto group = groups_.try_emplace(of.moment, Group{rows_.size(), 0}).first;
      if (++group->second.recipients > 1) {
        Row& row = rows_[group->second.row];
        row[reference] = "-";
        row[to] = recipients_text(static_cast<std::size_t>(group->second.recipients), language_);
        return;
      }
    }
    const bool joins = !of.mail.empty() && of.mail == last_mail_;
    std::string note_of_row = note_text(of, language_);
    if (note_of_row.empty() && joins) note_of_row = say(language_, "in dezelfde mail", "in the same mail");
    has_notes_ = has_notes_ || !note_of_row.empty();
    rows_.push_back({of.reference(), when_text(of, language_), of.recipient.email(), rule_text(of, language_),
                     std::move(note_of_row), about_text(of, language_)});
    last_mail_ = of.mail;
  }

  void print() {
    if (rows_.empty()) return;
    Row head{say(language_, "KENMERK", "REFERENCE"),
             say(language_, "WANNEER", "WHEN"),
             say(language_, "AAN", "TO"),
             say(language_, "REGEL", "RULE"),
             say(language_, "STAND", "STATE"),
             say(language_, "WAAROVER", "ABOUT")};
    if (state_ == ForecastState::suppressed) head[note] = say(language_, "WAAROM NIET", "WHY NOT");
    rows_.insert(rows_.begin(), std::move(head));
    if (!has_notes_) {
      for (Row& row : rows_) row.erase(row.begin() + note);
    }
    std::cout << title() << '\n';
    print_columns(std::cout, rows_);
    std::cout << '\n';
  }

 private:
  struct Group {
    std::size_t row = 0;
    int recipients = 0;
  };
  static constexpr int reference = 0;
  static constexpr int to = 2;
  static constexpr int note = 4;

  std::string title() const {
    switch (state_) {
      case ForecastState::will_send:
        return say(language_, "Gaat", "Goes");
      case ForecastState::sent:
        return say(language_, "Is verstuurd", "Was sent");
      case ForecastState::suppressed:
        break;
    }
    return say(language_, "Gaat niet", "Does not go");
  }

  ForecastState state_;
  Language language_;
  std::vector<Row> rows_;
  std::map<const programme::Moment*, Group> groups_;
  std::string last_mail_;
  bool has_notes_ = false;
};

struct Totals {
  std::set<std::string> mails_to_send, mails_sent;
  std::size_t to_send = 0, sent = 0, suppressed = 0;

  void add(const ForecastRow& of) {
    switch (of.forecast_state()) {
      case ForecastState::will_send:
        ++to_send;
        mails_to_send.insert(of.mail);
        break;
      case ForecastState::sent:
        ++sent;
        mails_sent.insert(of.mail);
        break;
      case ForecastState::suppressed:
        ++suppressed;
        break;
    }
  }
};

/// Copies the key of all addresses and the store, if they exist.
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
  const auto& zone = *programme::find_zone(first.moment->programme->zone);
  std::cout << say(language, "Aan:       ", "To:      ") << message.to << '\n'
            << say(language, "Op:        ", "At:      ")
            << feeds::day_and_time_in_words(programme::to_local(at, zone), language) << '\n'
            << say(language, "Onderwerp: ", "Subject: ") << message.subject << '\n';
  if (first.reason)
    std::cout << say(language, "Gaat niet: ", "Not sent: ")
              << letters::reason_in_words(*first.reason, language) << '\n';
  std::cout << '\n' << message.text;
}

void print_unreached(const std::vector<UnreachedRule>& unreached, Language language) {
  if (unreached.empty()) return;
  std::vector<Row> rows{{say(language, "WERKTRAJECT", "PROGRAMME"), say(language, "REGEL", "RULE"),
                         say(language, "AAN", "TO"), say(language, "WAAROM NIET", "WHY NOT")}};
  for (const auto& [programme, rule] : unreached)
    rows.push_back(
        {programme, rule.rule->id, recipients_text(0, language), in_words(rule.reason).in(language)});
  std::cout << say(language, "Bereikt niemand", "Reaches nobody") << '\n';
  print_columns(std::cout, rows);
  std::cout << '\n';
}

}  // namespace

void print_text(const std::vector<mail::ForecastRow>& shown, const std::vector<UnreachedRule>& unreached,
                Language language) {
  Totals totals;
  for (const ForecastRow& each : shown) totals.add(each);
  for (const ForecastState state :
       {ForecastState::sent, ForecastState::will_send, ForecastState::suppressed}) {
    Table table{state, language};
    for (const ForecastRow& each : shown) table.add(each);
    table.print();
  }
  print_unreached(unreached, language);
  if (totals.sent > 0) {
    std::cout << counted(language, totals.sent, {"herinnering", "reminder"}, {"herinneringen", "reminders"})
              << say(language, " verstuurd in ", " sent in ")
              << counted(language, totals.mails_sent.size(), {"mail", "mail"}, {"mails", "mails"}) << "; ";
  }
  std::cout << counted(language, totals.to_send, {"herinnering gaat in ", "reminder goes in "},
                       {"herinneringen gaan in ", "reminders go in "})
            << counted(language, totals.mails_to_send.size(), {"mail", "mail"}, {"mails", "mails"}) << "; "
            << counted(language, totals.suppressed, {"gaat niet", "does not"}, {"gaan niet", "do not"})
            << '\n';
}

void print_json(const std::vector<mail::ForecastRow>& shown, const std::vector<UnreachedRule>& unreached,
                Language language) {
  Totals totals;
  auto list = nlohmann::ordered_json::array();
  for (const ForecastRow& each : shown) {
    totals.add(each);
    list.push_back(to_json(each, language));
  }
  auto without = nlohmann::ordered_json::array();
  for (const auto& [programme, rule] : unreached)
    without.push_back({{"programme", programme},
                       {"rule", rule.rule->id},
                       {"recipients", 0},
                       {"reason", to_string(rule.reason)}});
  const nlohmann::ordered_json out{{"reminders", list},
                                   {"without_recipients", without},
                                   {"totals",
                                    {{"goes", totals.to_send},
                                     {"mails_to_go", totals.mails_to_send.size()},
                                     {"went", totals.sent},
                                     {"mails_gone", totals.mails_sent.size()},
                                     {"stays", totals.suppressed}}}};
  std::cout << out.dump(2) << '\n';
}

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
