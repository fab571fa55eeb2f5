// SPDX-License-Identifier: Apache-2.0
//
// A claimed mail that becomes a message: the inputs that every kind of mail shares, and the possible results.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "service/mail/announce.h"
#include "service/mail/daily_throttle.h"
#include "service/mail/planned_moments.h"
#include "service/mail/worker.h"

namespace mail {

class Accountant;

/// The start of Ended::detail of a mail whose text could not be made.
inline constexpr const char* not_composed = "cannot be composed: ";
inline constexpr const char* no_programme =
    "cannot be composed: no programme is published in whose name it could go";

/// The plan, facts, time and file errors that a call of the worker sees.
struct WorkerView {
  const PlannedMoments& plan;
  const programme::Facts& facts;
  programme::Instant now;
  int edition = 0;                               ///< Counts editions.
  const letters::FileProblems* files = nullptr;  ///< Errors in the files; nullptr: not known yet.
  const Accountant* accountant = nullptr;        ///< Of the worker.
};

/// Ready for the courier.
struct Prepared {
  letters::Message message;
  std::vector<programme::MomentKey> reminders;    ///< Of a reminder mail; else empty.
  bool resent = false;                            ///< The bytes are those of an earlier try.
  std::optional<store::Invitation> invitation{};  ///< Recorded once the content is released.
};

/// Ends without being sent, and why.
struct Ended {
  store::MailState state = store::MailState::skipped;
  std::string detail;
  programme::Instant next_try{};  ///< Only for retry.
};

using Preparation = std::variant<Prepared, Ended>;

/// One mail being prepared. References outlive it.
struct Draft {
  const store::Mail& mail;
  const WorkerView& at;
  store::Outbox& outbox;
  Announcer& announcer;
  const WorkerOptions& options;
  const WorkerLog& log;
  DailyThrottle& reported;  ///< Causes that were logged.

  const Edition& edition() const { return at.plan.edition(); }
  std::string message_id() const;

  /// `address`, or in a rehearsal the address that all mail goes to.
  std::string envelope_to(const std::string& address) const;

  /// True if an earlier try released content: its bytes are sent again.
  bool has_bytes() const { return !mail.message.empty(); }
  Prepared again(const std::string& from, const std::string& address,
                 std::vector<programme::MomentKey> reminders = {}) const;

  /// Calls `compose`. A mail that cannot be composed fails alone; the cause is logged once a day.
  Preparation composed(const std::function<Prepared()>& compose) const;

  /// Returns a retry while changes are pending that this mail must include; nullopt when it has bytes already
  /// or none are pending.
  std::optional<Ended> overtaken() const;
};

// One function for each MailKind, in the file of its name. They throw only when the store fails.

/// Evaluates the conditions of every reminder in the mail again. Records the reminders that no longer apply.
Preparation prepare_reminders(const Draft& draft);

/// Lists the differences between the present programme and the revision of the recipient's last change mail.
/// They may have changed since the mail was decided.
Preparation prepare_change(const Draft& draft);

/// Sends the present state of the occurrence. Bytes of an earlier try are sent again unless a later mail was
/// sent for that occurrence.
Preparation prepare_invitation(const Draft& draft);

/// Lists the present errors, which may differ from those at the time of the decision.
Preparation prepare_file_problems(const Draft& draft);

/// Names the mails that did not go, as they are now.
Preparation prepare_account(const Draft& draft);

/// Composes the test mail of `traject mail test`, in the name of the first programme.
Preparation prepare_trial(const Draft& draft);

/// Returns the Message-ID of a mail (RFC 5322 §3.6.4). It depends on the arguments alone, so that a repeated
/// transfer has the same one.
std::string message_id(const std::string& mail_key, const std::string& domain);

}  // namespace mail
