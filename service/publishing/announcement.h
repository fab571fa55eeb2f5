// SPDX-License-Identifier: Apache-2.0
//
// Who is still to be mailed about what was published.
#pragma once

#include <string>
#include <vector>

#include "service/publishing/head.h"
#include "service/store/outbox.h"

namespace publishing {

struct PendingRecipients {
  std::vector<std::string> recipients;  ///< programme::Recipient::key(), sorted, each once.
  int unreadable =
      0;  ///< The revision that people know, when this version of the program cannot read it; 0: it can.
};

/// Who is still to be mailed about what the head holds, by a change mail or an invitation; not what is in the
/// outbox.
PendingRecipients pending_recipients(const Head& head, programme::Instant now);

/// The same with those whose mail is in the outbox and waits for a coordinator's word.
PendingRecipients announcement_recipients(const Head& head, store::Outbox& outbox, programme::Instant now);

/// Has all of them mailed without further waiting.
void announce(const Head& head, store::Outbox& outbox, programme::Instant now);

/// Notes that nothing is to be announced up to that revision, of which nobody is still to be mailed.
void mark_announced(store::Store& store, int revision);

}  // namespace publishing
