// SPDX-License-Identifier: Apache-2.0
#include "service/smtp/smtp_courier.h"

#include <algorithm>
#include <fstream>
#include <stdexcept>
#include <string_view>
#include <utility>

#include "service/smtp/courier.h"
#include "service/smtp/smtp_connection.h"

namespace smtp {
namespace {

/// "[192.0.2.1]", "[IPv6:2001:db8::1]" (RFC 5321 §4.1.3).
bool is_address_literal(std::string_view text) {
  return text.size() > 2 && text.front() == '[' && text.back() == ']' &&
         text.substr(1, text.size() - 2).find_first_not_of("0123456789abcdefABCDEF.:IPv") ==
             std::string_view::npos;
}

bool is_name(std::string_view text, std::string_view besides) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [&](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           besides.find(c) != std::string_view::npos;
  });
}

/// libcurl itself takes "localhost" to mean the loopback addresses, whatever name servers say.
bool is_this_machine(std::string_view host) {
  return host == "localhost" || host == "::1" ||
         (host.starts_with("127.") && is_name(host, ".") &&
          std::none_of(host.begin(), host.end(), [](char c) { return (c < '0' || c > '9') && c != '.'; }));
}

SmtpOptions checked(SmtpOptions options) {
  const auto need = [](bool condition, const std::string& otherwise) {
    if (!condition) throw std::invalid_argument{otherwise};
  };
  need(is_name(options.host, ".-:"), "the mail server's name is not a host name");
  need(options.hello.empty() || is_name(options.hello, ".-") || is_address_literal(options.hello),
       "the name for EHLO is neither a host name nor an address in brackets");
  need(options.port != 0 && options.connections != 0, "the mail server's port and connections cannot be 0");
  need(options.security != SmtpOptions::Security::none || is_this_machine(options.host),
       "without encryption mails only go to a server on this machine, and " + options.host +
           " is not known to be");
  need(options.ca_file.empty() || std::ifstream{options.ca_file}.is_open(),
       "the certificates in " + options.ca_file + " cannot be read");
  return options;
}

}  // namespace

SmtpCourier::SmtpCourier(SmtpOptions options) : options_{checked(std::move(options))} {
  SmtpConnection::require_library(options_);
}

SmtpCourier::~SmtpCourier() {
  {
    const std::lock_guard lock{mutex_};
    waiting_.clear();
  }
  for (const auto& line : lines_) line->stop();
}

std::size_t SmtpCourier::room() const {
  const std::lock_guard lock{mutex_};
  const std::size_t free = places() - under_way_.size();
  return 2 * free >= places() ? free : 0;
}

void SmtpCourier::start(Transfer transfer) {
  if (!is_envelope_address(transfer.from) || !is_envelope_address(transfer.to)) {
    throw std::invalid_argument{"an envelope address is not one that SMTP can take"};
  }
  require_message_form(transfer.message);
  // RFC 5321 §4.1.1.4: a line break stands before the final dot. libcurl 8.14 sends no final dot when its
  // last read of a message holds no CR, and ends an empty message without reading it, which is before any
  // release().
  if (!transfer.message.ends_with("\r\n")) transfer.message += "\r\n";
  const std::lock_guard lock{mutex_};
  if (under_way_.size() >= places()) throw std::logic_error{"no room for another transfer"};
  if (under_way_.contains(transfer.id)) throw std::logic_error{"this transfer is under way"};
  if (idle_.empty() && lines_.size() < options_.connections) {
    lines_.push_back(std::make_unique<SmtpConnection>(
        options_, [this](Event event) { report(std::move(event)); },
        [this](SmtpConnection& line, Event event) { return end(line, std::move(event)); }));
    idle_.push_back(lines_.back().get());
  }
  if (idle_.empty()) {
    under_way_.emplace(transfer.id, nullptr);
    waiting_.push_back(std::move(transfer));
    return;
  }
  SmtpConnection* const line = idle_.back();
  idle_.pop_back();
  under_way_.emplace(transfer.id, line);
  line->begin(std::move(transfer));
}

SmtpConnection& SmtpCourier::line_of(std::int64_t id) {
  const std::lock_guard lock{mutex_};
  SmtpConnection* const line = under_way_.at(id);
  if (line == nullptr) throw std::logic_error{"this transfer has not asked"};
  return *line;
}

void SmtpCourier::release(std::int64_t id) { line_of(id).answer(true); }

void SmtpCourier::withhold(std::int64_t id) { line_of(id).answer(false); }

std::vector<std::int64_t> SmtpCourier::recall() {
  const std::lock_guard lock{mutex_};
  std::vector<std::int64_t> ids;
  for (const Transfer& transfer : std::exchange(waiting_, {})) {
    ids.push_back(transfer.id);
    under_way_.erase(transfer.id);
  }
  return ids;
}

std::vector<Event> SmtpCourier::wait(std::chrono::milliseconds limit) {
  const bool woken = wake_.clear();
  auto events = take();
  if (!events.empty() || woken) return events;
  wake_.wait(limit);
  wake_.clear();
  return take();
}

void SmtpCourier::report(Event event) {
  {
    const std::lock_guard lock{mutex_};
    events_.push_back(std::move(event));
  }
  wake_.signal();
}

std::optional<Transfer> SmtpCourier::end(SmtpConnection& line, Event event) {
  std::optional<Transfer> next;
  const bool timed_out = event.timed_out;
  {
    const std::lock_guard lock{mutex_};
    events_.push_back(std::move(event));
    if (waiting_.empty()) {
      timed_out ? idle_.push_front(&line) : idle_.push_back(&line);
    } else {
      next = std::move(waiting_.front());
      waiting_.pop_front();
      under_way_.at(next->id) = &line;
    }
  }
  wake_.signal();
  return next;
}

std::vector<Event> SmtpCourier::take() {
  const std::lock_guard lock{mutex_};
  std::vector<Event> events = std::exchange(events_, {});
  for (const auto& event : events) {
    if (event.kind == Event::Kind::done) under_way_.erase(event.id);
  }
  return events;
}

}  // namespace smtp
