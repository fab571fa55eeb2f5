// SPDX-License-Identifier: Apache-2.0
//
// Turns a claimed mail into a message, unless nothing is left to say.
#pragma once

#include "service/mail/kinds/draft.h"

namespace mail {

class Preparer {
 public:
  Preparer(store::Outbox& outbox, Announcer& announcer, const WorkerOptions& options, const WorkerLog& log);

  /// Throws only when the store fails.
  Preparation prepare(const store::Mail& mail, const WorkerView& at);

 private:
  store::Outbox& outbox_;
  Announcer& announcer_;
  const WorkerOptions& options_;
  const WorkerLog& log_;
  DailyThrottle reported_;
};

}  // namespace mail
