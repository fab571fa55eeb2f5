// SPDX-License-Identifier: Apache-2.0
//
// Decided mails, durable until the mail server has accepted them, and the result of every reminder.
//
// States of a mail: queued → leased → data → sent | retry | failed | expired | unknown | poison; besides
// these `waiting` (for a coordinator's word), `skipped` (nothing left to say when it was to be sent) and
// `dropped` (by the operator). Content may only leave for the server after record() has committed a Mark for
// that lease.
#pragma once

#include <cstdint>
#include <limits>
#include <memory>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "service/programme/reminders.h"
#include "service/store/account_notes.h"
#include "service/store/announcements.h"
#include "service/store/file_problem_notes.h"
#include "service/store/mail_pause.h"
#include "service/store/refused_addresses.h"
#include "service/store/retention.h"
#include "service/store/store.h"

namespace store {

using programme::Instant;

enum class MailState {
  queued,
  retry,
  waiting,
  leased,
  data,
  sent,
  failed,
  expired,
  unknown,
  poison,
  skipped,
  dropped
};
std::string_view to_string(MailState state);
std::optional<MailState> mail_state_named(std::string_view name);

/// What a mail is for. Each kind has a file in mail/kinds/.
enum class MailKind {
  reminder,
  change,         ///< Lists changes for one person.
  invitation,     ///< Adds an event to a calendar, updates or removes it (RFC 6047).
  file_problems,  ///< Reports errors in the files to coordinators.
  account,        ///< Names the mails that did not go to coordinators and the operator.
  trial,          ///< Shows an operator that mail works.
};
std::string_view to_string(
    MailKind kind);  ///< As stored: "reminder", "change", "invitation", "files", "account", "test".
std::optional<MailKind> mail_kind_named(std::string_view name);

/// One row. Times are UTC seconds.
struct Mail {
  std::int64_t id = 0;
  std::string key;  ///< Unique: what the mail is about; its Message-ID follows from it.
  MailKind kind = MailKind::reminder;
  std::string programme;  ///< Empty for a trial.
  std::string recipient;  ///< programme::Recipient::key().
  std::string address;    ///< Envelope recipient as it was when decided; for a trial the only one there is.
  MailState state = MailState::queued;
  Instant due;
  Instant not_after;
  Instant next_try;
  int attempts = 0;     ///< Transfers that were begun and had a result.
  int unfinished = 0;   ///< Times it was claimed without a result since: crashes.
  int resends = 0;      ///< Times it was sent again after an unknown outcome.
  int epoch = 0;        ///< Of the lease.
  Instant changed;      ///< When the state last changed.
  std::string message;  ///< The bytes, once content was released; empty before.
  std::string subject;
  std::string detail;  ///< Last answer of the server, or why it is in this state.
  std::string
      waits_for;  ///< The refused address that it waits for; empty while waiting: for a person's word.
};

/// One reminder: a moment and its recipient. Unique by (key, recipient).
struct Reminder {
  programme::MomentKey key;
  std::string recipient;
  Instant due;
  std::int64_t mail = 0;                        ///< 0: it is not sent.
  std::optional<programme::SkipReason> reason;  ///< Why not.
};

/// A moment that has been decided; with the reason when nobody gets it.
struct ClosedMoment {
  programme::MomentKey key;
  Instant due;
  std::optional<programme::SkipReason> reason;
  Instant closed{};  ///< Read only.
};

/// A row to write for one recipient; `reminder.mail` is ignored. Without a reason the reminder joins the mail
/// of `mail_key` if that is still queued or waiting, or a new mail is made (under a derived key when that
/// mail has left).
struct Decision {
  Reminder reminder;
  std::string mail_key;
  std::string address;
  Instant not_after;
  std::string
      subject;  ///< Whose hand-in spares it: person or library, as Activity::hand_in says; else empty.
  bool waiting = false;  ///< A mail that is made for it waits for a coordinator.
};

/// How a claimed mail ended.
struct Result {
  std::int64_t id = 0;
  int epoch = 0;
  MailState state = MailState::retry;  ///< sent, retry, failed, unknown, skipped, expired, waiting.
  Instant next_try;                    ///< For retry; for unknown: when to send again, if `again`.
  bool again = false;
  std::string detail;
  std::string waits_for{};  ///< For waiting: address_key() of the refused address.
  bool counts = true;       ///< The transfer was a try; false: it was not about this mail.
};

/// The end of every reason for a hold.
inline constexpr const char* until_release =
    "; all mail is held until `traject mail release`, which first shows what would go";

/// On the store's connection and thread. Every function is one transaction unless it says otherwise, and
/// throws std::runtime_error when the database fails.
class Outbox {
 public:
  explicit Outbox(Store& store);
  ~Outbox();

  // --- Deciding
  /// All closed moments; read once after a start.
  std::vector<ClosedMoment> closed_moments();
  /// Writes a batch of decisions; those that exist already are left as they are.
  void decide(std::span<const Decision> decisions, Instant now);
  /// Closes moments: nobody is added to them any more. Those that are closed already are left as they are.
  void close(std::span<const ClosedMoment> moments, Instant now);

  // --- Sending
  enum class Which { all, accounts };
  /// Leases up to `limit` mails that may go now, those first that could go first (tests of the operator
  /// before all others),
  /// counts the lease in `unfinished`, raises the epoch. Rows found crashed for the third time become poison
  /// instead; one that crashed before comes alone. Mails to recipients in `avoid` only come when there are no
  /// others: a recipient's key, or the address of a trial.
  /// `accounts`: account mails alone, which a hold does not stop.
  std::vector<Mail> claim(std::size_t limit, const std::string& owner, Instant now,
                          const std::set<std::string>& avoid = {}, Which which = Which::all);
  /// One transaction: records results, then marks these leases as `data` with their bytes. Returns which of
  /// `marks` still hold: content may go for those and no others.
  struct Mark {
    std::int64_t id = 0;
    int epoch = 0;
    const std::string* message = nullptr;
    const std::string* subject = nullptr;
    const Invitation* invitation = nullptr;  ///< What it tells a calendar, when it holds: noted with it.
  };
  std::vector<bool> record(std::span<const Result> results, std::span<const Mark> marks, Instant now);
  /// Extends these leases, of transfers that wait for the server, to their full time; skips leases that no
  /// longer hold. Without it a slow server looks like a crash.
  struct Lease {
    std::int64_t id = 0;
    int epoch = 0;
  };
  void renew(std::span<const Lease> leases, Instant now);
  /// Lets those of these mails go at `now` that are to be tried again later.
  void hasten(const std::set<std::int64_t>& mails, Instant now);
  /// Reminders of a mail, with the reason of each that is no longer sent.
  std::vector<Reminder> reminders_of(std::int64_t mail);
  /// Every reminder that was ever decided, in the order of deciding: for overviews.
  std::vector<Reminder> reminders();
  void set_reason(const Reminder& reminder, programme::SkipReason reason, Instant now);
  /// Reminders in other mails to the recipient of this one, due no earlier, that are still to be sent or were
  /// decided after it and sent.
  std::vector<Reminder> later_reminders(const Mail& mail, Instant now);
  /// Reminders that gave way to one of this mail (superseded) and to no other that goes or went, were
  /// certainly not sent, and whose time has not passed.
  std::vector<Decision> superseded_by(std::int64_t mail, Instant now);
  /// Reminders that were removed from their mail for a reason that can pass, were certainly not sent, and
  /// whose time has not passed.
  std::vector<Decision> reinstatable(Instant now);
  /// Queues them again, in mails of their own.
  void reinstate(std::span<const Decision> decisions, Instant now);
  /// Returns expired leases to the queue, turns `data` older than 1,200 s into unknown, queues unknown mails
  /// that are to be resent, and expires mails past not_after. Returns how many rows changed.
  struct Tended {
    int returned = 0, unknown = 0, resent = 0, expired = 0;
  };
  Tended tend(Instant now, bool resend_unknown);
  /// The next time that claim() or tend() has work; nullopt: nothing is queued.
  std::optional<Instant> next_time(Which which = Which::all);

  // --- Accounting
  /// Mails that a person must hear of: those that wait for somebody, those that failed, expired, became
  /// poison or stayed unknown since `since`, and those in the queue that were due before `overdue`. Without
  /// trials and account mails. Oldest due first, without bytes.
  std::vector<Mail> unsettled(Instant since, Instant overdue);
  /// The earliest due time, not before `overdue`, of a mail in the queue.
  std::optional<Instant> first_due(Instant overdue);
  /// Reminders that were taken out of their mail since then, for their own time was over: late or begun.
  std::vector<Reminder> taken_out_too_late(Instant since);
  /// The moments closed since then because their time was over: late or begun.
  std::vector<ClosedMoment> closed_too_late(Instant since);
  /// Rises with every write after which people must hear of more, but for mails that become late by time
  /// alone.
  std::uint64_t troubles() const { return troubles_; }
  /// For metrics.
  struct Figures {
    std::optional<Instant> oldest_due;  ///< Of what is due and not sent: queued, retry, leased, data.
    std::optional<Instant> last_sent;   ///< When the mail server last accepted a mail.
    std::int64_t decided = 0, sent = 0, accounted = 0;  ///< Of the mails due in [from, until).
  };
  Figures figures(Instant from, Instant until, Instant now);

  // --- The operator
  std::vector<Mail> list(std::optional<MailState> state,
                         std::size_t limit);  ///< Newest first, without bytes.
  std::optional<Mail> find(std::int64_t id);
  bool retry(std::int64_t id, Instant now);  ///< False: its state does not allow it.
  bool drop(std::int64_t id, Instant now);
  std::int64_t add_test(const std::string& address, const std::string& key, Instant now);
  /// Queues the mails that wait for a person's word and whose time has not passed, with ids up to `last`, the
  /// last one shown to the operator. Returns how many.
  int release_waiting(Instant now, std::int64_t last = std::numeric_limits<std::int64_t>::max());

  // --- Hold
  /// Why all mail is held; empty: it is not.
  std::string hold();
  Instant held_since();  ///< 1970: it never was.
  void set_hold(const std::string& why, Instant now);
  void release_hold(Instant now);
  /// Where and when the worker last ticked: host name and time; empty and 0 before the first.
  struct LastTick {
    std::string host;
    Instant time;
  };
  LastTick last_tick();
  void set_last_tick(const LastTick& tick);
  /// Records the digest of the plan; returns since when the plan has had this digest.
  Instant plan_changed(const std::string& digest, Instant now);

  /// On the same connection.
  Announcements& announcements() { return announcements_; }
  FileProblemNotes file_problem_notes() { return FileProblemNotes{store_}; }
  Retention retention(RetentionTerms terms, date::days visible) { return {store_, terms, visible}; }
  RefusedAddresses refused_addresses() { return RefusedAddresses{store_}; }
  MailPauses pauses() { return MailPauses{store_}; }
  AccountNotes account_notes() { return AccountNotes{store_}; }

  /// Counts by state, for metrics and pages.
  std::vector<std::pair<MailState, std::int64_t>> counts();
  /// Of the waiting mails those that wait for a person's word.
  std::int64_t waiting_for_word();
  /// And those that wait for another address.
  std::int64_t waiting_for_address();

 private:
  struct Statements;
  Store& store_;
  Announcements announcements_{store_};
  std::uint64_t troubles_ = 0;
  std::unique_ptr<Statements> statements_;
};

}  // namespace store
