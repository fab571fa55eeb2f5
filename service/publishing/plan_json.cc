// SPDX-License-Identifier: Apache-2.0
#include <nlohmann/json.hpp>

#include "service/programme/civil_time.h"
#include "service/publishing/change_plan.h"

namespace publishing {
namespace {

using Json = nlohmann::ordered_json;

Json json_of(const programme::Text& text) {
  return {{"nl", text.nl}, {"en", text.in(programme::Language::en)}};
}

Json json_of(const programme::Unplanned&) { return nullptr; }

Json json_of(const programme::Session& session) {
  return {{"start", date::format("%FT%R", session.start)}, {"end", date::format("%FT%R", session.end)}};
}

Json json_of(const programme::Deadline& deadline) {
  Json json{{"due", programme::day_text(deadline.day)}};
  if (deadline.time) json["before"] = date::format("%R", *deadline.time);
  return json;
}

Json json_of(const programme::ToBeConfirmed& open) {
  return {{"from", programme::day_text(open.days.first)}, {"to", programme::day_text(open.days.last)}};
}

template <class Kinds>
Json names_of(const Kinds& kinds) {
  Json names = Json::array();
  for (const auto kind : kinds) names.push_back(to_string(kind));
  return names;
}

Json json_of(const programme::Occurrence* occurrence) {
  if (occurrence == nullptr) return nullptr;
  Json json{{"title", json_of(occurrence->activity->title)},
            {"when", std::visit([](const auto& when) { return json_of(when); }, occurrence->when)},
            {"place", occurrence->place()},
            {"online", occurrence->activity->online}};
  if (occurrence->cancelled != nullptr) json["cancelled"] = json_of(*occurrence->cancelled);
  return json;
}

Json keys_of(const std::vector<const programme::Occurrence*>& occurrences) {
  Json keys = Json::array();
  for (const programme::Occurrence* occurrence : occurrences) {
    Json& key = keys.emplace_back(Json{{"activity", occurrence->activity->id}});
    if (occurrence->library != nullptr) key["library"] = occurrence->library->id;
  }
  return keys;
}

Json json_of(const changes::OccurrenceChange& change) {
  Json json{{"activity", change.activity}};
  if (!change.library.empty()) json["library"] = change.library;
  json["kinds"] = names_of(change.kinds);
  json["before"] = json_of(change.before);
  json["after"] = json_of(change.after);
  if (!change.follows_from.empty()) json["follows_from"] = change.follows_from;
  if (change.with_library) json["with_library"] = true;
  return json;
}

std::string utc_text(programme::Instant instant) { return date::format("%FT%TZ", instant); }

Json json_of(const changes::ReminderChange& change) {
  Json json{{"rule", change.rule}};
  if (!change.activity.empty()) json["activity"] = change.activity;
  if (!change.library.empty()) json["library"] = change.library;
  json["round"] = change.round;
  json["effect"] = to_string(change.effect);
  if (change.before) json["before"] = utc_text(*change.before);
  if (change.after) json["after"] = utc_text(*change.after);
  if (change.reason) json["reason"] = to_string(*change.reason);
  return json;
}

Json json_of(const changes::ChangeWarning& warning) {
  Json json{{"kind", to_string(warning.kind)}};
  if (!warning.activity.empty()) json["activity"] = warning.activity;
  if (warning.person != nullptr) json["person"] = warning.person->id;
  if (warning.former != nullptr) json["former"] = warning.former->id;
  if (!warning.library.empty()) json["library"] = warning.library;
  if (warning.holiday) json["holiday"] = json_of(*warning.holiday);
  if (warning.other != nullptr) json["other"] = warning.other->activity->id;
  if (!warning.other_programme.empty()) json["other_programme"] = warning.other_programme;
  if (warning.people > 0) json["people"] = warning.people;
  if (warning.kind == changes::ChangeWarningKind::short_notice) json["days"] = warning.days;
  return json;
}

Json json_of(const ProgrammePlan& part);

template <class List>
Json array_of(const List& list) {
  Json array = Json::array();
  for (const auto& item : list) array.push_back(json_of(item));
  return array;
}

Json json_of(const ProgrammePlan& part) {
  const changes::Difference& difference = part.difference;
  Json json{{"programme", difference.programme}, {"settings", names_of(difference.settings)}};
  json["libraries"] = Json::array();
  for (const auto& change : difference.libraries)
    json["libraries"].push_back({{"library", change.library}, {"kind", to_string(change.kind)}});
  json["activities"] = array_of(difference.occurrences);
  json["people"] = Json::array();
  for (const auto& change : difference.people)
    json["people"].push_back({{"person", change.person}, {"kinds", names_of(change.kinds)}});
  json["reassigned"] = Json::array();
  for (const Reassigned& change : part.reassigned)
    json["reassigned"].push_back(
        {{"person", change.person}, {"gained", keys_of(change.gained)}, {"lost", keys_of(change.lost)}});
  json["rules"] = Json::array();
  for (const auto& change : difference.rules)
    json["rules"].push_back({{"rule", change.rule}, {"kind", to_string(change.kind)}});
  json["reminders"] = array_of(part.reminders);
  json["warnings"] = array_of(part.warnings);
  for (const auto& each : part.unreached)
    json["without_recipients"].push_back(
        {{"rule", each.rule->id}, {"recipients", 0}, {"reason", to_string(each.reason)}});
  return json;
}

}  // namespace

std::string plan_json(const ChangePlan& plan) {
  Json json{{"now", utc_text(plan.now)}, {"programmes", array_of(plan.programmes)}};
  json["feeds"] = Json::array();
  for (const auto& change : plan.feeds)
    json["feeds"].push_back({{"feed", to_string(change.subject)}, {"effect", to_string(change.effect)}});
  json["mails_wait"] = plan.mails_wait;
  json["mails"] = Json::array();
  for (const Addressee& addressee : plan.mails) json["mails"].push_back(addressee.id);
  for (const PlannedInvitation& each : plan.invitations)
    json["invitations"].push_back(
        {{"recipient", each.recipient}, {"uid", each.uid}, {"kind", to_string(each.kind)}});
  return json.dump(2) + "\n";
}

std::string difference_json(const ChangePlan& plan) { return array_of(plan.programmes).dump(); }

}  // namespace publishing
