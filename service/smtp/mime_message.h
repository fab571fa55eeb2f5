// SPDX-License-Identifier: Apache-2.0
//
// RFC 5322 and MIME by GMime; the only file that includes it.
#pragma once

#include <string>
#include <vector>

#include "service/programme/civil_time.h"

namespace smtp {

struct Mailbox {
  std::string name;     ///< One clean line; may be empty.
  std::string address;  ///< is_envelope_address().
};

struct CalendarFile {
  std::string name;     ///< ASCII.
  std::string content;  ///< iCalendar text, CRLF.
};

/// All values are clean already (clean_text.h); mime_message() only encodes.
struct MimeParts {
  std::string message_id;  ///< Without angle brackets.
  Mailbox from;
  Mailbox to;
  Mailbox reply_to;
  std::string subject;
  programme::Instant date;
  std::chrono::minutes zone_offset{};  ///< Of the Date, east of Greenwich.
  std::string list_name;               ///< Readable part of List-Id (RFC 2919).
  std::string list_id;                 ///< Empty: no List-Id.
  std::string unsubscribe_link;        ///< List-Unsubscribe; with one-click POST (RFC 8058) when it is https.
  std::string text;                    ///< text/plain; LF.
  std::string html;                    ///< text/html; LF.
  std::vector<CalendarFile> calendars;
  /// An invitation (RFC 6047): the last alternative, and the same once more as a file for readers that only
  /// look there. Base64, so that nothing on the way folds its lines anew.
  std::string invitation;
  std::string invitation_method;  ///< "REQUEST", "CANCEL".
};

/// Same parts, same bytes: CRLF only, lines of at most 78 octets except for addresses that are longer.
std::string mime_message(const MimeParts& parts);

}  // namespace smtp
