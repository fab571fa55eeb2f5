// SPDX-License-Identifier: Apache-2.0
#include "service/commands/mail_text.h"

#include <nlohmann/json.hpp>
#include <utility>

#include "service/commands/terminal.h"
#include "service/mail/pause_words.h"
#include "service/programme/printable.h"

namespace commands {
namespace {

using store::Instant;
using store::Mail;
using store::MailState;

std::string utc_time(Instant instant) { return date::format("%FT%TZ", instant); }

std::string padded(std::string text, std::size_t width) {
  text.resize(std::max(width, text.size()), ' ');
  return text;
}

std::string field(const std::string& name, const std::string& value) {
  return value.empty() ? std::string{} : padded(name + ":", 13) + value + "\n";
}

std::string with_lf(const std::string& message) {
  std::string text;
  for (const char octet : message)
    if (octet != '\r') text += octet;
  return text;
}

std::string reminder_line(const store::Reminder& reminder) {
  const auto& key = reminder.key;
  std::string line = "  " + key.programme + "/" + key.rule;
  if (!key.activity.empty()) line += " about " + key.activity;
  if (!key.library.empty()) line += " of " + key.library;
  if (key.day != "-") line += " on " + key.day;
  if (key.round > 0) line += ", round " + std::to_string(key.round);
  if (reminder.reason) line += ": does not go: " + std::string{programme::to_string(*reminder.reason)};
  return line + "\n";
}

std::vector<MailState> all_states() {
  std::vector<MailState> states;
  for (int i = 0; i <= static_cast<int>(MailState::dropped); ++i) states.push_back(static_cast<MailState>(i));
  return states;
}

nlohmann::ordered_json json_of(const Mail& mail) {
  return {{"id", mail.id},
          {"key", mail.key},
          {"purpose", to_string(mail.kind)},
          {"programme", mail.programme},
          {"recipient", mail.recipient},
          {"address", mail.address},
          {"state", to_string(mail.state)},
          {"due", utc_time(mail.due)},
          {"not_after", utc_time(mail.not_after)},
          {"next_try", utc_time(mail.next_try)},
          {"changed", utc_time(mail.changed)},
          {"attempts", mail.attempts},
          {"unfinished", mail.unfinished},
          {"resends", mail.resends},
          {"subject", mail.subject},
          {"detail", mail.detail},
          {"waits_for", mail.waits_for}};
}

nlohmann::ordered_json json_of(const store::Reminder& reminder) {
  const auto& key = reminder.key;
  nlohmann::ordered_json json{{"programme", key.programme}, {"rule", key.rule}, {"activity", key.activity},
                              {"library", key.library},     {"day", key.day},   {"round", key.round},
                              {"reason", nullptr}};
  if (reminder.reason) json["reason"] = programme::to_string(*reminder.reason);
  return json;
}

nlohmann::ordered_json json_of(const std::optional<store::MailPause>& pause) {
  if (!pause) return nullptr;
  return {{"reason", to_string(pause->reason)},           {"since", utc_time(pause->since)},
          {"what", mail::pause_reason(pause->reason).en}, {"detail", pause->detail},
          {"next_probe", utc_time(pause->next_probe)},    {"help", mail::pause_help(pause->reason).en}};
}

std::string pause_field(const std::optional<store::MailPause>& pause) {
  if (!pause) return "";
  return field("paused", "since " + dutch_time(pause->since) + ": " + mail::pause_reason(pause->reason).en +
                             ": " + pause->detail) +
         field("what helps", mail::pause_help(pause->reason).en + "; then `traject mail test`");
}

/// Replaces invalid UTF-8, which a server's reply may contain, by U+FFFD.
std::string dumped(const nlohmann::ordered_json& json) {
  return json.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
}

}  // namespace

std::string state_in_words(MailState state, programme::Language language) {
  switch (state) {
    case MailState::queued:
      return say(language, "staat klaar", "queued");
    case MailState::retry:
      return say(language, "wordt opnieuw geprobeerd", "will be tried again");
    case MailState::waiting:
      return say(language, "wacht op een coördinator of op een ander adres",
                 "waits for a coordinator or another address");
    case MailState::leased:
    case MailState::data:
      return say(language, "wordt verstuurd", "being sent");
    case MailState::sent:
      return say(language, "verstuurd", "sent");
    case MailState::failed:
      return say(language, "mislukt", "failed");
    case MailState::expired:
      return say(language, "niet op tijd verstuurd", "not sent in time");
    case MailState::unknown:
      return say(language, "onbekend of hij is aangekomen", "unknown whether it arrived");
    case MailState::poison:
      return say(language, "apart gelegd na drie onderbrekingen", "set apart after three interruptions");
    case MailState::skipped:
      return say(language, "was niet meer nodig", "was no longer needed");
    case MailState::dropped:
      break;
  }
  return say(language, "weggehaald door een coördinator", "dropped by a coordinator");
}

std::string mail_states() {
  std::string all;
  for (const MailState state : all_states()) all += (all.empty() ? "" : ", ") + std::string{to_string(state)};
  return all;
}

std::string about(std::span<const store::Reminder> reminders) {
  std::string text;
  for (const auto& reminder : reminders) {
    text += (text.empty() ? "" : ", ") + reminder.key.rule;
    if (!reminder.key.activity.empty()) text += ": " + reminder.key.activity;
  }
  return text;
}

std::string mail_line(const Mail& mail) {
  std::string line = padded(std::to_string(mail.id), 6) + " " +
                     padded(std::string{to_string(mail.state)}, 8) + " " + dutch_time(mail.due) + "  " +
                     mail.address + "  " + (mail.kind == store::MailKind::trial ? "(test) " : "") +
                     (mail.subject.empty() ? mail.key : mail.subject);
  if (!mail.detail.empty()) line += "  [" + programme::printable(mail.detail) + "]";
  return line;
}

std::string mail_in_full(const Mail& mail, std::span<const store::Reminder> reminders) {
  std::string text =
      field("mail", std::to_string(mail.id)) + field("about", mail.key) +
      field("purpose", std::string{to_string(mail.kind)}) + field("programme", mail.programme) +
      field("recipient", mail.recipient) + field("address", mail.address) +
      field("state", std::string{to_string(mail.state)} + " since " + dutch_time(mail.changed)) +
      field("last said", programme::printable(mail.detail)) +
      field("waits for", mail.waits_for.empty() ? "" : "another address than " + mail.waits_for) +
      field("due", dutch_time(mail.due)) + field("not after", dutch_time(mail.not_after));
  if (mail.state == MailState::retry || mail.state == MailState::unknown)
    text += field("next try", dutch_time(mail.next_try));
  text += field("attempts", std::to_string(mail.attempts));
  if (mail.unfinished > 0) text += field("unfinished", std::to_string(mail.unfinished));
  if (mail.resends > 0) text += field("sent again", std::to_string(mail.resends));
  text += field("subject", mail.subject);
  if (!reminders.empty()) text += "reminders:\n";
  for (const auto& reminder : reminders) text += reminder_line(reminder);
  if (!mail.message.empty()) text += "\n" + with_lf(mail.message);
  return text;
}

std::string mails_as_json(std::span<const Mail> mails) {
  auto list = nlohmann::ordered_json::array();
  for (const Mail& mail : mails) list.push_back(json_of(mail));
  return dumped(list);
}

std::string mail_as_json(const Mail& mail, std::span<const store::Reminder> reminders) {
  auto json = json_of(mail);
  json["reminders"] = nlohmann::ordered_json::array();
  for (const auto& reminder : reminders) json["reminders"].push_back(json_of(reminder));
  json["message"] = mail.message.empty() ? nlohmann::ordered_json{} : nlohmann::ordered_json(mail.message);
  return dumped(json);
}

std::string status_text(const MailStatus& status) {
  const auto revision = [](int number) {
    return number == 0 ? std::string{"nothing yet"} : "revision " + std::to_string(number);
  };
  const auto& last = status.last_tick;
  std::string text =
      field("held", status.hold.empty() ? "no" : status.hold) + pause_field(status.pause) +
      field("last active", last.host.empty() ? "never" : dutch_time(last.time) + " on " + last.host) +
      field("published", revision(status.published)) + field("announced", revision(status.announced));
  if (status.invited) text += field("invitations", revision(*status.invited));
  for (const auto& [state, count] : status.counts)
    text += field(std::string{to_string(state)}, std::to_string(count));
  if (status.refused > 0) text += field("addresses", std::to_string(status.refused) + " refused");
  return text;
}

std::string status_as_json(const MailStatus& status) {
  using Json = nlohmann::ordered_json;
  const auto& last = status.last_tick;
  Json json{{"held", !status.hold.empty()},
            {"why", status.hold},
            {"paused", json_of(status.pause)},
            {"refused_addresses", status.refused},
            {"last_active", last.host.empty() ? Json{} : Json(utc_time(last.time))},
            {"host", last.host},
            {"published", status.published},
            {"announced", status.announced},
            {"invitations", status.invited ? Json(*status.invited) : Json{}},
            {"mails", Json::object()}};
  for (const MailState state : all_states()) json["mails"][std::string{to_string(state)}] = 0;
  for (const auto& [state, count] : status.counts) json["mails"][std::string{to_string(state)}] = count;
  return dumped(json);
}

std::string why_it_waits(const Mail& mail, bool held) {
  if (mail.state == MailState::waiting && !mail.waits_for.empty())
    return "it waits for another address than " + mail.waits_for + ": `traject mail refused` says why";
  if (mail.state == MailState::waiting)
    return "it waits for a coordinator's word: `traject mail release` shows it and lets it go";
  const bool queued = mail.state == MailState::queued || mail.state == MailState::retry;
  if (!queued || mail.kind == store::MailKind::account) return "";
  return held ? "all mail is held: `traject mail release` shows what goes then" : "";
}

std::string why_not_again(const Mail& mail, Instant now) {
  if (mail.not_after <= now) return "it may not go after " + dutch_time(mail.not_after);
  if (!mail.waits_for.empty())
    return "it waits for another address; `traject mail accept " + mail.waits_for + "` sends it to this one";
  switch (mail.state) {
    case MailState::leased:
    case MailState::data:
      return "it is on its way";
    case MailState::sent:
      return "it was sent";
    case MailState::skipped:
      return "there was nothing left to say";
    case MailState::expired:
      return "its time was over";
    default:
      return "";
  }
}

}  // namespace commands
