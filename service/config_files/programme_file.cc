// SPDX-License-Identifier: Apache-2.0
#include "service/config_files/programme_file.h"

#include <algorithm>

#include "service/config_files/activity_table.h"
#include "service/config_files/reminder_table.h"
#include "service/config_files/toml_file.h"
#include "service/config_files/toml_table.h"
#include "service/config_files/toml_values.h"
#include "service/config_files/value_syntax.h"
#include "service/config_files/value_syntax_words.h"
#include "service/config_files/wording.h"

namespace config_files {
namespace {

using programme::DayRange;
using programme::Programme;
using programme::Role;
using programme::RoleType;
using Kind = programme::Subject::Kind;

constexpr const char* default_zone = "Europe/Amsterdam";

void read_closed(TomlTable& table, Programme& programme) {
  const toml::node* node = table.find("closed");
  if (node == nullptr) return;
  if (!node->is_array()) {
    table.wrong_type("closed");
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
  for (const toml::table* item : document.tables("role")) {
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
