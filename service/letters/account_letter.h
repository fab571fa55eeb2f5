// SPDX-License-Identifier: Apache-2.0
//
// The mail to a coordinator or the operator about mails that did not go.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "service/programme/civil_time.h"
#include "service/programme/reminders.h"

namespace letters {

/// Why a mail did not go, in the order in which the mail lists them.
enum class AccountCause {
  template_unusable,  ///< Failed: its template is missing or broken.
  refused,            ///< Failed: the mail server does not accept it.
  not_composed,       ///< Failed: its text could not be made.
  unknown,            ///< It may or may not have arrived.
  interrupted,        ///< Set apart after three crashes.
  late,               ///< Its time was over.
  missed,             ///< Its moment was over before anything was decided.
  address,            ///< Waits for another address.
  held,               ///< Waits with all other mail.
  asked,              ///< Waits for a coordinator's word.
  tried,              ///< Is tried again.
};

/// One mail, or one moment that was missed.
struct AccountLine {
  AccountCause cause = AccountCause::tried;
  std::int64_t mail = 0;    ///< 0: none was made.
  std::string who;          ///< Name of the recipient; several: "Anna, Bea, Cas".
  std::size_t people = 1;   ///< How many recipients.
  programme::Text subject;  ///< Of the mail, or what it is about.
  programme::Instant due;
  programme::Text why;  ///< What the mail server said, or what is wrong; may be empty.
  bool can_go = true;   ///< `traject mail retry` accepts it.
};

/// Why no mail goes at all.
struct MailStop {
  programme::Instant since;
  programme::Text why;
  bool held = true;  ///< False: the mail server cannot be used; it is tried again.
};

/// Pointers lead into the values that it was made from.
struct AccountLetter {
  std::string message_id;                          ///< Without angle brackets. Deterministic.
  const programme::Coordinator* reader = nullptr;  ///< The operator is one without a name.
  bool to_operator = false;
  const programme::Programme* programme = nullptr;  ///< In whose name it goes.
  std::vector<AccountLine> lines;                   ///< New to the reader, or to be said again.
  std::size_t known = 0;                            ///< Mails that still wait, and are not listed again.
  std::vector<MailStop> stops;
  int untold_since = 0;      ///< Nobody was told what changed since this revision; 0: there is none.
  std::string rehearsal_to;  ///< As ChangeLetter has it.
};

/// Lines of one mail; of the others it gives the number.
inline constexpr std::size_t most_account_lines = 50;

std::string account_subject(const AccountLetter& letter, programme::Language language);

/// CommonMark.
std::string account_text(const AccountLetter& letter, programme::Instant now, programme::Language language);

}  // namespace letters
