// SPDX-License-Identifier: Apache-2.0
#include "service/mail/kinds/draft.h"

#include <algorithm>
#include <exception>
#include <utility>

#include "service/feeds/digest.h"

namespace mail {

using store::MailState;

std::string message_id(const std::string& mail_key, const std::string& domain) {
  return feeds::to_hex(feeds::digest({mail_key})) + '@' + domain;
}

std::string Draft::message_id() const { return mail::message_id(mail.key, options.message_id_domain); }

std::string Draft::envelope_to(const std::string& address) const {
  return options.rehearsal_to.empty() ? address : options.rehearsal_to;
}

Prepared Draft::again(const std::string& from, const std::string& address,
                      std::vector<programme::MomentKey> reminders) const {
  return {{from, envelope_to(address), mail.message, mail.subject}, std::move(reminders), true};
}

Preparation Draft::composed(const std::function<Prepared()>& compose) const {
  try {
    return compose();
  } catch (const letters::TemplateError& error) {
    const std::string detail = error.what();
    if (reported.allow(error.problem().file, at.now))
      log.error(detail + "; its mails fail until it is mended (`traject mail retry` sends them then)");
    return Ended{MailState::failed, detail};
  } catch (const std::exception& error) {
    const std::string cause = error.what();
    if (reported.allow(cause, at.now))
      log.error("mail " + std::to_string(mail.id) + " cannot be composed: " + cause);
    return Ended{MailState::failed, not_composed + cause};
  }
}

std::optional<Ended> Draft::overtaken() const {
  const auto pending = announcer.pending_until();
  if (!pending || has_bytes()) return std::nullopt;
  return Ended{MailState::retry, "something changed since, and is told with it", std::max(*pending, at.now)};
}

}  // namespace mail
