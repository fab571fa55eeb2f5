// SPDX-License-Identifier: Apache-2.0
//
// Mails coordinators about errors in the files of a running service: at most once a day, and only after the
// errors have stood for the settling time.
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

  /// Replaces the errors.
  void note(letters::FileProblems problems);

  /// Queues a mail to every coordinator when the errors are unchanged for WorkerOptions::settle and the last
  /// mail is a day old.
  void run(const Edition& edition, programme::Instant now);

  /// When run() next has work; nullopt: only after the errors change.
  std::optional<programme::Instant> next_due() const { return pending_; }

  /// The present errors; nullptr before the first note().
  const letters::FileProblems* problems() const { return problems_ ? &*problems_ : nullptr; }

 private:
  void compare_with_stored(programme::Instant now);

  store::FileProblemNotes notes_;
  const WorkerOptions& options_;
  const WorkerLog& log_;
  std::optional<letters::FileProblems> problems_;
  bool fresh_ = false;  ///< Not compared with the store yet.
  std::optional<programme::Instant> pending_;
};

}  // namespace mail
