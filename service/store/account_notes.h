// SPDX-License-Identifier: Apache-2.0
//
// What coordinators and the operator were mailed about mails that did not go.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "service/programme/civil_time.h"
#include "service/store/store.h"

namespace store {

/// One thing that an account mail says, in one state.
struct AccountEntry {
  std::string item;   ///< "mail/17", or another key of its own.
  std::string state;  ///< "waits", or how it ended.
};

/// On the store's connection and thread. Every function is one transaction, and throws std::runtime_error
/// when the database fails.
class AccountNotes {
 public:
  explicit AccountNotes(Store& store) : store_{store} {}

  /// Since when mails are accounted for: `now` at the first call for this database. A time to come was that
  /// of a wrong clock, and is replaced.
  programme::Instant begin(programme::Instant now);

  struct Said {
    AccountEntry entry;
    programme::Instant when;  ///< The last time, as its mail was composed.
  };
  /// What this recipient read in account mails that the mail server accepted.
  std::vector<Said> said_to(const std::string& recipient);

  struct Standing {
    programme::Instant last;  ///< Of the account mail before, sent or not; 1970: there was none.
    bool pending = false;     ///< One is on its way.
  };
  Standing standing(const std::string& recipient);

  struct Reader {
    std::string recipient;  ///< programme::Recipient::key(), or "operator:ADDRESS".
    std::string address;
  };
  void queue(const Reader& reader, const std::string& programme, programme::Instant now,
             programme::Instant not_after);

  /// Replaces what a mail says: it is composed again at every try.
  void set_entries(std::int64_t mail, std::span<const AccountEntry> entries, programme::Instant now);

 private:
  Store& store_;
};

}  // namespace store
