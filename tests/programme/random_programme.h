// SPDX-License-Identifier: Apache-2.0
//
// Seeded programmes, and other versions of them.
#pragma once

#include <algorithm>
#include <random>
#include <utility>
#include <vector>

#include "tests/programme/sample.h"

namespace programme::sample {

/// Small programmes of few values, so that equal ones are not rare.
class Maker {
 public:
  explicit Maker(unsigned seed) : random_(seed) {}

  Programme make() {
    std::vector<Activity> activities{varied("sessie", session())};
    if (chance(4)) activities.push_back(varied("lunch", Follows{"sessie", minutes{45}}));
    if (chance(4))
      activities.push_back(varied("opdracht", due(pick({"7 days before sessie", "3 days after sessie"}))));
    if (chance(4)) activities.push_back(varied("intake", PerLibrary{minutes{45}}));
    if (chance(3)) activities.push_back(varied("verslag", due_on(pick({"2023-07-04", "2023-07-04 17:00"}))));
    Programme made = programme(std::move(activities));
    for (const char* id : {"a", "b"})
      if (chance(4)) made.libraries.push_back(library_of(id));
    for (const char* id : {"an", "bo", "cas"})
      if (chance(4)) made.people.push_back(person_of(id));
    made.title.nl = pick({"Werktraject", "Werktraject", "Traject"});
    return made;
  }

  /// The same programme, rows and activities in another order.
  Programme shuffled(Programme of) {
    std::shuffle(of.activities.begin(), of.activities.end(), random_);
    std::shuffle(of.libraries.begin(), of.libraries.end(), random_);
    auto& people = of.people.edit();
    std::shuffle(people.begin(), people.end(), random_);
    std::shuffle(of.roles.begin(), of.roles.end(), random_);
    return of;
  }

  /// Another version: most of it stays.
  Programme next(const Programme& before) {
    Programme after = shuffled(before);
    const Programme other = make();
    if (chance(2)) after.activities = other.activities;
    if (chance(2)) after.libraries = other.libraries;
    if (chance(2)) after.people = other.people;
    if (chance(2)) after.title = other.title;
    return after;
  }

 private:
  /// `of` in 6.
  bool chance(unsigned of) { return random_() % 6 < of; }
  const char* pick(std::vector<const char*> values) { return values[random_() % values.size()]; }

  When session() {
    switch (random_() % 4) {
      case 0:
        return Undated{};
      case 1:
        return between(pick({"2023-06-01/2023-06-30", "2023-07-01/2023-07-31"}));
      default:
        return on_day(pick({"2023-06-20 10:00-13:00", "2023-06-22 10:00-13:00", "2023-06-20 10:00-12:00"}));
    }
  }

  Activity varied(const char* id, When when) {
    Activity made = activity(id, std::move(when), {pick({"jeugd", "jeugd", "basis"})});
    made.title.nl = pick({"Titel", "Titel", "Andere titel"});
    made.place = pick({"", "", "Zeist"});
    made.description.nl = pick({"", "", "Tekst"});
    if (chance(1)) made.cancelled = Text{pick({"ziekte", "weer"}), ""};
    return made;
  }

  Library library_of(const char* id) {
    Library made = library(id);
    made.name = pick({"Bibliotheek", "Bibliotheek", "Boekerij"});
    if (chance(4))
      made.dates["intake"] = {on_day(pick({"2023-05-09 10:00-10:45", "2023-05-10 10:00-10:45"})), ""};
    return made;
  }

  Person person_of(const char* id) {
    Person made = person(id, pick({"a", "b"}), {pick({"jeugd", "basis"})});
    if (chance(1)) made.language = Language::en;
    if (chance(1)) made.left = day("2023-06-21");
    return made;
  }

  std::mt19937 random_;
};

}  // namespace programme::sample
