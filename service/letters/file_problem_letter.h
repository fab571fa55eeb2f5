// SPDX-License-Identifier: Apache-2.0
//
// The mail to a coordinator about errors in the configuration files.
#pragma once

#include <string>
#include <vector>

#include "service/programme/civil_time.h"
#include "service/programme/reminders.h"

namespace letters {

/// The errors in the files, each "file:line:column: what is wrong; what would be right".
struct FileProblems {
  std::vector<programme::Text> lines;  ///< Empty: there are none.
  std::size_t unlisted = 0;            ///< Further errors.
};

/// Pointers lead into the values that it was made from.
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

}  // namespace letters
