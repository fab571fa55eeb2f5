// SPDX-License-Identifier: Apache-2.0
#include "service/smtp/smtp_connection.h"

#include <signal.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <stdexcept>
#include <utility>

namespace smtp {
namespace {

using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;
using std::chrono::steady_clock;

template <class Value>
void set(CURL* handle, CURLoption option, Value value) {
  const CURLcode code = curl_easy_setopt(handle, option, value);
  if (code != CURLE_OK) throw std::runtime_error{std::string{"libcurl: "} + curl_easy_strerror(code)};
}

/// For the path of a URL, which has no place for brackets (RFC 3986 §3.3).
std::string escaped(const std::string& hello) {
  std::string path;
  for (const char c : hello) path += c == '[' ? "%5B" : c == ']' ? "%5D" : std::string(1, c);
  return path;
}

/// True for an error of TLS or about a certificate.
bool is_encryption(CURLcode code) {
  return code == CURLE_SSL_CONNECT_ERROR || code == CURLE_PEER_FAILED_VERIFICATION ||
         code == CURLE_USE_SSL_FAILED || code == CURLE_SSL_CACERT_BADFILE || code == CURLE_SSL_CIPHER;
}

std::string length_text(milliseconds length) {
  if (length < minutes{1}) return std::to_string(std::chrono::ceil<seconds>(length).count()) + " seconds";
  return std::to_string(std::chrono::ceil<minutes>(length).count()) + " minutes";
}

/// Starts a thread with all signals blocked: other threads handle them, and none handles SIGPIPE.
template <class Function>
std::thread quiet_thread(Function function) {
  sigset_t all;
  sigset_t before;
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, &before);
  std::thread thread{std::move(function)};
  pthread_sigmask(SIG_SETMASK, &before, nullptr);
  return thread;
}

}  // namespace

void SmtpConnection::require_library(const SmtpOptions& options) {
  static const CURLcode ready = curl_global_init(CURL_GLOBAL_DEFAULT);
  if (ready != CURLE_OK) throw std::runtime_error{"libcurl cannot be used"};
  make_handle(options);
}

SmtpConnection::SmtpConnection(const SmtpOptions& options, Asks asks, Ended ended)
    : options_{options}, asks_{std::move(asks)}, ended_{std::move(ended)}, thread_{quiet_thread([this] {
        run();
      })} {}

SmtpConnection::~SmtpConnection() {
  stop();
  thread_.join();
}

void SmtpConnection::begin(Transfer transfer) {
  {
    const std::lock_guard lock{mutex_};
    next_ = std::move(transfer);
  }
  changed_.notify_one();
}

void SmtpConnection::answer(bool release) {
  {
    const std::lock_guard lock{mutex_};
    verdict_ = release;
  }
  changed_.notify_one();
}

void SmtpConnection::stop() {
  {
    const std::lock_guard lock{mutex_};
    stopping_ = true;
    if (working_) {
      for (const int socket : sockets_) ::shutdown(socket, SHUT_RDWR);
    }
  }
  changed_.notify_one();
}

std::string SmtpConnection::url(const SmtpOptions& options) {
  const bool is_ipv6 = options.host.find(':') != std::string::npos;
  return std::string{options.security == SmtpOptions::Security::tls ? "smtps://" : "smtp://"} +
         (is_ipv6 ? '[' + options.host + ']' : options.host) + ':' + std::to_string(options.port) + '/' +
         escaped(options.hello);
}

SmtpConnection::Handle SmtpConnection::make_handle(const SmtpOptions& options) {
  Handle handle{curl_easy_init()};
  if (handle == nullptr) throw std::runtime_error{"libcurl cannot be used"};
  CURL* const curl = handle.get();
  set(curl, CURLOPT_URL, url(options).c_str());
  set(curl, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
  set(curl, CURLOPT_UPLOAD, 1L);
  set(curl, CURLOPT_NOSIGNAL, 1L);
  set(curl, CURLOPT_PROXY, "");  // Ignores proxies in the environment.
  set(curl, CURLOPT_NETRC, static_cast<long>(CURL_NETRC_IGNORED));
  set(curl, CURLOPT_MAXCONNECTS, 1L);
  set(curl, CURLOPT_QUICK_EXIT, 1L);  // A name server that does not answer does not hold up the end.
  const bool encrypted = options.security != SmtpOptions::Security::none;
  set(curl, CURLOPT_USE_SSL, static_cast<long>(encrypted ? CURLUSESSL_ALL : CURLUSESSL_NONE));
  set(curl, CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
  set(curl, CURLOPT_SSL_VERIFYPEER, 1L);
  set(curl, CURLOPT_SSL_VERIFYHOST, 2L);
  if (!options.ca_file.empty()) {
    set(curl, CURLOPT_CAINFO, options.ca_file.c_str());
    set(curl, CURLOPT_CAPATH, static_cast<const char*>(nullptr));  // These and no others.
  }
  if (!options.user.empty()) {
    set(curl, CURLOPT_USERNAME, options.user.c_str());
    set(curl, CURLOPT_PASSWORD, options.password.c_str());
  }
  set(curl, CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(options.connect_limit.count()));
  // on_progress ends what lasts too long. libcurl would say QUIT and wait for the answer to that as well.
  set(curl, CURLOPT_SERVER_RESPONSE_TIMEOUT, 86'400L);
  set(curl, CURLOPT_READFUNCTION, &on_content);
  set(curl, CURLOPT_DEBUGFUNCTION, &on_talk);
  set(curl, CURLOPT_VERBOSE, 1L);  // Calls on_talk.
  set(curl, CURLOPT_XFERINFOFUNCTION, &on_progress);
  set(curl, CURLOPT_NOPROGRESS, 0L);
  set(curl, CURLOPT_OPENSOCKETFUNCTION, &on_open);
  set(curl, CURLOPT_CLOSESOCKETFUNCTION, &on_close);
  return handle;
}

std::size_t SmtpConnection::on_content(char* out, std::size_t size, std::size_t count, void* line) {
  auto& self = *static_cast<SmtpConnection*>(line);
  if (!self.asked_ && !self.ask()) return CURL_READFUNC_ABORT;
  const auto& message = self.transfer_.message;
  const auto octets = std::min(size * count, message.size() - self.position_);
  std::memcpy(out, message.data() + self.position_, octets);
  self.position_ += octets;
  return octets;
}

milliseconds SmtpConnection::limit_of(Stage stage) const {
  switch (stage) {
    case Stage::sender:
    case Stage::recipient:
      return options_.command_limit;
    case Stage::data:
      return options_.data_limit;
    case Stage::content:
      return options_.block_limit;
    default:
      return options_.connect_limit;
  }
}

void SmtpConnection::wait_at_most(milliseconds limit) { deadline_ = steady_clock::now() + limit; }

/// Ends the connection when a reply or a block takes too long. After the shutdown libcurl can neither write
/// QUIT nor wait for its answer.
bool SmtpConnection::is_too_late() {
  const auto now = steady_clock::now();
  const bool content = dialogue_.stage() == Stage::content;
  if (now < deadline_ && !(content && now >= end_of_content_)) return timed_out_;
  timed_out_ = true;
  shut(SHUT_RDWR);
  return true;
}

int SmtpConnection::on_talk(CURL*, curl_infotype kind, char* text, std::size_t size, void* line) {
  auto& self = *static_cast<SmtpConnection*>(line);
  if (kind == CURLINFO_HEADER_OUT) {
    self.dialogue_.command({text, size});
    self.wait_at_most(self.limit_of(self.dialogue_.stage()));
  }
  if (self.dialogue_.lacks_authentication()) self.shut(SHUT_RDWR);
  if (kind != CURLINFO_HEADER_IN) return 0;
  self.dialogue_.reply({text, size});
  // libcurl ends a connection after a refusal of these, and would wait for the answer to its QUIT.
  const auto stage = self.dialogue_.stage();
  if (self.dialogue_.refused() && stage >= Stage::sender && stage <= Stage::data) {
    self.shut(SHUT_RD);
  }
  return 0;
}

/// libcurl calls it at least once a second, also while it waits for a reply.
int SmtpConnection::on_progress(void* line, curl_off_t, curl_off_t, curl_off_t size, curl_off_t sent) {
  auto& self = *static_cast<SmtpConnection*>(line);
  if (sent != self.sent_ && self.dialogue_.stage() == Stage::content) {
    self.sent_ = sent;
    self.wait_at_most(sent < size ? self.options_.block_limit : self.options_.dot_limit);
  }
  return self.stopping_ || self.is_too_late() ? 1 : 0;
}

curl_socket_t SmtpConnection::on_open(void* line, curlsocktype, curl_sockaddr* address) {
  auto& self = *static_cast<SmtpConnection*>(line);
  const std::lock_guard lock{self.mutex_};
  if (self.stopping_) return CURL_SOCKET_BAD;
  const int socket = ::socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
  if (socket >= 0) self.sockets_.push_back(socket);
  return socket;
}

int SmtpConnection::on_close(void* line, curl_socket_t socket) {
  auto& self = *static_cast<SmtpConnection*>(line);
  const std::lock_guard lock{self.mutex_};
  std::erase(self.sockets_, socket);
  return ::close(socket);
}

void SmtpConnection::run() {
  std::unique_lock lock{mutex_};
  const auto has_work = [this] { return stopping_ || next_; };
  while (true) {
    if (!changed_.wait_for(lock, options_.idle_limit, has_work)) {
      lock.unlock();
      hang_up();
      lock.lock();
      changed_.wait(lock, has_work);
    }
    if (stopping_) break;
    std::optional<Transfer> transfer = std::exchange(next_, std::nullopt);
    lock.unlock();
    while (transfer && !stopping_) transfer = ended_(*this, withdraw(std::move(*transfer)));
    lock.lock();
  }
  lock.unlock();
  hang_up();
}

Event SmtpConnection::withdraw(Transfer transfer) {
  const auto set_working = [this](bool working) {
    const std::lock_guard lock{mutex_};
    verdict_.reset();
    working_ = working;
  };
  transfer_ = std::move(transfer);
  set_working(true);
  Event event = transact();
  set_working(false);
  event.id = transfer_.id;
  return event;
}

void SmtpConnection::prepare() {
  if (handle_ == nullptr) {
    handle_ = make_handle(options_);
    set(handle_.get(), CURLOPT_READDATA, this);
    set(handle_.get(), CURLOPT_DEBUGDATA, this);
    set(handle_.get(), CURLOPT_XFERINFODATA, this);
    set(handle_.get(), CURLOPT_OPENSOCKETDATA, this);
    set(handle_.get(), CURLOPT_CLOSESOCKETDATA, this);
  }
  set(handle_.get(), CURLOPT_MAIL_FROM, transfer_.from.c_str());
  set(handle_.get(), CURLOPT_INFILESIZE_LARGE, static_cast<curl_off_t>(transfer_.message.size()));
}

Event SmtpConnection::transact() {
  std::array<char, CURL_ERROR_SIZE> error{};
  Event event;
  try {
    prepare();
    const std::unique_ptr<curl_slist, void (*)(curl_slist*)> to{
        curl_slist_append(nullptr, transfer_.to.c_str()), &curl_slist_free_all};
    set(handle_.get(), CURLOPT_MAIL_RCPT, to.get());
    set(handle_.get(), CURLOPT_ERRORBUFFER, error.data());
    const bool kept = has_connection();
    CURLcode code = perform();
    long made = 0;
    curl_easy_getinfo(handle_.get(), CURLINFO_NUM_CONNECTS, &made);
    // The server had ended the connection that was kept: nothing about this message. A new one, once.
    if (kept && made == 0 && code != CURLE_OK && !timed_out_ && dialogue_.got_nowhere()) {
      hang_up();
      prepare();
      set(handle_.get(), CURLOPT_MAIL_RCPT, to.get());
      set(handle_.get(), CURLOPT_ERRORBUFFER, error.data());
      code = perform();
    }
    event = conclude(code, error.data());
    set(handle_.get(), CURLOPT_MAIL_RCPT, static_cast<curl_slist*>(nullptr));
    set(handle_.get(), CURLOPT_ERRORBUFFER, static_cast<char*>(nullptr));
  } catch (const std::exception& failure) {
    event = dialogue_.conclude(false, failure.what());
  }
  if (withheld_) {
    event.outcome = Outcome::fenced;
    event.blame = Blame::nobody;
  }
  // An answer that is still to come would be taken for one to the next mail.
  if (timed_out_ || event.outcome == Outcome::unknown) hang_up();
  return event;
}

Event SmtpConnection::conclude(CURLcode code, const char* error) {
  // connect_limit ended it, in the words of libcurl.
  const bool no_connection = code == CURLE_OPERATION_TIMEDOUT;
  if (code != CURLE_OK && is_encryption(code)) dialogue_.encryption_fails();
  const Stage stage = dialogue_.stage();
  std::string words = *error != '\0' ? error : curl_easy_strerror(code);
  if (timed_out_) {
    const bool dot = stage == Stage::content && sent_ >= static_cast<curl_off_t>(transfer_.message.size());
    words = "no reply within " + length_text(dot ? options_.dot_limit : limit_of(stage));
  }
  Event event = dialogue_.conclude(code == CURLE_OK, words);
  event.timed_out = timed_out_ || no_connection;
  return event;
}

CURLcode SmtpConnection::perform() {
  dialogue_ = Dialogue{!options_.user.empty()};
  position_ = 0;
  asked_ = withheld_ = timed_out_ = false;
  sent_ = 0;
  // Until the first command: the connection, or nothing on one that is kept.
  wait_at_most(options_.connect_limit + options_.connect_limit);
  return curl_easy_perform(handle_.get());
}

/// libcurl wants content, which it does only after a 354: may it have it?
bool SmtpConnection::ask() {
  asked_ = true;
  Event asks;
  asks.kind = Event::Kind::asks;
  asks.id = transfer_.id;
  asks.stage = Stage::content;
  asks.reply_code = 354;
  asks_(std::move(asks));
  std::unique_lock lock{mutex_};
  changed_.wait(lock, [this] { return stopping_ || verdict_; });
  if (stopping_ || !*verdict_) {
    withheld_ = true;
    return false;
  }
  dialogue_.content_begins();
  wait_at_most(options_.block_limit);
  end_of_content_ = steady_clock::now() + options_.content_limit;
  return true;
}

bool SmtpConnection::has_connection() {
  const std::lock_guard lock{mutex_};
  return !sockets_.empty();
}

void SmtpConnection::hang_up() {
  if (handle_ == nullptr) return;
  shut(SHUT_RD);
  handle_.reset();
}

void SmtpConnection::shut(int how) {
  const std::lock_guard lock{mutex_};
  for (const int socket : sockets_) ::shutdown(socket, how);
}

}  // namespace smtp
