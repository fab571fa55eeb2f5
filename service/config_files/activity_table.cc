// SPDX-License-Identifier: Apache-2.0
#include "service/config_files/activity_table.h"

#include <algorithm>
#include <map>

#include "service/config_files/activity_when.h"
#include "service/config_files/toml_table.h"
#include "service/config_files/toml_values.h"
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

/// The roles that a word of `for` stands for; nothing when it is no role and no group.
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
  const Text choose = say("kies uit {0}", "choose from {0}", {one_of(known)});
  report.error(at, say("er is geen rol {0}; {1}", "there is no role {0}; {1}",
                       {in_quotes(word), did_you_mean(programme::nearest(word, known), choose)}));
}

/// A list of groups that have no members, or an empty list.
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
  activity.id = read_id(table, programme::Subject::Kind::activity, item, sources);
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

}  // namespace config_files
