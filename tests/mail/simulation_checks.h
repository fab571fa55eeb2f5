// SPDX-License-Identifier: Apache-2.0
//
// What must hold of every mail and every reminder, worked out from the files and from what people did, by
// rules of its own as far as they are simple.
#pragma once

#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "service/letters/account_letter.h"
#include "service/letters/letter.h"
#include "service/mail/edition.h"
#include "service/store/outbox.h"
#include "tests/mail/simulation_world.h"

namespace simulation {

/// One reminder in a mail, as the simulation writes it.
struct Line {
  std::string recipient, programme, rule, activity, library, day, round, start;
};

/// The text of a mail by which the checks know what it says.
letters::Message write(const letters::Letter& letter);
letters::Message write(const letters::AccountLetter& letter);
bool is_account(const std::string& message);
std::vector<Line> read(const std::string& message);
std::string message_id_of(const std::string& message);

class Checks {
 public:
  std::set<std::string> handed_in;  ///< programme::hand_in_key()
  std::set<std::string> opted_out;  ///< programme::opt_out_key()

  /// What is published from now on.
  void publish(std::shared_ptr<const mail::Edition> edition, Instant now);

  /// What the process that acts now knows of the files: one that stood still knows an older edition.
  void looks_through(std::shared_ptr<const mail::Edition>& edition) { edition_.swap(edition); }

  /// Somebody opted out or in, handed in or took it back.
  void facts_changed() { changed_ = true; }

  /// A tick ended well: what is due by now must have been decided.
  void ticked(Instant now);

  /// Content is about to leave. `stored`: the bytes that are marked for it.
  void released(const std::string& message, Instant now, const std::vector<std::string>& stored);

  /// Of each mail that waits for a coordinator's word, at least one reminder must follow from a publication.
  void waiting(store::Outbox& outbox);

  /// At the end, when nothing is under way any more.
  void finish(store::Outbox& outbox, const std::vector<std::string>& arrived, Instant now);

  void note(const std::string& problem) { problems_.push_back(problem); }
  const std::vector<std::string>& problems() const { return problems_; }
  std::size_t obligations() const { return obligations_.size(); }
  std::size_t releases() const { return releases_; }

 private:
  struct Obligation {
    programme::MomentKey key;
    std::string recipient;
    Instant not_after;
    bool right = true;  ///< In time and by the files, when that was last looked at.
  };

  void look_again(Instant now);
  bool follows(const store::Reminder& reminder, Instant decided) const;
  bool is_right(const Obligation& obligation, Instant now) const;

  std::string objection(const Line& line, Instant now) const;
  std::string objection_to_person(const Line& line, const programme::Programme& programme,
                                  const programme::ReminderRule& rule, const programme::Activity* activity,
                                  Instant now) const;
  std::string objection_to_date(const Line& line, const programme::Programme& programme,
                                const programme::ReminderRule& rule, const programme::Activity& activity,
                                Instant now) const;
  void note_due(const programme::Moment& moment);
  void check_accounts(store::Outbox& outbox, const std::vector<std::string>& arrived, Instant now);
  void check_obligation(store::Outbox& outbox, const Obligation& obligation,
                        const std::map<std::string, store::Reminder>& reminders,
                        const std::set<programme::MomentKey>& closed, const std::set<std::string>& said);

  std::shared_ptr<const mail::Edition> edition_;
  std::vector<programme::Moment> moments_;  ///< Of the edition, by due.
  std::size_t looked_at_ = 0;
  bool changed_ = true;                        ///< Since obligations were last looked at.
  std::map<std::string, Instant> since_;       ///< When a rule or person was first published.
  std::map<std::string, Instant> date_since_;  ///< When the day of an occurrence was first published.
  std::vector<Instant> published_;
  std::map<std::string, Instant> earliest_due_;  ///< Of a moment, in any edition.
  std::set<programme::MomentKey> decided_;       ///< That have been due while a worker ticked.
  std::map<std::string, Obligation> obligations_;
  std::map<std::string, std::vector<std::string>> copies_;  ///< By Message-ID: what was let go.
  std::map<std::string, std::set<std::string>> mails_of_;   ///< By reminder: Message-IDs.
  std::size_t releases_ = 0;
  std::vector<std::string> problems_;
};

}  // namespace simulation
