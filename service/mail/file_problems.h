// SPDX-License-Identifier: Apache-2.0
//
// What is wrong in the files of a running service, told to its coordinators: once a day at most, and not while
// somebody is still at work on them.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "service/mail/edition.h"
#include "service/mail/worker.h"
#include "service/store/file_problem_notes.h"

namespace mail {

class FileProblemTeller {
 public:
  FileProblemTeller(store::FileProblemNotes notes, const WorkerOptions& options, const WorkerLog& log);

  /// What is wrong from now on.
  void note(FileProblems problems);

  /// Queues a mail to every coordinator once the same has been wrong for as long as a change has to settle, and a day
  /// after the mail before.
  void run(const Edition& edition, programme::Instant now);

  /// When run() has next something to do; nullopt: when something else is wrong.
  std::optional<programme::Instant> next_due() const { return pending_; }

  /// What is wrong now; nullptr: nobody has said yet.
  const FileProblems* problems() const { return problems_ ? &*problems_ : nullptr; }

 private:
  void take_up(programme::Instant now);

  store::FileProblemNotes notes_;
  const WorkerOptions& options_;
  const WorkerLog& log_;
  std::optional<FileProblems> problems_;
  bool fresh_ = false;  ///< Not compared with what the store knows yet.
  std::optional<programme::Instant> pending_;
};

/// What such a mail is about. Pointers lead into what it was made from.
struct FileProblemLetter {
  std::string message_id;  ///< Without angle brackets. Deterministic.
  const programme::Coordinator* coordinator = nullptr;
  const programme::Programme* programme = nullptr;  ///< In whose name it goes.
  const FileProblems* problems = nullptr;           ///< At least one.
  int revision = 0;                                 ///< That stands; 0: it has no number.
  programme::Instant published;                     ///< When it was.
  std::string rehearsal_to;                         ///< As ChangeLetter has it.
};

std::string file_problem_subject(programme::Language language);

/// CommonMark.
std::string file_problem_text(const FileProblemLetter& letter, programme::Language language);

}  // namespace mail
