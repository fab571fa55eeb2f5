// SPDX-License-Identifier: Apache-2.0
//
// The options and exit statuses that all commands share.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "service/config_files/load.h"
#include "service/programme/civil_time.h"

namespace commands {

/// Exit statuses. Those from 64 on are values of sysexits.h.
inline constexpr int exit_ok = 0;
inline constexpr int exit_problems = 1;  ///< The configuration has errors.
inline constexpr int exit_changes = 2;   ///< `plan`: publishing would change something.
/// `status`: a person must do something; the values are those of monitoring plug-ins (Nagios, Icinga).
inline constexpr int exit_attention = 1;
inline constexpr int exit_failed = 2;    ///< `status`: a part has failed, or no service runs.
inline constexpr int exit_usage = 64;    ///< The arguments are wrong, or the user did not confirm.
inline constexpr int exit_failure = 70;  ///< A file or the database failed, or the program has a defect.
inline constexpr int exit_again = 75;    ///< Another change came first; run the command again.
/// The service cannot start: its files or the time zone data are wrong.
inline constexpr int exit_configuration = 78;

struct Options {
  std::filesystem::path config = "config";
  std::string data;     ///< Empty: the value in service.toml.
  std::string now;      ///< Text for parse_now().
  std::string address;  ///< Public URL; empty: the value in service.toml.
  programme::Language language = programme::Language::nl;

  /// Returns the folder of `data`, else of the settings.
  std::filesystem::path data_folder(const config_files::Settings& settings) const;

  /// Returns the instant of `now`, or the system clock's when it is empty.
  programme::Instant time() const;

  /// Returns the URL before the path of every address, without "/" at its end: `address`, else the setting,
  /// else "http://" and the listening address.
  std::string base_address(const config_files::Settings& settings) const;
};

/// Parses "2023-06-05T08:55" as Amsterdam time, or with a final "Z" as UTC; seconds are optional. A day alone
/// is its first midnight. An empty text is the system clock's time. Returns nullopt for any other text.
std::optional<programme::Instant> parse_now(const std::string& text);

/// As parse_now(), but an empty text is nullopt, and with `end_of_day` a day alone is the midnight after it.
std::optional<programme::Instant> parse_day_or_time(const std::string& text, bool end_of_day);

/// Returns the login name of the user, or of the user who ran sudo; without a name, the numeric user id.
std::string user_name();

}  // namespace commands
