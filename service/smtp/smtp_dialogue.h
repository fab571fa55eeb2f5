// SPDX-License-Identifier: Apache-2.0
//
// Follows the SMTP dialogue of client and server, to know at which command a transfer ended and what that
// means for the message. Keeps only the names of commands.
#pragma once

#include <string>
#include <string_view>

#include "service/smtp/courier.h"

namespace smtp {

class Dialogue {
 public:
  /// `has_user`: a user name is configured, so a connection without AUTH must not be used.
  explicit Dialogue(bool has_user = false) : has_user_{has_user} {}

  /// A command as it was sent. Lines that answer a challenge of AUTH are among them.
  void command(std::string_view line);
  /// One line of a reply as it was received.
  void reply(std::string_view line);
  /// Content may be sent from now on.
  void content_begins() { begin(Stage::content); }

  Stage stage() const { return stage_; }
  /// The command that was sent last has its final answer, and that is a refusal.
  bool refused() const { return answered_ && code_ >= 400; }
  /// The server offers no known authentication. libcurl would continue without it; the caller must not.
  bool lacks_authentication() const { return lacks_authentication_; }
  /// True if not even the sender was accepted. On a reused connection the server had closed it meanwhile.
  bool got_nowhere() const;

  /// The result of the transfer. `ok`: libcurl saw no error; otherwise `error` is its message. After
  /// content_begins() only a complete refusal proves that the message was not accepted.
  Event conclude(bool ok, std::string_view error) const;

  /// libcurl's error is about the certificate or the encryption.
  void encryption_fails() {
    if (stage_ < Stage::encryption) begin(Stage::encryption), without_command_ = true;
  }

 private:
  void begin(Stage stage);
  bool relay_refuses() const;
  bool is_full() const;
  Outcome outcome(bool ok) const;
  Blame blame(Outcome outcome) const;
  std::string detail(bool ok, std::string_view error) const;

  bool has_user_;
  bool without_command_ = false;  ///< Encryption failed, and STARTTLS was not said.
  bool lacks_authentication_ = false;
  Stage stage_ = Stage::connection;
  bool answered_ = false;  ///< The last command has its final reply.
  bool more_ = false;      ///< Within a reply of several lines.
  bool closing_ = false;   ///< QUIT was sent: later replies do not concern the message.
  int code_ = 0;           ///< Of the last final reply, to whichever command.
  std::string status_;     ///< Enhanced status code (RFC 3463) of the last reply: "5.1.1".
  std::string text_;       ///< Of the last reply, its lines joined.
};

/// "MAIL FROM", "connecting", "after the content".
const char* command_of(Stage stage);

/// One printable line of at most 300 octets; of web addresses only the host stays, since their paths may open
/// something.
std::string plain_line(std::string_view text);

}  // namespace smtp
