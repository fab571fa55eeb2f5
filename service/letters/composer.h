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

  /// `now` is what "over 13 dagen" counts from and the Date of the message. Throws TemplateError when the
  /// template is missing or broken, std::invalid_argument when a value cannot stand in a mail (an address
  /// with a line break).
  Message compose(const Letter& letter, programme::Instant now) const;

  /// What changed, with words of our own: they follow from the changes. Throws std::invalid_argument as
  /// compose().
  Message compose_change(const ChangeLetter& letter, programme::Instant now) const;

  /// What is wrong in the files, with words of our own. Throws std::invalid_argument as compose().
  Message compose_file_problems(const FileProblemLetter& letter, programme::Instant now) const;
  /// An invitation, or what calls one off (RFC 6047), with words of our own. Throws std::invalid_argument as
  /// compose(), ical::InvalidValue when libical does not read from it what was meant.
  Message compose_invitation(const InvitationLetter& letter, programme::Instant now) const;

  /// The operator's trial mail, with a text of our own, in the name of `programme`.
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
