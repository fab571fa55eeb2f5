// SPDX-License-Identifier: Apache-2.0
//
// One connection to the mail server on a thread of its own, kept from one transfer to the next.
#pragma once

#include <curl/curl.h>

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "service/smtp/courier.h"
#include "service/smtp/smtp_courier.h"
#include "service/smtp/smtp_dialogue.h"

namespace smtp {

class SmtpConnection {
 public:
  using Asks = std::function<void(Event)>;
  using Ended = std::function<std::optional<Transfer>(SmtpConnection&, Event)>;

  /// Throws std::runtime_error when libcurl does not support the options.
  static void require_library(const SmtpOptions& options);

  /// `options` must outlive it. Both callbacks run on the connection's thread: `asks` with the event of a
  /// transfer that asks; `ended` with the event of one that is done. `ended` returns the next transfer;
  /// without one the connection waits for begin().
  SmtpConnection(const SmtpOptions& options, Asks asks, Ended ended);
  /// After stop().
  ~SmtpConnection();
  SmtpConnection(const SmtpConnection&) = delete;
  SmtpConnection& operator=(const SmtpConnection&) = delete;

  /// Only while the connection waits for it.
  void begin(Transfer transfer);
  /// Whether the content of the transfer that asked may go.
  void answer(bool release);
  /// Ends the present transfer; does not wait.
  void stop();

 private:
  struct Close {
    void operator()(CURL* handle) const { curl_easy_cleanup(handle); }
  };
  using Handle = std::unique_ptr<CURL, Close>;

  static Handle make_handle(const SmtpOptions& options);
  static std::string url(const SmtpOptions& options);

  // Called by libcurl, with the connection as last argument.
  static std::size_t on_content(char* out, std::size_t size, std::size_t count, void* line);
  static int on_talk(CURL*, curl_infotype kind, char* text, std::size_t size, void* line);
  static int on_progress(void* line, curl_off_t, curl_off_t, curl_off_t size, curl_off_t sent);
  static curl_socket_t on_open(void* line, curlsocktype, curl_sockaddr* address);
  static int on_close(void* line, curl_socket_t socket);

  void run();
  Event withdraw(Transfer transfer);
  Event transact();
  Event conclude(CURLcode code, const char* error);
  CURLcode perform();
  bool has_connection();
  bool ask();
  void prepare();
  void hang_up();
  void wait_at_most(std::chrono::milliseconds limit);
  std::chrono::milliseconds limit_of(Stage stage) const;
  bool is_too_late();
  /// shutdown(2) on libcurl's open sockets. With SHUT_RD libcurl can still write, and waits for no answer.
  void shut(int how);

  const SmtpOptions& options_;
  const Asks asks_;
  const Ended ended_;

  std::mutex mutex_;
  std::condition_variable changed_;
  std::optional<Transfer> next_;  ///< Guarded by mutex_, like the members below.
  std::optional<bool> verdict_;   ///< The answer to `asks`.
  std::vector<int> sockets_;      ///< That libcurl has open.
  bool working_ = false;
  std::atomic<bool> stopping_ = false;

  // Of the thread alone.
  Handle handle_;
  Transfer transfer_;
  Dialogue dialogue_;
  std::size_t position_ = 0;  ///< In the content.
  bool asked_ = false;
  bool withheld_ = false;
  bool timed_out_ = false;
  curl_off_t sent_ = 0;                             ///< Octets of the content that the socket took.
  std::chrono::steady_clock::time_point deadline_;  ///< Of the present reply or block.
  std::chrono::steady_clock::time_point end_of_content_;

  std::thread thread_;
};

}  // namespace smtp
