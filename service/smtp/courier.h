// SPDX-License-Identifier: Apache-2.0
//
// The interface that brings messages to a mail server. SmtpCourier sends, EmlCourier writes files, and tests
// have a fake.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace smtp {

/// Where a transfer ended.
enum class Stage {
  connection,  ///< Name, socket and greeting.
  hello,       ///< EHLO.
  encryption,  ///< STARTTLS and the certificate.
  login,       ///< AUTH.
  sender,      ///< MAIL FROM.
  recipient,   ///< RCPT TO.
  data,        ///< DATA, until the 354.
  content,     ///< The message and the reply to its final dot.
};

/// Whom a transfer that was not accepted concerns. The stage decides before the code does.
enum class Blame {
  nobody,     ///< Accepted, withheld, or not known.
  relay,      ///< The mail server, its settings here or our sender: another mail would fare no better.
  recipient,  ///< This address.
  message,    ///< This mail.
  unclear,    ///< The relay or this mail: a mail to somebody else tells.
};
std::string_view to_string(Blame blame);

/// The result of one transfer. After `unknown` the server may or may not have accepted the message;
/// every other result is certain.
enum class Outcome {
  sent,     ///< The server took responsibility (250 after the dot).
  retry,    ///< Nothing was accepted, and that may pass (4xx, no connection, an end before the content).
  failed,   ///< Refused for good (5xx).
  unknown,  ///< Content was sent and the answer did not come.
  fenced,   ///< The caller withheld the content; nothing was sent.
};

struct Transfer {
  std::int64_t id = 0;  ///< The caller's; unique among those under way.
  std::string from;     ///< Envelope addresses (RFC 5321 §4.1.2), checked ASCII, without angle brackets.
  std::string to;
  std::string message;  ///< RFC 5322 text, CRLF.
};

/// An event of a transfer since the last wait().
struct Event {
  enum class Kind {
    asks,  ///< The server is ready for the content (354): answer with release() or withhold().
    done,  ///< It ended; `outcome` and the rest say how. The id is free again.
  };
  Kind kind = Kind::done;
  std::int64_t id = 0;
  Outcome outcome = Outcome::retry;
  Stage stage = Stage::connection;
  Blame blame = Blame::nobody;
  bool timed_out = false;  ///< No reply came in time.
  int reply_code = 0;      ///< The server's last reply code; 0: none came.
  std::string status;      ///< The enhanced status code of that reply (RFC 3463), as "5.1.1"; may be empty.
  std::string detail;      ///< One line for people, printable, without secrets and without message content.
};

/// Call from one thread; wake() from any thread or signal handler.
class Courier {
 public:
  Courier() = default;
  Courier(const Courier&) = delete;
  Courier& operator=(const Courier&) = delete;
  virtual ~Courier() = default;

  /// How many more transfers can begin.
  virtual std::size_t room() const = 0;

  /// Begins a transfer. Takes no longer than copying; room() must not be 0.
  virtual void start(Transfer transfer) = 0;

  /// Answers `asks`: releases the content, or ends the transfer without sending a byte of it (`done` with
  /// fenced).
  virtual void release(std::int64_t id) = 0;
  virtual void withhold(std::int64_t id) = 0;

  /// Takes back the transfers that have not begun. Returns their ids, which are free again: no event comes.
  virtual std::vector<std::int64_t> recall() = 0;

  /// Runs all transfers until an event, wake() or the end of `limit`. Limit 0 does not wait.
  virtual std::vector<Event> wait(std::chrono::milliseconds limit) = 0;

  virtual void wake() = 0;
};

/// True for an address that may stand in an SMTP command and a header without quoting: an ASCII dot-atom (RFC
/// 5322 §3.2.3), "@" and a host name, at most 64 and 254 octets (RFC 5321 §4.5.3.1). libcurl passes on
/// whatever it gets, line breaks included, so nothing else may reach it.
bool is_envelope_address(std::string_view address);

/// Throws std::invalid_argument unless the text can be sent as it is: no CR or LF alone, no NUL, and no line
/// longer than 998 octets (RFC 5322 §2.1.1, §2.3). libcurl sends whatever it gets.
void require_message_form(std::string_view message);

}  // namespace smtp
