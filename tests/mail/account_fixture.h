// SPDX-License-Identifier: Apache-2.0
//
// A worker whose account mails are read as they arrive.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "service/letters/account_letter.h"
#include "tests/mail/worker_fixture.h"

namespace worker_test {

/// An account mail that the mail server took.
struct Account {
  Instant arrived;
  std::string to;
  std::string subject, text;
  std::map<std::int64_t, letters::AccountCause> mails;  ///< Named or counted in it.
  std::vector<letters::AccountLine> lines;
};

/// Without the line breaks of wrapping.
inline std::string unwrapped(const std::string& text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool wrapped = text[i] == '\n' && i > 0 && text[i - 1] != '\n' && i + 1 < text.size() &&
                         text[i + 1] != '\n' && text[i + 1] != '-';
    out += wrapped ? ' ' : text[i];
    if (wrapped) i = text.find_first_not_of(' ', i + 1) - 1;
  }
  return out;
}

class AccountDesk : public Desk {
 public:
  explicit AccountDesk(const std::string& begin) : Desk{begin} {
    options.compose_account = [this](const letters::AccountLetter& letter, Instant time) {
      const auto message = letters::Composer{{}, "werktraject@example.org"}.compose_account(letter, time);
      Account account{{}, message.to, message.subject, unwrapped(message.text), {}, letter.lines};
      for (const auto& line : letter.lines)
        if (line.mail != 0) account.mails[line.mail] = line.cause;
      composed_[letter.message_id] = std::move(account);
      return message;
    };
  }

  /// Those that arrived since the last call.
  std::vector<Account> read() {
    std::vector<Account> found;
    for (; read_ < server.arrived.size(); ++read_)
      for (const auto& [id, account] : composed_)
        if (server.arrived[read_].message.find("<" + id + ">") != std::string::npos) {
          found.push_back(account);
          found.back().arrived = now;
        }
    return found;
  }

 private:
  std::map<std::string, Account> composed_;  ///< By Message-ID; the last try.
  std::size_t read_ = 0;
};

inline bool is_account(const store::Mail& mail) { return mail.kind == store::MailKind::account; }

}  // namespace worker_test
