// SPDX-License-Identifier: Apache-2.0
#include "service/commands/options.h"

#include <pwd.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <sstream>

#include "service/commands/terminal.h"
#include "service/programme/printable.h"

namespace commands {

std::filesystem::path Options::data_folder(const config_files::Settings& settings) const {
  return data.empty() ? settings.data : data;
}

programme::Instant Options::time() const { return parse_now(now).value(); }

std::string Options::base_address(const config_files::Settings& settings) const {
  std::string base = !address.empty() ? address : settings.address;
  if (base.empty()) base = "http://" + settings.listen;
  while (base.ends_with('/')) base.pop_back();
  return base;
}

std::optional<programme::Instant> parse_now(const std::string& text) {
  if (text.empty()) return date::floor<std::chrono::seconds>(std::chrono::system_clock::now());
  const bool utc = text.ends_with('Z');
  const std::string digits = utc ? text.substr(0, text.size() - 1) : text;
  for (const char* form : {"%FT%T", "%FT%H:%M", "%F"}) {
    std::istringstream in{digits};
    date::local_seconds local;
    in >> date::parse(form, local);
    if (in.fail() || in.peek() != std::istringstream::traits_type::eof()) continue;
    const date::year_month_day day{date::floor<date::days>(local)};
    const auto year = static_cast<int>(day.year());
    if (year < programme::first_supported_year || year > programme::last_supported_year) continue;
    if (utc) return programme::Instant{local.time_since_epoch()};
    const auto minute = date::floor<std::chrono::minutes>(local);
    return programme::to_instant(minute, *date::locate_zone(dutch_zone)) + (local - minute);
  }
  return std::nullopt;
}

std::optional<programme::Instant> parse_day_or_time(const std::string& text, bool end_of_day) {
  if (text.empty()) return std::nullopt;
  const auto instant = parse_now(text);
  if (!instant || !end_of_day || text.find('T') != std::string::npos) return instant;
  // A day has 23 to 25 hours, so 36 hours after its midnight is always the next day.
  return parse_now(date::format("%F", *instant + std::chrono::hours{36}));
}

std::string user_name() {
  constexpr std::size_t longest_name = 64;
  // The environment may hold anything; the name stands in every history.
  if (const char* sudo = std::getenv("SUDO_USER"); sudo != nullptr && *sudo != '\0')
    return programme::shortened(programme::printable(sudo), longest_name);
  const passwd* entry = ::getpwuid(::getuid());
  return entry != nullptr ? entry->pw_name : std::to_string(::getuid());
}

}  // namespace commands
