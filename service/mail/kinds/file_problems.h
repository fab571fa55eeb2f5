// SPDX-License-Identifier: Apache-2.0
//
// What is wrong in the files of a running service, told to its coordinators: once a day at most, and not
// while somebody is still at work on them.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "service/mail/kinds/draft.h"
#include "service/store/file_problem_notes.h"

namespace mail {

class FileProblemReporter {
 public:
  FileProblemReporter(store::FileProblemNotes notes, const WorkerOptions& options, const WorkerLog& log);

  /// What is wrong from now on.
  void note(letters::FileProblems problems);

  /// Queues a mail to every coordinator once the same has been wrong for as long as a change has to settle,
  /// and a day after the mail before.
  void run(const Edition& edition, programme::Instant now);

  /// When run() has next something to do; nullopt: when something else is wrong.
  std::optional<programme::Instant> next_due() const { return pending_; }

  /// What is wrong now; nullptr: nobody has said yet.
  const letters::FileProblems* problems() const { return problems_ ? &*problems_ : nullptr; }

 private:
  void compare_with_stored(programme::Instant now);

  store::FileProblemNotes notes_;
  const WorkerOptions& options_;
  const WorkerLog& log_;
  std::optional<letters::FileProblems> problems_;
  bool fresh_ = false;  ///< Not compared with what the store knows yet.
  std::optional<programme::Instant> pending_;
};

}  // namespace mail
