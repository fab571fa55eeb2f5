// SPDX-License-Identifier: Apache-2.0
#include "service/config_files/toml_values.h"

#include <cmath>

#include "service/config_files/value_syntax.h"

namespace config_files {

using programme::minutes;

programme::year_month_day to_day(const toml::date& day) {
  return {date::year(day.year), date::month(day.month), date::day(day.day)};
}

std::string read_id(TomlTable& table, programme::FindingSubject::Kind kind, const toml::table& item,
                    SourceMap& sources) {
  auto id = table.word("id", 1000);
  if (!id) return {};
  if (const auto flaw = flaw_of_id(*id)) table.error("id", *flaw);
  const Position earlier = sources.of({kind, *id, ""});
  if (earlier != Position{}) {
    table.error("id", say("{0} is al gebruikt op regel {1}; geef dit onderdeel een andere naam",
                          "{0} is already used on line {1}; give this item another name",
                          {in_quotes(*id), std::to_string(earlier.line)}));
    return {};
  }
  sources.put(kind, *id, "", table.at());
  for (const auto& [key, value] : item) sources.put(kind, *id, std::string(key.str()), position_of(value));
  return *id;
}

std::optional<minutes> read_hours(const toml::node& node, std::string_view key, Report& report) {
  if (const auto* text = node.as_string()) {
    const auto duration = read_duration(text->get());
    if (!duration.value) report.error(position_of(node), duration.problem);
    return duration.value;
  }
  const auto hours = node.is_number() ? node.value<double>() : std::nullopt;
  const double exact = hours ? *hours * 60 : -1;
  // A third of an hour has no exact double, so the tolerance is a millionth of a minute.
  const double whole = std::round(exact);
  if (!std::isfinite(exact) || exact < 0 || exact > 60'000 || std::abs(exact - whole) > 1e-6) {
    report.error(position_of(node),
                 say("dit is geen aantal uren; schrijf bijvoorbeeld {0} = 3, {0} = 0.75 of {0} = "
                     "\"45 min\"",
                     "this is not a number of hours; write for example {0} = 3, {0} = 0.75 or {0} "
                     "= \"45 min\"",
                     {key}));
    return std::nullopt;
  }
  return minutes(static_cast<int>(whole));
}

}  // namespace config_files
