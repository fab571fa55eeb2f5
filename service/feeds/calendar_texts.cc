// SPDX-License-Identifier: Apache-2.0
#include "service/feeds/calendar_texts.h"

#include <algorithm>
#include <set>

#include "ical/render.h"
#include "service/feeds/subject.h"
#include "service/feeds/wording.h"

namespace feeds {
namespace {

using programme::Language;
using programme::Programme;

/// Outlook accepts names of calendars up to 255 characters.
std::string shortened(const std::string& name) {
  constexpr std::size_t longest = 255;
  std::size_t characters = 0;
  for (std::size_t i = 0; i < name.size(); ++i) {
    const bool starts_character = (static_cast<unsigned char>(name[i]) & 0xC0) != 0x80;
    if (starts_character && ++characters > longest) {
      // Removes one more character for the ellipsis.
      std::size_t cut = i - 1;
      while ((static_cast<unsigned char>(name[cut]) & 0xC0) == 0x80) --cut;
      return name.substr(0, cut) + "…";
    }
  }
  return name;
}

}  // namespace

void CalendarTexts::find_years() {
  for (const Entry& entry : timetable_.entries()) {
    const std::string& zone = timetable_.parts()[entry.part].programme->zone;
    const auto year = date::year_month_day{date::floor<date::days>(entry.start)}.year();
    const auto [at, fresh] = zone_years_.try_emplace(zone, Years{year, year});
    if (!fresh) at->second = {std::min(at->second.first, year), std::max(at->second.last, year)};
  }
}

const std::string& CalendarTexts::timezone(const std::string& zone) {
  const auto [at, fresh] = timezones_.try_emplace(zone);
  if (fresh) {
    if (zone_years_.empty()) find_years();
    const auto years = zone_years_.find(zone);
    const bool used = years != zone_years_.end();
    at->second = ical::render_timezone(
        *date::locate_zone(zone), used ? years->second.first : date::year{programme::first_supported_year},
        used ? years->second.last : date::year{programme::last_supported_year});
  }
  return at->second;
}

std::shared_ptr<const CalendarText> CalendarTexts::of(const std::string& name, const std::string& slug_source,
                                                      const std::vector<const Programme*>& programmes,
                                                      Language language) {
  std::string key = name + "\n" + slug_source + "\n" + (language == Language::en ? "en" : "nl");
  for (const Programme* programme : programmes) key += "\n" + programme->zone;
  const auto [at, fresh] = known_.try_emplace(std::move(key));
  if (!fresh) return at->second;

  std::string shown = shortened(name);
  std::string text = ical::render_header({.name = shown,
                                          .description = calendar_description(language),
                                          .tzid = programmes.front()->zone,
                                          .color = ""});
  std::set<std::string> zones;
  for (const Programme* programme : programmes) zones.insert(programme->zone);
  for (const std::string& zone : zones) text += timezone(zone);
  const Digest digest = feeds::digest({text});
  at->second = std::make_shared<const CalendarText>(CalendarText{.text = std::move(text),
                                                                 .name = std::move(shown),
                                                                 .slug = slug(slug_source),
                                                                 .language = language,
                                                                 .digest = digest});
  return at->second;
}

}  // namespace feeds
