// SPDX-License-Identifier: Apache-2.0
//
// Formats a status for the operator: one screen.
#pragma once

#include <string>

#include "service/programme/text.h"
#include "service/web/status.h"

namespace commands {

/// What became of asking the running service.
enum class Answer {
  given,
  refused,  ///< Nobody listens there.
  none,     ///< It took the connection and gave no answer in time.
  other,    ///< What answered is not this service.
};

/// Returns the first line: whether a service runs, where, and on which data. `asked` is the address that was
/// asked.
std::string status_head(const web::Status& status, Answer answer, const std::string& asked,
                        programme::Language language);

/// Returns a line for each condition, and one for what helps against it; times are Dutch time.
std::string status_text(const web::Status& status, programme::Language language);

}  // namespace commands
