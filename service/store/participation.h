// SPDX-License-Identifier: Apache-2.0
//
// What people did: handed in, opted out; and since when rules and persons are known.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "service/programme/hand_in.h"
#include "service/programme/reminders.h"
#include "service/store/store.h"

namespace store {

/// That somebody wants no reminders about a topic.
struct OptOut {
  std::string recipient;  ///< programme::Recipient::key().
  std::string topic;      ///< As programme::to_string() names it.
  programme::Instant since;
};

class Participation {
 public:
  explicit Participation(Store& store);

  /// Everything that reminders depend on. A snapshot.
  programme::Facts facts();

  /// Brings `facts`, which were read when version() was `since` or later, up to date with what people did
  /// since then. Reads no other rows of hand-ins, and opt-outs when one of them has changed. True when
  /// something that stopped a reminder may no longer do so.
  bool update(programme::Facts& facts, std::int64_t since);

  std::vector<programme::HandInRecord> hand_ins();

  /// Those that were set after version() was `since`.
  std::vector<programme::HandInRecord> hand_ins_since(std::int64_t since);

  std::vector<programme::HandInRecord> hand_ins_of(const std::string& subject);

  std::vector<programme::LanguageChange> language_changes_of(const std::string& person);

  /// That of one deadline and subject, whatever else `key` says; nullopt: nobody ever said anything.
  std::optional<programme::HandInRecord> hand_in(const programme::HandInRecord& key);

  /// By recipient and topic.
  std::vector<OptOut> opt_outs();

  bool opted_out(const std::string& recipient, programme::Topic topic);

  /// Sets the state, with a time above all that feeds of the subject may show; false when it was so already
  /// (and nothing changes). Withdrawing (done = false) arms again the reminders that did not go because it
  /// was handed in, as long as they may still go.
  bool set_hand_in(const programme::HandInRecord& row, programme::Instant now);

  /// Sets `changed` of each, and keeps the rest of what is recorded. Within a transaction of the caller, and
  /// without raising version(): it comes with a publication.
  void raise(std::span<const programme::HandInRecord> rows);

  std::vector<programme::LanguageChange> language_changes();

  /// Within a transaction of the caller.
  void write(std::span<const programme::LanguageChange> changes);

  /// At least every LAST-MODIFIED that a feed may show. Within a transaction of the caller.
  programme::Instant latest_shown();

  /// Grows with every change of a hand-in or an opt-out, by whichever connection or process.
  std::int64_t version();

  bool set_opt_out(const std::string& recipient, programme::Topic topic, bool out, programme::Instant now);

  /// Remembers when a rule, person or date is seen for the first time; the first dates of a programme since
  /// always. Returns how many were new.
  struct Known {
    std::string kind;           ///< "rule", "person" or "date".
    std::string programme, id;  ///< Of a date: the rest of programme::date_key().
  };
  int note_known(std::span<const Known> known, programme::Instant now);

 private:
  Store& store_;
};

}  // namespace store
