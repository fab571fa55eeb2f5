// SPDX-License-Identifier: Apache-2.0
#include "service/config_files/programme_file.h"

#include <algorithm>

#include "service/config_files/activity_table.h"
#include "service/config_files/toml_file.h"
#include "service/config_files/toml_table.h"
#include "service/config_files/toml_values.h"
#include "service/config_files/value_syntax.h"
#include "service/config_files/value_syntax_words.h"
#include "service/config_files/wording.h"
#include "service/programme/nearest.h"

namespace config_files {
namespace {

using programme::Activity;
using programme::Anchor;
using programme::DayRange;
using programme::LocalMinute;
using programme::minutes;
using programme::Programme;
using programme::ReminderRule;
using programme::Role;
using programme::RoleType;
using Kind = programme::FindingSubject::Kind;

constexpr const char* default_zone = "Europe/Amsterdam";
constexpr minutes default_late{24 * 60};

void read_closed(TomlTable& table, Programme& programme) {
  const toml::node* node = table.find("closed");
  if (node == nullptr) return;
  if (!node->is_array()) {
    table.wrong_type("closed");
    return;
  }
  // Every working day that is counted is compared with all of them.
  constexpr std::size_t most_closed = 1'000;
  if (node->as_array()->size() > most_closed) {
    table.error("closed",
                say("dit zijn {0} dagen en periodes; schrijf er hoogstens {1}, en dagen achter elkaar "
                    "als één periode",
                    "these are {0} days and periods; write at most {1}, and days in a row as one "
                    "period",
                    {std::to_string(node->as_array()->size()), std::to_string(most_closed)}));
    return;
  }
  for (const toml::node& element : *node->as_array()) {
    if (const auto* day = element.as_date()) {
      programme.closed.push_back({to_day(day->get()), to_day(day->get())});
      continue;
    }
    const auto* text = element.as_string();
    const auto days = text != nullptr ? read_days(text->get()) : Reading<DayRange>{};
    if (days.value) {
      programme.closed.push_back(*days.value);
    } else {
      table.report().error(position_of(element),
                           text != nullptr
                               ? days.problem
                               : say("dit is geen dag; schrijf bijvoorbeeld: {0}",
                                     "this is not a day; write for example: {0}", {example_of("closed")}));
    }
  }
}

void read_contact(TomlTable& table, Programme& programme) {
  const auto contact = table.word("contact");
  if (!contact) return;
  programme.contact = *contact;
  if (const auto flaw = flaw_of_email(*contact)) table.error("contact", *flaw);
}

void read_quiet_hours(TomlTable& table, Programme& programme) {
  const auto text = table.word("quiet");
  if (!text) return;
  const auto quiet = read_quiet(*text);
  if (!quiet.value) table.error("quiet", quiet.problem);
  programme.quiet = quiet.value;
}

void read_bundle(TomlTable& table, Programme& programme) {
  programme.bundle = table.word("bundle").value_or("");
  if (programme.bundle.empty()) return;
  if (const auto flaw = flaw_of_id(programme.bundle, "samen")) table.error("bundle", *flaw);
}

void read_announce(TomlTable& table, Programme& programme) {
  const auto word = table.word("announce");
  if (!word) return;
  const std::string choice = lowered(*word);
  programme.ask = is_any(choice, {"ask", "vragen"});
  if (!programme.ask && !is_any(choice, {"automatic", "vanzelf"})) {
    table.error("announce", say("{0} is geen keuze; kies {1}", "{0} is not a choice; choose {1}",
                                {in_quotes(*word), one_of({"ask", "automatic"})}));
  }
}

void read_programme_delivery(TomlTable& table, Programme& programme) {
  const auto word = table.word("delivery");
  if (!word) return;
  const auto delivery = read_delivery(*word);
  if (!delivery.value) table.error("delivery", delivery.problem);
  programme.delivery = delivery.value.value_or(programme::Delivery::feed);
}

void read_header(const toml::table& header, Report& report, Programme& programme, SourceMap& sources) {
  TomlTable table(header,
                  {"title", "description", "zone", "organiser", "contact", "website", "closed", "quiet",
                   "bundle", "announce", "delivery"},
                  report);
  for (const char* key : {"title", "organiser", "contact"}) table.require(key);
  programme.title = table.text("title", 200, false).value_or(Text{});
  programme.description = table.text("description", 8000, true).value_or(Text{});
  programme.zone = table.word("zone").value_or(default_zone);
  programme.organiser = table.word("organiser").value_or("");
  read_contact(table, programme);
  programme.website = table.https("website").value_or("");
  read_closed(table, programme);
  read_quiet_hours(table, programme);
  read_bundle(table, programme);
  read_announce(table, programme);
  read_programme_delivery(table, programme);
  sources.put(Kind::programme, "", "", table.at());
  for (const auto& [key, value] : header) {
    sources.put(Kind::programme, "", std::string(key.str()), position_of(value));
  }
}

std::optional<RoleType> read_role_type(TomlTable& table) {
  const auto type = table.word("type");
  if (!type) return std::nullopt;
  if (*type == "participant" || *type == "deelnemer") return RoleType::participant;
  if (*type == "manager") return RoleType::manager;
  table.error("type",
              say("{0} is geen soort rol; kies \"participant\" of \"manager\"",
                  "{0} is not a type of role; choose \"participant\" or \"manager\"", {in_quotes(*type)}));
  return std::nullopt;
}

void read_roles(TomlTable& document, Report& report, Programme& programme, SourceMap& sources) {
  if (!document.require("role")) return;
  // "everyone" puts each role with each activity.
  constexpr std::size_t most_roles = 200;
  const auto items = document.tables("role");
  if (items.size() > most_roles) {
    document.error("role",
                   say("er zijn {0} rollen; een werktraject heeft er hoogstens {1}, voeg rollen samen",
                       "there are {0} roles; a programme has at most {1}, join roles",
                       {std::to_string(items.size()), std::to_string(most_roles)}));
    return;
  }
  for (const toml::table* item : items) {
    TomlTable table(*item, {"id", "title", "type", "hours"}, report);
    for (const char* key : {"id", "title", "type"}) table.require(key);
    Role role;
    role.id = read_id(table, Kind::role, *item, sources);
    role.title = table.text("title", 200, false).value_or(Text{});
    role.type = read_role_type(table).value_or(RoleType::participant);
    if (const toml::node* hours = table.find("hours")) role.promised = read_hours(*hours, "hours", report);
    if (!role.id.empty()) programme.roles.push_back(std::move(role));
  }
}

void read_activities(TomlTable& document, Report& report, Programme& programme, SourceMap& sources) {
  if (!document.require("activity")) return;
  for (const toml::table* item : document.tables("activity")) {
    auto activity = read_activity(*item, programme.roles, report, sources);
    if (!activity.id.empty()) programme.activities.push_back(std::move(activity));
  }
}

template <class Item>
bool has_id(const std::vector<Item>& items, std::string_view id) {
  return std::any_of(items.begin(), items.end(), [&](const Item& item) { return item.id == id; });
}

void read_about(TomlTable& table, const Programme& programme, Report& report, ReminderRule& rule) {
  for (const Word& word : table.words("about")) {
    if (const auto kind = kind_named(word.text)) {
      rule.kinds.push_back(*kind);
    } else if (has_id(programme.activities, word.text)) {
      rule.activities.push_back(word.text);
    } else if (report.only_counts()) {
      report.error(word.at, {});
    } else {
      std::vector<std::string> known = kind_names();
      for (const Activity& activity : programme.activities) known.push_back(activity.id);
      const Text choose = say("noem een soort, zoals \"workshop\", of een activiteit uit dit bestand",
                              "name a kind, like \"workshop\", or an activity of this file");
      report.error(word.at,
                   say("er is geen soort of activiteit {0}; {1}", "there is no kind or activity {0}; {1}",
                       {in_quotes(word.text), did_you_mean(programme::nearest(word.text, known), choose)}));
    }
  }
}

/// Translates the name of a group of recipients to English; leaves a role id unchanged.
std::string receiver(const std::string& word) {
  if (word == "deelnemers") return "participants";
  if (is_any(word, {"coördinatoren", "coordinatoren"})) return "coordinators";
  return word;
}

void read_to(TomlTable& table, const Programme& programme, Report& report, ReminderRule& rule) {
  table.require("to");
  for (const Word& word : table.words("to")) {
    const std::string to = receiver(word.text);
    if (is_any(to, {"participants", "managers", "coordinators"}) || has_id(programme.roles, to)) {
      rule.to.push_back(to);
      continue;
    }
    if (report.only_counts()) {
      report.error(word.at, {});
      continue;
    }
    std::vector<std::string> known{"participants", "managers", "coordinators"};
    for (const auto& role : programme.roles) known.push_back(role.id);
    const Text choose = say("kies uit {0}", "choose from {0}", {one_of(known)});
    report.error(word.at,
                 say("er is geen ontvanger {0}; {1}", "there is no receiver {0}; {1}",
                     {in_quotes(word.text), did_you_mean(programme::nearest(word.text, known), choose)}));
  }
}

bool concerns(const ReminderRule& rule, const Activity& activity) {
  return std::find(rule.kinds.begin(), rule.kinds.end(), activity.kind) != rule.kinds.end() ||
         std::find(rule.activities.begin(), rule.activities.end(), activity.id) != rule.activities.end();
}

/// Returns true when the rule concerns deadlines only. Its offset then counts from the deadline by default.
bool only_deadlines(const ReminderRule& rule, const Programme& programme) {
  bool any = false;
  for (const Activity& activity : programme.activities) {
    if (!concerns(rule, activity)) continue;
    if (!activity.is_deadline()) return false;
    any = true;
  }
  return any;
}

void read_moment_of(TomlTable& table, const Programme& programme, ReminderRule& rule) {
  if (!table.require("when")) return;
  const toml::node* node = table.find("when");
  if (const auto* moment = node->as_date_time(); moment != nullptr && !moment->get().offset) {
    const auto& value = moment->get();
    rule.when = date::local_days(to_day(value.date)) + minutes(value.time.hour * 60 + value.time.minute);
    return;
  }
  const auto text = table.word("when");
  if (!text) return;
  const auto read = read_moment(*text);
  if (!read.value) {
    table.error("when", read.problem);
    return;
  }
  if (const auto* fixed = std::get_if<LocalMinute>(&*read.value)) {
    rule.when = *fixed;
    return;
  }
  auto written = std::get<WrittenOffset>(*read.value);
  if (!written.anchor_given && only_deadlines(rule, programme)) written.offset.anchor = Anchor::due;
  rule.when = written.offset;
  if (!table.has("about")) table.require("about");
}

/// Refuses day_off for an offset in hours, which depends on a time and not on a day.
void read_day_off(TomlTable& table, ReminderRule& rule) {
  const auto text = table.word("day_off");
  if (!text) return;
  rule.day_off_before = is_any(lowered(*text), {"working day before", "werkdag ervoor"});
  if (!rule.day_off_before) {
    table.error(
        "day_off",
        say("{0} kan hier niet; hier kan alleen \"working day before\" (\"werkdag ervoor\")",
            "{0} is not possible here; only \"working day before\" can stand here", {in_quotes(*text)}));
    return;
  }
  const auto* offset = std::get_if<programme::Offset>(&rule.when);
  const bool exact = offset != nullptr && (offset->unit == programme::OffsetUnit::minute ||
                                           offset->unit == programme::OffsetUnit::hour);
  if (!exact) return;
  table.error("day_off",
              say("\"day_off\" past niet bij uren of minuten, die tellen precies; haal de regel weg, of "
                  "schrijf bij \"when\" een aantal dagen met een tijdstip",
                  "\"day_off\" does not go with hours or minutes, which count exactly; remove the line, "
                  "or write a number of days with a time under \"when\""));
}

void read_conditions(TomlTable& table, ReminderRule& rule) {
  if (const auto unless = table.word("unless")) {
    rule.unless_handed_in = is_any(lowered(*unless), {"handed in", "ingeleverd"});
    if (!rule.unless_handed_in) {
      table.error("unless",
                  say("{0} is geen voorwaarde; hier kan alleen \"handed in\"",
                      "{0} is not a condition; only \"handed in\" can stand here", {in_quotes(*unless)}));
    }
  }
  if (const auto only = table.word("only")) {
    rule.only_unplanned = is_any(lowered(*only), {"unplanned", "ongepland"});
    if (!rule.only_unplanned) {
      table.error("only",
                  say("{0} is geen voorwaarde; hier kan alleen \"unplanned\"",
                      "{0} is not a condition; only \"unplanned\" can stand here", {in_quotes(*only)}));
    }
  }
}

void read_repeats(TomlTable& table, ReminderRule& rule) {
  if (const auto text = table.word("repeat")) {
    const auto repeat = read_repeat(*text);
    if (!repeat.value) table.error("repeat", repeat.problem);
    rule.repeat = repeat.value;
  }
  rule.late = default_late;
  if (const auto text = table.word("late")) {
    const auto late = read_duration(*text);
    if (!late.value) table.error("late", late.problem);
    rule.late = late.value.value_or(default_late);
  }
}

/// Reads a [[reminder]] table. `programme` contains the roles and activities. The id of the result is empty
/// when the table has none, which is reported.
ReminderRule read_reminder(const toml::table& item, const Programme& programme, Report& report,
                           SourceMap& sources) {
  TomlTable table(
      item, {"id", "about", "when", "day_off", "to", "unless", "only", "repeat", "late", "template"}, report);
  table.require("id");
  ReminderRule rule;
  rule.id = read_id(table, programme::FindingSubject::Kind::reminder, item, sources);
  read_about(table, programme, report, rule);
  read_moment_of(table, programme, rule);
  read_day_off(table, rule);
  read_to(table, programme, report, rule);
  read_conditions(table, rule);
  read_repeats(table, rule);
  table.require("template");
  rule.template_name = table.word("template").value_or("");
  if (!rule.template_name.empty()) {
    if (const auto flaw = flaw_of_id(rule.template_name)) table.error("template", *flaw);
  }
  return rule;
}

}  // namespace

bool read_programme_file(std::string_view text, Report& report, Programme& programme, SourceMap& sources) {
  const auto parsed = parse_toml(text, report);
  if (!parsed) return false;
  TomlTable document(*parsed, {"programme", "role", "activity", "reminder"}, report);
  programme.zone = default_zone;
  if (document.require("programme")) {
    const toml::node* header = document.find("programme");
    if (header->is_table()) {
      read_header(*header->as_table(), report, programme, sources);
    } else {
      document.wrong_type("programme");
    }
  }
  read_roles(document, report, programme, sources);
  read_activities(document, report, programme, sources);
  for (const toml::table* item : document.tables("reminder")) {
    auto rule = read_reminder(*item, programme, report, sources);
    if (!rule.id.empty()) programme.reminders.push_back(std::move(rule));
  }
  return true;
}

}  // namespace config_files
