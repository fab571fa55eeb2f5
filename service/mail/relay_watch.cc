// SPDX-License-Identifier: Apache-2.0
#include "service/mail/relay_watch.h"

#include <algorithm>
#include <array>
#include <iterator>

namespace mail {
namespace {

using programme::Instant;
using smtp::Event;
using smtp::Stage;
using std::chrono::minutes;
using Reason = store::MailPause::Reason;

constexpr int failures_until_pause = 5;
constexpr std::size_t recipients_until_pause = 3;
/// Every minute at first, every 15 minutes at last.
constexpr std::array<minutes, 10> probe_delays{minutes{1}, minutes{1}, minutes{1}, minutes{1}, minutes{1},
                                               minutes{2}, minutes{3}, minutes{5}, minutes{8}, minutes{15}};

minutes probe_delay(int probes) {
  return probe_delays.at(std::min(static_cast<std::size_t>(std::max(probes, 0)), probe_delays.size() - 1));
}

bool wants_login(int code) { return code == 530 || code == 534 || code == 535 || code == 538; }

Reason reason_of(const Event& event) {
  if (wants_login(event.reply_code)) return Reason::login;
  switch (event.stage) {
    case Stage::hello:
      return Reason::hello;
    case Stage::encryption:
      return Reason::encryption;
    case Stage::login:
      return Reason::login;
    case Stage::sender:
      return Reason::sender;
    default:  // 421, or no reply
      return Reason::connection;
  }
}

Stage stage_of(Reason reason) {
  static constexpr std::array<Stage, 7> stages{Stage::connection, Stage::hello,  Stage::encryption,
                                               Stage::login,      Stage::sender, Stage::recipient,
                                               Stage::content};
  return stages.at(static_cast<std::size_t>(reason));
}

std::size_t recipients_of(const std::vector<Attempt>& attempts) {
  std::set<std::string> addresses;
  for (const Attempt& attempt : attempts) addresses.insert(attempt.to);
  return addresses.size();
}

std::string reply_of(const Event& event) {
  return std::to_string(event.reply_code) + (event.status.empty() ? "" : ' ' + event.status);
}

}  // namespace

RelayWatch::RelayWatch(std::optional<store::MailPause> stored) : pause_{std::move(stored)} {
  if (pause_) pause_stage_ = stage_of(pause_->reason);
}

void RelayWatch::probe_at(Instant now) {
  if (pause_) pause_->next_probe = std::min(pause_->next_probe, now);
}

void RelayWatch::compare(const std::optional<store::MailPause>& stored) {
  if (!pause_) return;
  if (!stored)
    end_pause();
  else
    pause_->next_probe = std::min(pause_->next_probe, stored->next_probe);
}

std::set<std::string> RelayWatch::suspects() const {
  std::set<std::string> recipients;
  for (const auto& suspect : suspects_) recipients.insert(suspect.attempt.recipient);
  return recipients;
}

bool RelayWatch::is_own(const Attempt& attempt) const {
  return own_mails_.contains(attempt.mail) || own_senders_.contains(attempt.from);
}

RelayWatch::Verdict RelayWatch::refused(const Attempt& attempt, const Event& event, Instant now) {
  got_past(event.stage, attempt);
  if (event.blame != smtp::Blame::relay) failures_ = 0;
  switch (event.blame) {
    case smtp::Blame::recipient:
      return recipient_refused(attempt, event, now);
    case smtp::Blame::message:
      return message_refused(attempt, event, now);
    case smtp::Blame::unclear:
      return unclear(attempt, event, now);
    case smtp::Blame::relay:
    case smtp::Blame::nobody:
      break;
  }
  return relay_refuses(attempt, event, now);
}

/// A refusal for good, or a certificate that is wrong, is certain at once; anything else may pass.
RelayWatch::Verdict RelayWatch::relay_refuses(const Attempt& attempt, const Event& event, Instant now) {
  constexpr int hundred = 100;
  const bool certain = event.reply_code / hundred == 5 || event.stage == Stage::encryption;
  const bool of_sender = event.stage == Stage::sender && certain && !wants_login(event.reply_code);
  if (of_sender && is_own(attempt)) return Verdict::later;
  if (of_sender) suspects_.push_back({attempt, event.stage});
  if (!certain) ++failures_;
  if (certain || pause_ || failures_ >= failures_until_pause)
    begin_pause(reason_of(event), attempt, event, now);
  return Verdict::soon;
}

RelayWatch::Verdict RelayWatch::recipient_refused(const Attempt& attempt, const Event& event, Instant now) {
  if (event.outcome == smtp::Outcome::retry) return Verdict::later;
  if (own_addresses_.contains(attempt.to)) return Verdict::waits;
  auto& refused = addresses_[reply_of(event)];
  refused.push_back(attempt);
  if (!is_paused(Reason::recipients) && recipients_of(refused) < recipients_until_pause)
    return Verdict::waits;
  for (const Attempt& each : refused) {
    if (each.to == attempt.to) continue;
    undo_.addresses.push_back(each.to);
    undo_.mails.push_back(each.mail);  // A trial failed.
  }
  suspect_all(std::exchange(refused, {}), event.stage);
  begin_pause(Reason::recipients, attempt, event, now);
  return Verdict::soon;
}

RelayWatch::Verdict RelayWatch::message_refused(const Attempt& attempt, const Event& event, Instant now) {
  if (event.outcome == smtp::Outcome::retry) return Verdict::later;
  if (own_mails_.contains(attempt.mail)) return Verdict::fails;
  auto& refused = messages_[reply_of(event)];
  refused.push_back(attempt);
  if (!is_paused(Reason::content) && recipients_of(refused) < recipients_until_pause) return Verdict::fails;
  for (const Attempt& each : refused)
    if (each.mail != attempt.mail) undo_.mails.push_back(each.mail);
  suspect_all(std::exchange(refused, {}), event.stage);
  begin_pause(Reason::content, attempt, event, now);
  return Verdict::soon;
}

/// The first pauses all mail; a mail to somebody else then tells whether it was about this one.
RelayWatch::Verdict RelayWatch::unclear(const Attempt& attempt, const Event& event, Instant now) {
  if (own_mails_.contains(attempt.mail)) return Verdict::fails;
  if (own_senders_.contains(attempt.from)) return Verdict::later;
  const bool first = !is_paused(Reason::content);
  suspects_.push_back({attempt, event.stage});
  begin_pause(Reason::content, attempt, event, now);
  if (first) pause_->next_probe = now;
  return Verdict::soon;
}

void RelayWatch::recipient_accepted(const Attempt& attempt) {
  got_past(Stage::content, attempt);
  addresses_.clear();
  own_addresses_.erase(attempt.to);
}

void RelayWatch::accepted(const Attempt& attempt) {
  recipient_accepted(attempt);
  clear_suspects(Stage::data, Stage::content, attempt);
  messages_.clear();
  own_mails_.erase(attempt.mail);
  spared_.erase(attempt.mail);
  own_senders_.erase(attempt.from);
  failures_ = 0;
  end_pause();
}

/// The server accepted everything before this stage.
void RelayWatch::got_past(Stage stage, const Attempt& attempt) {
  if (stage > Stage::sender) clear_suspects(Stage::connection, Stage::sender, attempt);
  if (stage > Stage::recipient) clear_suspects(Stage::recipient, Stage::recipient, attempt);
  if (pause_stage_ < stage) end_pause();
}

void RelayWatch::end_pause() {
  ended_ = ended_ || pause_.has_value();
  pause_.reset();
}

/// One was accepted where these were refused. When many were, the server was mended, and what it refuses next
/// may still be its own fault, but not twice.
void RelayWatch::clear_suspects(Stage from, Stage to, const Attempt& accepted) {
  const bool many = suspects().size() >= recipients_until_pause;
  for (const auto& [attempt, stage] : suspects_) {
    if (stage < from || stage > to || attempt.mail == accepted.mail) continue;
    if (stage == Stage::recipient) {
      if (attempt.to != accepted.to) own_addresses_.insert(attempt.to);
    } else if (attempt.from == accepted.from) {
      if (many && spared_.insert(attempt.mail).second) continue;
      own_mails_.insert(attempt.mail);
    } else {
      own_senders_.insert(attempt.from);
    }
  }
  std::erase_if(suspects_,
                [&](const Suspect& suspect) { return suspect.stage >= from && suspect.stage <= to; });
}

void RelayWatch::suspect_all(const std::vector<Attempt>& refused, Stage stage) {
  for (const Attempt& attempt : refused) suspects_.push_back({attempt, stage});
}

void RelayWatch::begin_pause(Reason reason, const Attempt& attempt, const Event& event, Instant now) {
  if (!pause_) {
    pause_ = store::MailPause{reason, now, event.detail, now + probe_delay(0), 0};
    pause_stage_ = event.stage;
    return;
  }
  // Transfers that were under way when it began say the same.
  if (attempt.probe) {
    pause_->reason = reason;
    pause_->detail = event.detail;
    pause_stage_ = event.stage;
    ++pause_->probes;
  }
  pause_->next_probe = now + probe_delay(pause_->probes);
}

}  // namespace mail
