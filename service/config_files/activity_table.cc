// SPDX-License-Identifier: Apache-2.0
#include "service/config_files/activity_table.h"

#include <algorithm>
#include <array>
#include <map>

#include "service/config_files/toml_table.h"
#include "service/config_files/toml_values.h"
#include "service/config_files/value_syntax.h"
#include "service/config_files/value_syntax_words.h"
#include "service/config_files/wording.h"
#include "service/programme/nearest.h"

namespace config_files {
namespace {

using programme::Activity;
using programme::ActivityKind;
using programme::HandIn;
using programme::Role;
using programme::RoleType;

std::vector<std::string> roles_of_type(const std::vector<Role>& roles, std::optional<RoleType> type) {
  std::vector<std::string> ids;
  for (const Role& role : roles) {
    if (!type || role.type == *type) ids.push_back(role.id);
  }
  return ids;
}

/// Returns the role ids that a word of `for` names, or nullopt when it is neither a role nor a group.
std::optional<std::vector<std::string>> roles_named(std::string_view word, const std::vector<Role>& roles) {
  if (is_any(word, {"everyone", "iedereen"})) return roles_of_type(roles, std::nullopt);
  if (is_any(word, {"participants", "deelnemers"})) return roles_of_type(roles, RoleType::participant);
  if (word == "managers") return roles_of_type(roles, RoleType::manager);
  const bool known =
      std::any_of(roles.begin(), roles.end(), [&](const Role& role) { return role.id == word; });
  return known ? std::optional<std::vector<std::string>>({std::string(word)}) : std::nullopt;
}

void report_no_role(Position at, std::string_view word, const std::vector<std::string>& known,
                    Report& report) {
  if (report.only_counts()) return report.error(at, {});
  const Text choose = say("kies uit {0}", "choose from {0}", {one_of(known)});
  report.error(at, say("er is geen rol {0}; {1}", "there is no role {0}; {1}",
                       {in_quotes(word), did_you_mean(programme::nearest(word, known), choose)}));
}

/// Returns true for an empty list and for a list of groups without members. Call it when no role was found.
bool names_nobody(TomlTable& table, const std::vector<Word>& words) {
  const toml::node* node = table.find("for");
  return !words.empty() || (node != nullptr && node->is_array() && node->as_array()->empty());
}

void read_roles(TomlTable& table, const std::vector<Role>& roles, Report& report, Activity& activity) {
  table.require("for");
  const auto words = table.words("for");
  bool understood = true;
  for (const Word& word : words) {
    if (const auto named = roles_named(word.text, roles)) {
      activity.roles.insert(activity.roles.end(), named->begin(), named->end());
      continue;
    }
    understood = false;
    auto known = roles_of_type(roles, std::nullopt);
    known.insert(known.end(), {"participants", "managers", "everyone"});
    report_no_role(word.at, word.text, known, report);
  }
  if (activity.roles.empty() && understood && !roles.empty() && names_nobody(table, words)) {
    table.error("for", say("hier doet niemand aan mee; noem minstens één rol die in dit bestand staat",
                           "nobody takes part in this; name at least one role that is in this file"));
  }
  std::sort(activity.roles.begin(), activity.roles.end());
  activity.roles.erase(std::unique(activity.roles.begin(), activity.roles.end()), activity.roles.end());
}

void read_spent(TomlTable& table, const std::vector<Role>& roles, Report& report, Activity& activity) {
  const toml::node* node = table.find("hours");
  if (node == nullptr) return;
  if (!node->is_table()) {
    const auto hours = read_hours(*node, "hours", report);
    for (const auto& role : activity.roles) {
      if (hours) activity.spent[role] = *hours;
    }
    return;
  }
  for (const auto& [key, value] : *node->as_table()) {
    const Position at{key.source().begin.line, key.source().begin.column};
    const auto named = roles_named(key.str(), roles);
    if (!named) report_no_role(at, key.str(), roles_of_type(roles, std::nullopt), report);
    const auto hours = read_hours(value, key.str(), report);
    for (const auto& role : named.value_or(std::vector<std::string>())) {
      const bool takes_part =
          std::find(activity.roles.begin(), activity.roles.end(), role) != activity.roles.end();
      if (!takes_part) {
        report.error(
            at,
            say("rol \"{0}\" doet niet mee aan deze activiteit; haal deze uren weg of zet de rol bij \"for\"",
                "role \"{0}\" takes no part in this activity; remove these hours or add the role to \"for\"",
                {role}));
      } else if (hours) {
        activity.spent[role] = *hours;
      }
    }
  }
}

ActivityKind read_kind(TomlTable& table) {
  const auto word = table.word("kind");
  if (!word) return ActivityKind::other;
  if (const auto kind = kind_named(*word)) return *kind;
  const Text choose = say("kies uit {0}", "choose from {0}", {one_of(kind_names())});
  table.error("kind", say("{0} is geen soort activiteit; {1}", "{0} is not a kind of activity; {1}",
                          {in_quotes(*word), did_you_mean(programme::nearest(*word, kind_names()), choose)}));
  return ActivityKind::other;
}

HandIn read_hand_in(TomlTable& table, const Activity& activity) {
  const auto word = table.word("hand_in");
  if (!word) return HandIn::none;
  const bool person = is_any(*word, {"person", "persoon", "deelnemer"});
  if (!person && !is_any(*word, {"library", "bibliotheek"})) {
    table.error("hand_in",
                say("{0} kan niet inleveren; kies \"person\" (ieder voor zich) of \"library\" (samen één)",
                    "{0} cannot hand in; choose \"person\" (each their own) or \"library\" (one together)",
                    {in_quotes(*word)}));
    return HandIn::none;
  }
  const bool session = !activity.is_deadline() && !std::holds_alternative<programme::Undated>(activity.when);
  if (session) {
    table.error("hand_in",
                say("alleen bij een inleverdatum valt iets in te leveren; gebruik \"due\" in plaats van "
                    "\"date\", of haal \"hand_in\" weg",
                    "only a deadline has something to hand in; use \"due\" instead of \"date\", or remove "
                    "\"hand_in\""));
  }
  return person ? HandIn::person : HandIn::library;
}

}  // namespace

const std::vector<std::string>& kind_names() {
  static const std::vector<std::string> names{"quickscan", "intake",  "kickoff",    "workshop",
                                              "lunch",     "wrap_up", "assignment", "other"};
  return names;
}

std::optional<ActivityKind> kind_named(std::string_view word) {
  static const std::map<std::string, ActivityKind, std::less<>> dutch{
      {"kick-off", ActivityKind::kickoff},    {"werksessie", ActivityKind::workshop},
      {"wrap-up", ActivityKind::wrap_up},     {"afsluiting", ActivityKind::wrap_up},
      {"opdracht", ActivityKind::assignment}, {"anders", ActivityKind::other}};
  if (const auto found = dutch.find(word); found != dutch.end()) return found->second;
  const auto& names = kind_names();
  const auto name = std::find(names.begin(), names.end(), word);
  if (name == names.end()) return std::nullopt;
  return static_cast<ActivityKind>(name - names.begin());
}

Activity read_activity(const toml::table& item, const std::vector<Role>& roles, Report& report,
                       SourceMap& sources) {
  TomlTable table(item,
                  {"id", "kind", "title", "description", "date", "time", "follows", "duration", "due", "per",
                   "for", "place", "online", "page", "hours", "hand_in", "cancelled"},
                  report);
  for (const char* key : {"id", "kind", "title"}) table.require(key);
  Activity activity;
  activity.id = read_id(table, programme::FindingSubject::Kind::activity, item, sources);
  activity.kind = read_kind(table);
  activity.title = table.text("title", 200, false).value_or(Text{});
  activity.description = table.text("description", 8000, true).value_or(Text{});
  activity.when = read_when(table);
  read_roles(table, roles, report, activity);
  activity.place = table.word("place", 500).value_or("");
  activity.online = table.https("online").value_or("");
  activity.page = table.https("page").value_or("");
  read_spent(table, roles, report, activity);
  activity.hand_in = read_hand_in(table, activity);
  activity.cancelled = table.text("cancelled", 500, false);
  return activity;
}

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

/// Returns a value as text, including a date or time without quotes.
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

/// Reads `time` as a range, or as a start with `duration`.
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

/// Reads the duration that `follows` and `per` require; 30 minutes after a reported mistake.
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
