// SPDX-License-Identifier: Apache-2.0
//
// What must hold of the mails about mails that did not go.
#include <sstream>

#include "tests/mail/simulation_checks.h"

namespace simulation {

constexpr const char* account_mark = "#account";

letters::Message write(const letters::AccountLetter& letter) {
  letters::Message message;
  message.from = "werktraject@example.org";
  message.to = letter.reader->address;
  message.subject = "mails";
  message.bytes = letter.message_id + "\r\n" + account_mark + "\r\n";
  for (const auto& line : letter.lines) message.bytes += '#' + std::to_string(line.mail) + "\r\n";
  return message;
}

bool is_account(const std::string& message) { return message.find(account_mark) != std::string::npos; }

/// The operator heard of every mail that ended without being sent, a day after that at the latest.
void Checks::check_accounts(store::Outbox& outbox, const std::vector<std::string>& arrived, Instant now) {
  std::set<std::string> heard;
  for (const std::string& message : arrived) {
    if (!is_account(message)) continue;
    std::istringstream in{message};
    for (std::string line; std::getline(in, line);) heard.insert(line);
  }
  using store::MailState;
  for (const auto state : {MailState::failed, MailState::expired, MailState::unknown, MailState::poison})
    for (const auto& mail : outbox.list(state, 100'000))
      if (mail.kind != store::MailKind::account && mail.changed + std::chrono::hours{24} < now &&
          !heard.contains('#' + std::to_string(mail.id) + '\r'))
        note("nobody heard of mail " + std::to_string(mail.id) + ", " +
             std::string{store::to_string(mail.state)} + " since " + date::format("%F %T", mail.changed));
}

}  // namespace simulation
