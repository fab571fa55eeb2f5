// SPDX-License-Identifier: Apache-2.0
#include "service/mail/smtp_courier.h"

#include <algorithm>
#include <fstream>
#include <stdexcept>
#include <string_view>
#include <utility>

#include "service/mail/envelope_address.h"
#include "service/mail/message_form.h"
#include "service/mail/smtp_line.h"

namespace mail {
namespace {

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
  need(options.hello.empty() || is_name(options.hello, ".-"), "the name for EHLO is not a host name");
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
  SmtpLine::require_library(options_);
}

SmtpCourier::~SmtpCourier() {
  for (const auto& line : lines_) line->stop();
}

std::size_t SmtpCourier::room() const { return options_.connections - under_way_.size(); }

void SmtpCourier::start(Transfer transfer) {
  if (!is_envelope_address(transfer.from) || !is_envelope_address(transfer.to)) {
    throw std::invalid_argument{"an envelope address is not one that SMTP can take"};
  }
  require_message_form(transfer.message);
  if (room() == 0) throw std::logic_error{"no connection is free"};
  if (under_way_.contains(transfer.id)) throw std::logic_error{"this transfer is under way"};
  if (idle_.empty()) {
    lines_.push_back(std::make_unique<SmtpLine>(options_, [this](Event event) { report(std::move(event)); }));
    idle_.push_back(lines_.back().get());
  }
  SmtpLine* const line = idle_.back();
  idle_.pop_back();
  under_way_.emplace(transfer.id, line);
  line->begin(std::move(transfer));
}

void SmtpCourier::release(std::int64_t id) { under_way_.at(id)->answer(true); }

void SmtpCourier::withhold(std::int64_t id) { under_way_.at(id)->answer(false); }

std::vector<Event> SmtpCourier::wait(std::chrono::milliseconds limit) {
  const bool woken = bell_.clear();
  auto events = take();
  if (!events.empty() || woken) return events;
  bell_.wait(limit);
  bell_.clear();
  return take();
}

void SmtpCourier::report(Event event) {
  {
    const std::lock_guard lock{mutex_};
    events_.push_back(std::move(event));
  }
  bell_.ring();
}

std::vector<Event> SmtpCourier::take() {
  std::vector<Event> events;
  {
    const std::lock_guard lock{mutex_};
    events.swap(events_);
  }
  for (const auto& event : events) {
    if (event.kind != Event::Kind::done) continue;
    const auto found = under_way_.find(event.id);
    idle_.push_back(found->second);
    under_way_.erase(found);
  }
  return events;
}

}  // namespace mail
