// SPDX-License-Identifier: Apache-2.0
//
// A claimed mail becomes a message, if there is still something to say.
#pragma once

#include "service/mail/kinds/draft.h"

namespace mail {

class Preparer {
 public:
  Preparer(store::Outbox& outbox, Announcer& announcer, const WorkerOptions& options, const WorkerLog& log);

  /// Throws only when the store fails.
  Outcome prepare(const store::Mail& mail, const Present& at);

 private:
  store::Outbox& outbox_;
  Announcer& announcer_;
  const WorkerOptions& options_;
  const WorkerLog& log_;
  OnceADay reported_;
};

}  // namespace mail
