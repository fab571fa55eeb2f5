// SPDX-License-Identifier: Apache-2.0
#include "service/config_files/activity_when.h"

#include <algorithm>
#include <array>

#include "service/config_files/toml_values.h"
#include "service/config_files/value_syntax.h"
#include "service/config_files/value_syntax_words.h"
#include "service/config_files/wording.h"

namespace config_files {
namespace {

using programme::Between;
using programme::DayRange;
using programme::Follows;
using programme::minutes;
using programme::OnDay;
using programme::PerLibrary;
using programme::TimeRange;
using programme::Undated;
using programme::When;
using programme::year_month_day;

constexpr std::array<const char*, 4> anchors{"date", "due", "follows", "per"};

/// A value of the file as text, for readers that take text: also a date or time that is written without quotes.
std::optional<std::string> as_written(TomlTable& table, std::string_view key) {
  const toml::node* node = table.find(key);
  const auto clock = [](int hour, int minute) { return date::format("%R", minutes(hour * 60 + minute)); };
  if (const auto* day = node->as_date()) return date::format("%F", to_day(day->get()));
  if (const auto* time = node->as_time(); time != nullptr && time->get().second == 0) {
    return clock(time->get().hour, time->get().minute);
  }
  if (const auto* moment = node->as_date_time()) {
    const auto& value = moment->get();
    if (!value.offset && value.time.second == 0 && value.time.nanosecond == 0) {
      return date::format("%F", to_day(value.date)) + " " + clock(value.time.hour, value.time.minute);
    }
    table.error(key, say("gebruik plaatselijke tijd tot op de minuut; schrijf bijvoorbeeld 2023-06-13T17:00",
                         "use local time to the minute; write for example 2023-06-13T17:00"));
    return std::nullopt;
  }
  return table.word(key);
}

std::optional<minutes> read_length(TomlTable& table) {
  const auto text = table.word("duration");
  if (!text) return std::nullopt;
  const auto duration = read_duration(*text);
  if (!duration.value) {
    table.error("duration", duration.problem);
    return std::nullopt;
  }
  if (*duration.value <= day_length) return duration.value;
  table.error("duration",
              say("een bijeenkomst duurt hoogstens 24 uur; schrijf bijvoorbeeld: {0}",
                  "a session lasts at most 24 hours; write for example: {0}", {example_of("duration")}));
  return std::nullopt;
}

/// `time` with both ends, or with a start and `duration`.
std::optional<TimeRange> read_time(TomlTable& table) {
  const auto text = as_written(table, "time");
  if (!text) return std::nullopt;
  const auto times = read_times(*text);
  if (!times.value) {
    table.error("time", times.problem);
    return std::nullopt;
  }
  TimeRange time = *times.value;
  if (time.to != minutes(0)) {
    if (!table.has("duration")) return time;
    table.error("duration", say("het einde staat al bij \"time\"; haal \"duration\" weg",
                                "\"time\" already has the end; remove \"duration\""));
    return std::nullopt;
  }
  if (!table.has("duration")) {
    table.error("time", say("het einde ontbreekt; schrijf bijvoorbeeld: {0}",
                            "the end is missing; write for example: {0}", {example_of("time")}));
    return std::nullopt;
  }
  const auto length = read_length(table);
  if (!length) return std::nullopt;
  time.to = time.from + *length;
  if (time.to <= day_length) return time;
  table.error("duration",
              say("zo eindigt de activiteit na middernacht; kies een eerder begin of een kortere duur",
                  "this ends after midnight; choose an earlier start or a shorter duration"));
  return std::nullopt;
}

When read_date(TomlTable& table) {
  const auto text = as_written(table, "date");
  if (!text) return Undated{};
  if (means_unknown(*text)) return Undated{};
  const auto days = read_days(*text);
  if (!days.value) {
    table.error("date", table.find("date")->is_date_time()
                            ? say("zet de tijd apart; schrijf bijvoorbeeld: {0} en {1}",
                                  "put the time apart; write for example: {0} and {1}",
                                  {example_of("date"), example_of("time")})
                            : days.problem);
    return Undated{};
  }
  const DayRange range = *days.value;
  const bool one_day = range.first == range.last;
  if (one_day && table.has("time")) {
    const auto time = read_time(table);
    if (time) return OnDay{range.first, *time};
    return Between{range};
  }
  if (table.has("time")) {
    table.error("time",
                say("een tijd past alleen bij één dag; haal \"time\" weg zolang de dag niet vaststaat",
                    "a time only goes with a single day; remove \"time\" until the day is fixed"));
  } else if (one_day) {
    table.warn("date",
               say("de tijd ontbreekt, dus deze activiteit staat in de agenda als \"datum volgt\"; schrijf "
                   "bijvoorbeeld: {0}",
                   "the time is missing, so this activity shows as to be confirmed; write for example: {0}",
                   {example_of("time")}));
  }
  return Between{range};
}

When read_deadline(TomlTable& table) {
  const auto text = as_written(table, "due");
  if (!text || means_unknown(*text)) return Undated{};
  const auto due = read_due(*text);
  if (!due.value) {
    table.error("due", due.problem);
    return Undated{};
  }
  return std::visit([](const auto& value) -> When { return value; }, *due.value);
}

/// The length that follows and per need.
minutes required_length(TomlTable& table) {
  if (!table.require("duration")) return minutes(30);
  return read_length(table).value_or(minutes(30));
}

void refuse(TomlTable& table, std::string_view key, std::string_view anchor) {
  if (!table.has(key)) return;
  table.error(key, say("\"{0}\" past niet bij \"{1}\"; haal een van beide weg",
                       "\"{0}\" does not go with \"{1}\"; remove "
                       "one of them",
                       {key, anchor}));
}

When read_per(TomlTable& table) {
  const minutes length = required_length(table);
  const auto per = table.word("per");
  if (per && !is_any(*per, {"library", "bibliotheek"})) {
    table.error("per",
                say("{0} kan hier niet; een activiteit kan alleen per bibliotheek zijn: per = \"library\"",
                    "{0} cannot stand here; an activity can only be per library: per = \"library\"",
                    {in_quotes(*per)}));
  }
  return PerLibrary{length};
}

}  // namespace

When read_when(TomlTable& table) {
  std::vector<const char*> given;
  std::copy_if(anchors.begin(), anchors.end(), std::back_inserter(given),
               [&](const char* key) { return table.has(key); });
  if (given.empty()) {
    table.report().error(
        table.at(), say("het is niet bekend wanneer dit is; voeg date, due, follows of per toe, zoals {0}, "
                        "of date = \"unknown\"",
                        "it is not known when this is; add date, due, follows or per, like {0}, or date "
                        "= \"unknown\"",
                        {example_of("date")}));
    return Undated{};
  }
  for (std::size_t i = 1; i < given.size(); ++i) refuse(table, given[i], given.front());
  const std::string_view anchor = given.front();
  if (anchor != "date") refuse(table, "time", anchor);
  if (anchor == "due") refuse(table, "duration", anchor);
  if (anchor == "date" && !table.has("time")) refuse(table, "duration", anchor);
  if (anchor == "date") return read_date(table);
  if (anchor == "due") return read_deadline(table);
  if (anchor == "per") return read_per(table);
  const minutes length = required_length(table);
  const auto activity = table.word("follows");
  if (!activity) return Undated{};
  return Follows{*activity, length};
}

}  // namespace config_files
