// SPDX-License-Identifier: Apache-2.0
//
// Reads service.toml, the settings of the service. Every key has a default; the file may be absent.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "service/config_files/files.h"
#include "service/config_files/limits.h"
#include "service/config_files/problem.h"
#include "service/programme/programme.h"
#include "service/programme/reminders.h"

namespace config_files {

enum class MailSecurity { starttls, tls, none };

/// `[mail]`: the organiser's mail server.
struct MailSettings {
  /// Host name. Empty: no mail is sent; messages are written to the data folder as .eml files.
  std::string server;
  std::uint16_t port = 587;
  MailSecurity security = MailSecurity::starttls;  ///< `none` only for this machine.
  std::string user;                                ///< Empty: no authentication.
  /// Path of a file with one line, resolved by file_meant().
  std::string password_file;
  std::string ca_file;  ///< Path of trusted certificates, likewise; empty: the system's.
  std::string hello;    ///< Name in EHLO, or an address literal; empty: from the service's address.
  std::string sender;   ///< From address; empty: the contact of each programme.
  int connections = 4;
  int per_minute = 0;                       ///< Mails; 0: no limit.
  int ask_above = 50;                       ///< More mails than this after one publication wait for release.
  std::chrono::minutes settle{15};          ///< From a publication until its change mails.
  std::chrono::minutes hold_after{6 * 60};  ///< Mail is held after a longer time without a tick.
  bool resend_unknown = true;               ///< `on_unknown = "resend once"`, else "hold".
  bool operator==(const MailSettings&) const = default;
};

/// `[feeds]`: how long feeds show events that no longer apply.
struct FeedSettings {
  date::days cancelled{30};  ///< A cancelled event, after its date.
  date::days left{30};       ///< Events of a person who has left, after their last day.
  bool operator==(const FeedSettings&) const = default;
};

/// `[retention]`: how long what is stored about people is kept.
struct RetentionSettings {
  date::days messages{7};  ///< Texts of mails that have ended.
  date::days mails{730};   ///< Records of mails, reminders and invitations.
  date::days fetches{396};
  date::days people{730};  ///< What people said, after they are in the files no more.
  bool operator==(const RetentionSettings&) const = default;
};

struct Settings {
  std::string address;  ///< Public URL, e.g. "https://agenda.example.org"; empty: from `listen`.
  std::string listen = "127.0.0.1:8080";
  std::string data = "data";                 ///< Data folder, relative to the working directory.
  std::vector<std::string> trusted_proxies;  ///< Addresses or CIDR ranges.
  bool publish_automatically = true;         ///< `publish = "automatic"`, else "manual".
  std::string log = "auto";                  ///< "auto" (text on a terminal, else JSON), "text" or "json".
  Limits limits;
  FeedSettings feeds;
  RetentionSettings retention;
  MailSettings mail;
  std::vector<programme::Coordinator> coordinators;       ///< `[[coordinator]]`
  std::optional<programme::Coordinator> system_operator;  ///< `[operator]`; has no name.
  bool operator==(const Settings&) const = default;
};

/// True for "https://agenda.example.org" and http, with or without a port, without a path.
bool is_service_address(std::string_view text);

/// Returns the limits in the service.toml of `files`; the defaults when it is absent or unusable.
Limits limits_in(const Files& files);

/// Reads the settings and reports mistakes. A missing or wrong key keeps its default. Names of files are
/// relative to `folder`. Looks at the kind and mode of those files, and reads none.
Settings read_service_file(std::string_view text, const std::filesystem::path& folder, Report& report);

}  // namespace config_files
