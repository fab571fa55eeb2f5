// SPDX-License-Identifier: Apache-2.0
#include "service/daemon/mail_setup.h"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <stdexcept>

#include "service/config_files/guarded_file.h"
#include "service/daemon/mail_files.h"
#include "service/smtp/eml_courier.h"
#include "service/smtp/smtp_courier.h"

namespace service {
namespace {

/// Returns the first line of the file. Throws when it is missing, no regular file or readable by every user
/// of the machine. Follows links, as service managers make them.
std::string read_password(const std::filesystem::path& path) {
  constexpr std::size_t longest = 10'000;  // octets
  std::error_code missing;
  const auto place = std::filesystem::canonical(path, missing);
  const auto file = config_files::read_octets(missing ? path : place, longest, {});
  const std::string line = file.bytes.substr(0, file.bytes.find('\n'));
  if (line.empty())
    throw std::runtime_error{"cannot read the mail server's password from " + path.string() +
                             (file.why.en.empty() ? "" : ": " + file.why.en) +
                             "; [mail] password_file in service.toml names it, one line"};
  const auto mode = std::filesystem::status(path).permissions();
  if ((mode & (std::filesystem::perms::others_all)) != std::filesystem::perms::none)
    throw std::runtime_error{"everybody on this machine can read " + path.string() + "; run: chmod 600 " +
                             path.string()};
  return line.ends_with('\r') ? line.substr(0, line.size() - 1) : line;
}

/// libcurl would wait for a named pipe.
void require_regular(const std::filesystem::path& path) {
  std::error_code unreadable;
  if (std::filesystem::exists(path, unreadable) && !std::filesystem::is_regular_file(path, unreadable))
    throw std::runtime_error{path.string() +
                             " is not a regular file; [mail] ca_file in service.toml names it"};
}

smtp::SmtpOptions::Security security(config_files::MailSecurity setting) {
  switch (setting) {
    case config_files::MailSecurity::tls:
      return smtp::SmtpOptions::Security::tls;
    case config_files::MailSecurity::none:
      return smtp::SmtpOptions::Security::none;
    case config_files::MailSecurity::starttls:
      break;
  }
  return smtp::SmtpOptions::Security::starttls;
}

/// Returns the host of a URL, of an IPv6 address with its brackets.
std::string host_of(const std::string& base) {
  const auto scheme = base.find("://");
  const std::string rest = base.substr(scheme == std::string::npos ? 0 : scheme + 3);
  if (rest.starts_with('[')) return rest.substr(0, rest.find(']') + 1);
  return rest.substr(0, rest.find_first_of(":/"));
}

bool is_domain_name(const std::string& host) {
  return host.find('.') != std::string::npos && host.find_first_not_of("0123456789.") != std::string::npos &&
         host.front() != '[';
}

std::string host_name() {
  std::array<char, 256> name{};
  if (gethostname(name.data(), name.size() - 1) != 0)
    throw std::runtime_error{"this machine has no host name"};
  return name.data();
}

}  // namespace

std::string hello_name(const std::string& base) {
  std::string host = host_of(base);
  if (is_domain_name(host)) return host;
  if (host.starts_with('[') && host != "[::]") return "[IPv6:" + host.substr(1);
  const bool is_address =
      host.find('.') != std::string::npos && host.find_first_not_of("0123456789.") == std::string::npos;
  return is_address && host != "0.0.0.0" ? '[' + host + ']' : "[127.0.0.1]";
}

mail::WorkerOptions worker_options(const config_files::Settings& settings, const std::string& base) {
  mail::WorkerOptions options;
  options.host = host_name();
  options.owner = options.host + ":" + std::to_string(getpid());
  options.hold_after = settings.mail.hold_after;
  options.ask_above = settings.mail.ask_above;
  options.settle = settings.mail.settle;
  options.per_minute = settings.mail.per_minute;
  options.resend_unknown = settings.mail.resend_unknown;
  options.retention = store::RetentionTerms{.messages = settings.retention.messages,
                                            .mails = settings.retention.mails,
                                            .fetches = settings.retention.fetches,
                                            .people = settings.retention.people};
  options.visible = std::max(settings.feeds.cancelled, settings.feeds.left);
  options.system_operator = settings.system_operator;
  // A domain that cannot exist (RFC 2606 §2) replaces a host that is no domain name.
  const std::string host = host_of(base);
  options.message_id_domain = is_domain_name(host) ? host : "werktraject.invalid";
  return options;
}

std::unique_ptr<smtp::Courier> choose_courier(const config_files::MailSettings& settings,
                                              const std::filesystem::path& data_folder,
                                              const std::string& base) {
  if (settings.server.empty()) return std::make_unique<smtp::EmlCourier>(mail_folder(data_folder));
  smtp::SmtpOptions options;
  options.host = settings.server;
  options.port = settings.port;
  options.security = security(settings.security);
  if (!settings.ca_file.empty()) require_regular(settings.ca_file);
  options.ca_file = settings.ca_file;
  options.hello = settings.hello.empty() ? hello_name(base) : settings.hello;
  options.user = settings.user;
  if (!settings.user.empty()) options.password = read_password(settings.password_file);
  options.connections = static_cast<std::size_t>(settings.connections);
  return std::make_unique<smtp::SmtpCourier>(std::move(options));
}

std::string courier_name(const config_files::MailSettings& settings,
                         const std::filesystem::path& data_folder) {
  if (settings.server.empty()) return mail_folder(data_folder).string();
  return settings.server + ":" + std::to_string(settings.port);
}

}  // namespace service
