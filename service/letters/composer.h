// SPDX-License-Identifier: Apache-2.0
//
// From a letter to an RFC 5322 message, with the words of a coordinator's templates.
#pragma once

#include <map>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "service/letters/change_letter.h"
#include "service/letters/letter.h"
#include "service/letters/template_problem.h"
#include "service/programme/civil_time.h"
#include "service/programme/programme.h"

namespace letters {

struct AccountLetter;
struct FileProblemLetter;
struct InvitationLetter;

/// Immutable once made; safe on any number of threads.
class Composer {
 public:
  /// `templates` as config_files::Loaded has them. `sender`: address that mails come from; empty: each
  /// programme's contact.
  Composer(const std::map<std::string, std::string>& templates, std::string sender);
  Composer(Composer&&) noexcept;
  ~Composer();

  /// Every problem of every template, and of rules that name one that is missing. By file, line, column.
  std::vector<TemplateProblem> problems(std::span<const programme::Programme> programmes) const;

  /// `now` is the Date of the message, and "over 13 dagen" counts from it. Throws TemplateError when the
  /// template is missing or broken, std::invalid_argument when a value is not allowed in a mail (an address
  /// with a line break).
  Message compose(const Letter& letter, programme::Instant now) const;

  /// A change mail; its words are the program's. Throws std::invalid_argument as compose().
  Message compose_change(const ChangeLetter& letter, programme::Instant now) const;

  /// A mail about errors in the files; its words are the program's. Throws std::invalid_argument as
  /// compose().
  Message compose_file_problems(const FileProblemLetter& letter, programme::Instant now) const;

  /// A mail about mails that did not go; its words are the program's. Throws std::invalid_argument as
  /// compose().
  Message compose_account(const AccountLetter& letter, programme::Instant now) const;

  /// An invitation or its cancellation (RFC 6047); its words are the program's. Throws std::invalid_argument
  /// as compose(), ical::InvalidValue when libical reads other values back.
  Message compose_invitation(const InvitationLetter& letter, programme::Instant now) const;

  /// The operator's trial mail, in the name of `programme`.
  Message compose_test(const std::string& to, const std::string& message_id,
                       const programme::Programme& programme, programme::Language language,
                       programme::Instant now) const;

  /// Envelope sender of this programme's mails, also of those that are sent again without being composed.
  const std::string& sender_of(const programme::Programme& programme) const;

 private:
  struct Parsed;
  std::unique_ptr<const Parsed> parsed_;
};

}  // namespace letters
