// SPDX-License-Identifier: Apache-2.0
//
// The people who still get a change mail or an invitation about published revisions.
#pragma once

#include <string>
#include <vector>

#include "service/publishing/head.h"
#include "service/store/outbox.h"

namespace publishing {

struct PendingRecipients {
  std::vector<std::string> recipients;  ///< programme::Recipient::key(), sorted, each once.
  int unreadable =
      0;  ///< The last announced revision, if this version of the program cannot read it; 0: it can.
};

/// Recipients of change mails or invitations that are still to be decided, up to the latest revision. Mails
/// that are already in the outbox do not count.
PendingRecipients pending_recipients(const Head& head, programme::Instant now);

/// As above, plus the recipients of mails in the outbox that wait for a coordinator's consent.
PendingRecipients announcement_recipients(const Head& head, store::Outbox& outbox, programme::Instant now);

/// Releases the mails to all of announcement_recipients(): they no longer wait for bundling or consent.
void announce(const Head& head, store::Outbox& outbox, programme::Instant now);

/// Records that everything up to `revision` is announced. Requires that no recipient is pending.
void mark_announced(store::Store& store, int revision);

}  // namespace publishing
