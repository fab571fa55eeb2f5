// SPDX-License-Identifier: Apache-2.0
//
// A pause of all mail, because the mail server refuses us rather than one mail or one address. It ends by
// itself at the first acceptance; a hold ends by a person's word.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "service/programme/civil_time.h"
#include "service/store/store.h"

namespace store {

struct MailPause {
  /// The stage of SMTP at which the server refuses us.
  enum class Reason { connection, hello, encryption, login, sender, recipients, content };
  Reason reason = Reason::connection;
  programme::Instant since{};
  std::string detail;               ///< The server's last reply, or what went wrong; one printable line.
  programme::Instant next_probe{};  ///< When the next mail is tried.
  int probes = 0;                   ///< Mails that were tried in vain since.
  bool operator==(const MailPause&) const = default;
};

/// As stored and in JSON: "connection", "hello", "encryption", …
std::string_view to_string(MailPause::Reason reason);

/// On the store's connection and thread. Every function is one transaction, and throws std::runtime_error
/// when the database fails.
class MailPauses {
 public:
  explicit MailPauses(Store& store) : store_{store} {}

  std::optional<MailPause> read();
  /// Begins the pause, or replaces what is known of the present one.
  void set(const MailPause& pause);
  void end();
  /// Lets the next mail go at once, if there is a pause. Returns whether there is.
  bool probe_now(programme::Instant now);

 private:
  Store& store_;
};

}  // namespace store
