// SPDX-License-Identifier: Apache-2.0
//
// Judges refusals: is it the mail, its address, or the mail server that refuses all of us? In the last case
// mail is paused: one mail after another probes the server until it accepts.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "service/programme/civil_time.h"
#include "service/smtp/courier.h"
#include "service/store/mail_pause.h"

namespace mail {

/// A transfer, as far as the judgement needs it.
struct Attempt {
  std::int64_t mail = 0;
  std::string from;  ///< Envelope addresses.
  std::string to;
  std::string recipient;  ///< store::Mail::recipient; of a trial its address.
  bool probe = false;     ///< It was begun during a pause.
};

class RelayWatch {
 public:
  /// What becomes of the mail.
  enum class Verdict {
    soon,   ///< Tried again; the try does not count, for it was not about this mail.
    later,  ///< Tried again, after a time that grows.
    waits,  ///< Its address is refused.
    fails,
  };

  /// `stored`: the pause at the last stop.
  explicit RelayWatch(std::optional<store::MailPause> stored = {});

  /// The next probe goes no later than `now`: after a restart, for something may have been mended.
  void probe_at(programme::Instant now);

  /// The transfer ended with `retry` or `failed`.
  Verdict refused(const Attempt& attempt, const smtp::Event& event, programme::Instant now);
  /// The server asked for the content: the sender and the recipient are accepted.
  void recipient_accepted(const Attempt& attempt);
  void accepted(const Attempt& attempt);

  const std::optional<store::MailPause>& pause() const { return pause_; }
  /// Whether a pause ended since the last call, also one that began since then.
  bool take_ended() { return std::exchange(ended_, false); }
  /// Another process may have ended the pause, or asked for a probe at once.
  void compare(const std::optional<store::MailPause>& stored);
  /// Recipients whose mails were refused in this pause: a probe to somebody else says more.
  std::set<std::string> suspects() const;

  /// Refusals that turned out to concern the server: addresses that are not refused, mails that did not fail.
  struct Undo {
    std::vector<std::string> addresses;
    std::vector<std::int64_t> mails;
  };
  Undo take_undo() { return std::exchange(undo_, {}); }

 private:
  struct Suspect {
    Attempt attempt;
    smtp::Stage stage;
  };
  /// By reply, as "550 5.1.1".
  using Refusals = std::map<std::string, std::vector<Attempt>>;

  Verdict relay_refuses(const Attempt& attempt, const smtp::Event& event, programme::Instant now);
  Verdict recipient_refused(const Attempt& attempt, const smtp::Event& event, programme::Instant now);
  Verdict message_refused(const Attempt& attempt, const smtp::Event& event, programme::Instant now);
  Verdict unclear(const Attempt& attempt, const smtp::Event& event, programme::Instant now);
  void got_past(smtp::Stage stage, const Attempt& attempt);
  void clear_suspects(smtp::Stage from, smtp::Stage to, const Attempt& accepted);
  void suspect_all(const std::vector<Attempt>& refused, smtp::Stage stage);
  void begin_pause(store::MailPause::Reason reason, const Attempt& attempt, const smtp::Event& event,
                   programme::Instant now);
  void end_pause();
  bool is_paused(store::MailPause::Reason reason) const { return pause_ && pause_->reason == reason; }
  bool is_own(const Attempt& attempt) const;

  std::optional<store::MailPause> pause_;
  bool ended_ = false;
  smtp::Stage pause_stage_ = smtp::Stage::connection;  ///< A transfer that gets past it ends the pause.
  int failures_ = 0;                                   ///< Of the server, that may pass, in a row.
  Refusals addresses_;                                 ///< At RCPT, since a recipient was accepted last.
  Refusals messages_;                                  ///< After DATA, since a mail was accepted last.
  std::vector<Suspect> suspects_;
  // What was refused while another was accepted: the next refusal is its own.
  std::set<std::int64_t> own_mails_;
  std::set<std::int64_t> spared_;  ///< Refused among many; once.
  std::set<std::string> own_addresses_;
  std::set<std::string> own_senders_;  ///< Never fail a mail.
  Undo undo_;
};

}  // namespace mail
