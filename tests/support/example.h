// SPDX-License-Identifier: Apache-2.0
//
// A small programme for tests: one role pair, one session with lunch, an intake per library, a deadline and a
// wrap-up of which only the month is known.
#pragma once

#include "service/programme/programme.h"

namespace example {

using namespace date::literals;
using std::chrono::hours;
using std::chrono::minutes;

inline programme::Activity activity(std::string id, programme::ActivityKind kind, std::string title,
                                    programme::When when) {
  programme::Activity activity;
  activity.id = std::move(id);
  activity.kind = kind;
  activity.title = {.nl = std::move(title), .en = ""};
  activity.when = std::move(when);
  activity.roles = {"deelnemer"};
  return activity;
}

inline programme::Person person(std::string id, std::string library, std::string role) {
  programme::Person person;
  person.id = id;
  person.name = "Deelnemer " + id;
  person.email = person.address = id + "@example.org";
  person.library = std::move(library);
  person.roles = {std::move(role)};
  return person;
}

inline programme::Programme programme() {
  using programme::ActivityKind;
  programme::Programme p;
  p.id = "voorbeeld-2023";
  p.title = {.nl = "Werktraject voorbeeld", .en = "Example programme"};
  p.zone = "Europe/Amsterdam";
  p.organiser = "BiSC";
  p.contact = "werktraject@example.org";
  p.website = "https://example.org/werktraject";
  p.roles = {{.id = "deelnemer", .title = {"Deelnemer", "Participant"}, .promised = {}},
             {.id = "manager",
              .title = {"Manager", "Manager"},
              .type = programme::RoleType::manager,
              .promised = {}}};

  auto intake = activity("intake", ActivityKind::intake, "Intake", programme::PerLibrary{minutes{45}});
  intake.roles = {"deelnemer", "manager"};
  auto session = activity("sessie", ActivityKind::workshop, "Sessie 1; samen, sterk",
                          programme::OnDay{2023_y / 6 / 20, {hours{10}, hours{13}}});
  session.title.en = "Session 1";
  session.place = "locatie volgt";
  session.online = "https://example.org/meet";
  p.activities = {
      intake,
      activity("opdracht", ActivityKind::assignment, "Opdracht",
               programme::DueRelative{7, programme::DayUnit::days, programme::Side::before, "sessie", {}}),
      session,
      activity("lunch", ActivityKind::lunch, "Lunch", programme::Follows{"sessie", minutes{45}}),
      activity("wrap-up", ActivityKind::wrap_up, "Wrap-up",
               programme::Between{{2024_y / 1 / 1, 2024_y / 1 / 31}}),
  };
  p.libraries = {
      {.id = "a",
       .name = "Bibliotheek A",
       .dates = {{"intake", {programme::OnDay{2023_y / 5 / 9, {hours{10}, hours{10} + minutes{45}}}, ""}}}},
      {.id = "b", .name = "Bibliotheek B", .dates = {}},
  };
  p.people = {person("an", "a", "deelnemer"), person("bo", "b", "deelnemer"), person("mo", "a", "manager")};
  return p;
}

}  // namespace example
