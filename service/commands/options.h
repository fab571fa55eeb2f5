// SPDX-License-Identifier: Apache-2.0
//
// What every command takes.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "service/config_files/load.h"
#include "service/programme/civil_time.h"

namespace commands {

/// Exit statuses, after sysexits.h where it has one.
inline constexpr int exit_ok = 0;
inline constexpr int exit_problems = 1;  ///< In the configuration.
inline constexpr int exit_changes = 2;   ///< Of a plan: publishing would change something.
inline constexpr int exit_usage = 64;    ///< The command's words are off.
inline constexpr int exit_failure = 70;  ///< The world is broken: a file, the database, a bug.
inline constexpr int exit_again = 75;    ///< Something changed meanwhile: look again.
inline constexpr int exit_configuration =
    78;  ///< The service cannot start: its files or the zone data are wrong.

struct Options {
  std::filesystem::path config = "config";
  std::string data;     ///< Empty: as service.toml says.
  std::string now;      ///< A time that parse_now() takes.
  std::string address;  ///< What people reach the service at; empty: as service.toml says.
  programme::Language language = programme::Language::nl;

  std::filesystem::path data_folder(const config_files::Settings& settings) const;

  /// The time to work with: of `now`, else the clock's.
  programme::Instant time() const;

  /// Where addresses begin: the option, the setting, or http:// and where the service listens.
  std::string base_address(const config_files::Settings& settings) const;
};

/// "2023-06-05T08:55" (Amsterdam) or with a "Z" (UTC), seconds optional, a day alone is its midnight; empty:
/// the clock. nullopt when it is no time.
std::optional<programme::Instant> parse_now(const std::string& text);

/// As parse_now(), or a day alone: its midnight in Amsterdam, or the one that ends it. Empty: nullopt.
std::optional<programme::Instant> parse_day_or_time(const std::string& text, bool end_of_day);

/// Who runs this command, as the system calls them.
std::string user_name();

}  // namespace commands
