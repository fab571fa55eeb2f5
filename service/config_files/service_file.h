// SPDX-License-Identifier: Apache-2.0
//
// service.toml: how the service runs. Every key has a default; the file may be absent.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "service/config_files/problem.h"
#include "service/programme/programme.h"
#include "service/programme/reminders.h"

namespace config_files {

enum class MailSecurity { starttls, tls, none };

/// `[mail]`: the organiser's mail server.
struct MailSettings {
  std::string
      server;  ///< Host name; empty: no mail leaves, messages are written as .eml files into the data folder.
  std::uint16_t port = 587;
  MailSecurity security = MailSecurity::starttls;  ///< `none` only to this machine itself.
  std::string user;                                ///< Empty: no authentication.
  /// Path of a file with one line. As written: relative to the configuration folder, or
  /// "$CREDENTIALS_DIRECTORY/…".
  std::string password_file;
  std::string ca_file;  ///< Path of trusted certificates, written likewise; empty: the system's.
  std::string sender;   ///< Address that mails come from; empty: each programme's contact.
  int connections = 4;
  int per_minute = 0;               ///< 0: no limit.
  int ask_above = 50;               ///< More mails than this that follow from a publication wait for a word.
  std::chrono::minutes settle{15};  ///< From a publication until people are mailed what changed.
  std::chrono::minutes hold_after{6 * 60};  ///< Without a tick for longer than this, all mail is held.
  bool resend_unknown = true;               ///< `on_unknown = "resend once"`, else "hold".
  bool operator==(const MailSettings&) const = default;
};

/// `[feeds]`: how long what is over stays in people's calendars.
struct FeedSettings {
  date::days cancelled{30};  ///< Days after its date.
  date::days left{30};       ///< Days after somebody left.
  bool operator==(const FeedSettings&) const = default;
};

struct Settings {
  std::string address;  ///< How people reach us, e.g. "https://agenda.example.org"; empty: from `listen`.
  std::string listen = "127.0.0.1:8080";
  std::string data = "data";                 ///< Data folder, relative to the working directory.
  std::vector<std::string> trusted_proxies;  ///< Addresses or CIDR.
  bool publish_automatically = true;         ///< `publish = "automatic"`, else "manual".
  std::string log = "auto";                  ///< "auto" (text on a terminal, else JSON), "text" or "json".
  FeedSettings feeds;
  MailSettings mail;
  std::vector<programme::Coordinator> coordinators;  ///< `[[coordinator]]`
  bool operator==(const Settings&) const = default;
};

/// A key that is missing or wrong keeps its default.
Settings read_service_file(std::string_view text, Report& report);

}  // namespace config_files
