// SPDX-License-Identifier: Apache-2.0
//
// What people must hear of about mail: every mail that did not go, every moment that was missed, and why no
// mail goes at all.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "service/letters/account_letter.h"
#include "service/mail/kinds/draft.h"
#include "service/store/account_notes.h"

namespace mail {

/// A mail in the queue counts once it is this late.
inline constexpr std::chrono::hours late_after{1};

struct AccountItem {
  store::AccountEntry entry;
  programme::Instant since;
  letters::AccountLine line;

  /// It may still go: it is said again after a week.
  bool waits() const;
};

/// All mail stops.
struct AccountStop {
  store::AccountEntry entry;
  letters::MailStop stop;
};

struct AccountState {
  std::vector<AccountItem> items;
  std::vector<AccountStop> stops;
  std::optional<store::Announcements::Untold> untold;
};

/// Reads the store. `begin` as AccountNotes has it: what ended before is nobody's concern any more.
AccountState account_state(store::Outbox& outbox, const WorkerView& at, programme::Instant begin);

}  // namespace mail
