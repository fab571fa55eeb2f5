// SPDX-License-Identifier: Apache-2.0
//
// The organiser's mail server, by libcurl. libcurl waits for the answer after the content inside one call,
// whichever of its interfaces is used, so every connection has a thread of its own: one slow answer holds up
// no other mail.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "service/event_fd.h"
#include "service/smtp/courier.h"

namespace smtp {

struct SmtpOptions {
  enum class Security {
    starttls,  ///< STARTTLS or nothing.
    tls,       ///< From the first octet ("smtps").
    none,      ///< Only to this machine itself.
  };
  std::string host;
  std::uint16_t port = 587;
  Security security = Security::starttls;
  std::string ca_file;  ///< Trusted certificates; empty: the system's.
  std::string user;     ///< Empty: no authentication.
  std::string password;
  std::string hello;  ///< Given in EHLO: a host name, or an address literal as "[192.0.2.1]"; empty: this
                      ///< machine's name.
  std::size_t connections = 4;  ///< At most; each serves one transfer at a time and is kept for the next.
  std::size_t ahead = 3;  ///< Transfers that wait for each connection, so that none stands idle meanwhile.
  std::chrono::milliseconds connect_limit{std::chrono::seconds{30}};  ///< Until the reply to AUTH.
  /// How long the server may take for each reply (RFC 5321 §4.5.3.2). Then the connection is closed without a
  /// word: a server that does not answer would not answer QUIT either.
  std::chrono::milliseconds command_limit{std::chrono::minutes{5}};  ///< MAIL and RCPT.
  std::chrono::milliseconds data_limit{std::chrono::minutes{2}};     ///< DATA, until the 354.
  std::chrono::milliseconds block_limit{std::chrono::minutes{3}};    ///< To take a block of the content.
  std::chrono::milliseconds dot_limit{std::chrono::minutes{10}};     ///< After the final dot.
  /// All of the content and the reply to it: less than the store waits before it calls the outcome unknown.
  std::chrono::milliseconds content_limit{std::chrono::minutes{18}};
  std::chrono::milliseconds idle_limit{
      std::chrono::seconds{30}};  ///< A connection unused for this long is ended.
};

class SmtpConnection;

class SmtpCourier : public Courier {
 public:
  /// Opens no connection yet. Throws std::invalid_argument when the options cannot be used: clear text to
  /// another machine, an invalid host name, unreadable certificates.
  explicit SmtpCourier(SmtpOptions options);
  /// Ends transfers under way at once, without their events.
  ~SmtpCourier() override;

  /// Returns 0 until half of the places are free, so that the caller claims mails in large batches.
  std::size_t room() const override;
  /// Throws std::invalid_argument, before anything is sent, when the addresses or the message would break
  /// SMTP. A message without a line break at its end gets one.
  void start(Transfer transfer) override;
  void release(std::int64_t id) override;
  void withhold(std::int64_t id) override;
  std::vector<std::int64_t> recall() override;
  std::vector<Event> wait(std::chrono::milliseconds limit) override;
  void wake() override { wake_.signal(); }

 private:
  std::size_t places() const { return options_.connections * (1 + options_.ahead); }
  SmtpConnection& line_of(std::int64_t id);
  void report(Event event);
  std::optional<Transfer> end(SmtpConnection& line, Event event);
  std::vector<Event> take();

  const SmtpOptions options_;
  service::EventFd wake_;
  mutable std::mutex mutex_;
  std::vector<Event> events_;     ///< Not yet returned by wait(). Guarded by mutex_, like the members below.
  std::deque<Transfer> waiting_;  ///< For a connection.
  /// The last one used is used next, so that few connections are kept busy. One that timed out comes last.
  std::deque<SmtpConnection*> idle_;
  std::map<std::int64_t, SmtpConnection*> under_way_;  ///< nullptr: waits.
  std::vector<std::unique_ptr<SmtpConnection>> lines_;
};

}  // namespace smtp
