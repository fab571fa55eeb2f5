// SPDX-License-Identifier: Apache-2.0
//
// A claimed mail becomes a message, if there is still something to say.
#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "service/mail/announce.h"
#include "service/mail/once_a_day.h"
#include "service/mail/planned_moments.h"
#include "service/mail/worker.h"

namespace mail {

/// What counts at the time of a call.
struct Present {
  const PlannedMoments& plan;
  const programme::Facts& facts;
  programme::Instant now;
  int edition = 0;                               ///< Counts what was published.
  const letters::FileProblems* files = nullptr;  ///< What is wrong in the files; nullptr: not known yet.
};

/// Ready for the courier.
struct Prepared {
  letters::Message message;
  std::vector<programme::MomentKey> reminders;    ///< What it says; empty for a test.
  bool resent = false;                            ///< Bytes of an earlier try: they never change.
  std::optional<store::Invitation> invitation{};  ///< What it tells a calendar, when it goes.
};

/// Not to be sent, and why.
struct Ended {
  store::MailState state = store::MailState::skipped;
  std::string detail;
  programme::Instant next_try{};  ///< Of retry.
};

class Preparer {
 public:
  Preparer(store::Outbox& outbox, Announcer& announcer, const WorkerOptions& options, const WorkerLog& log);

  /// Looks at the conditions of every reminder of the mail again and notes those that no longer go. Throws
  /// only when the store fails.
  std::variant<Prepared, Ended> prepare(const store::Mail& mail, const Present& at);

 private:
  std::variant<Prepared, Ended> prepare_test(const store::Mail& mail, const Present& at);
  std::variant<Prepared, Ended> prepare_reminders(const store::Mail& mail, const Present& at);
  std::variant<Prepared, Ended> prepare_file_problems(const store::Mail& mail, const Present& at);
  std::variant<Prepared, Ended> prepare_change(const store::Mail& mail, const Present& at);
  std::variant<Prepared, Ended> prepare_invitation(const store::Mail& mail, const Present& at);
  std::variant<Prepared, Ended> compose(const store::Mail& mail, const Present& at,
                                        const std::vector<const programme::Moment*>& moments,
                                        const programme::Recipient& recipient);
  template <class Make>
  std::variant<Prepared, Ended> guarded(const store::Mail& mail, const Present& at, Make make);
  std::string envelope_to(const std::string& address) const;
  Prepared again(const store::Mail& mail, const std::string& from, const std::string& address,
                 std::vector<programme::MomentKey> reminders = {}) const;
  std::optional<Ended> overtaken(const store::Mail& mail, const Present& at) const;

  store::Outbox& outbox_;
  Announcer& announcer_;
  const WorkerOptions& options_;
  const WorkerLog& log_;
  OnceADay told_;
};

/// Why a reminder that was decided does not go any more; nullopt: it does.
std::optional<programme::SkipReason> reason_now(const Present& at, const programme::MomentKey& key,
                                                const std::string& recipient);

/// True when what the mail says is still to be said. Of bytes from an earlier try one reminder is enough.
bool still_right(const Present& at, const std::vector<programme::MomentKey>& reminders,
                 const std::string& recipient, bool resent);

/// What was taken out of its mail because of a slip in the files (or of the person's) and is right again goes
/// after all.
void put_back(store::Outbox& outbox, const Present& at);

}  // namespace mail
