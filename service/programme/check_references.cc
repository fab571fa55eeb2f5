// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <string>

#include "service/programme/check_parts.h"
#include "service/programme/known_ids.h"

namespace programme {
namespace {

class References {
 public:
  References(const Programme& programme, std::vector<Finding>& findings)
      : programme_(programme),
        findings_(findings),
        roles_(programme.roles),
        receivers_(programme.roles),
        activities_(programme.activities),
        libraries_(programme.libraries) {
    for (const char* group : {"participants", "managers", "coordinators"}) receivers_.add(group);
  }

  void check() {
    for (const Activity& activity : programme_.activities) check(activity);
    for (const ReminderRule& rule : programme_.reminders) check(rule);
    for (const Library& library : programme_.libraries) check(library);
    for (const Person& person : programme_.people) check(person);
  }

 private:
  using Kind = Subject::Kind;

  void check(const Activity& activity) {
    for (const std::string& role : activity.roles) {
      expect(roles_, role, Rule::unknown_role, {Kind::activity, activity.id, "for"});
    }
    for (const auto& [role, time] : activity.spent) {
      const bool reported =
          std::find(activity.roles.begin(), activity.roles.end(), role) != activity.roles.end();
      if (!reported) expect(roles_, role, Rule::unknown_role, {Kind::activity, activity.id, "hours"});
    }
  }

  void check(const ReminderRule& rule) {
    for (const std::string& activity : rule.activities) {
      expect(activities_, activity, Rule::unknown_activity, {Kind::reminder, rule.id, "about"});
    }
    for (const std::string& receiver : rule.to) {
      expect(receivers_, receiver, Rule::unknown_role, {Kind::reminder, rule.id, "to"});
    }
  }

  void check(const Library& library) {
    for (const auto& [activity, date] : library.dates) {
      expect(activities_, activity, Rule::unknown_activity, {Kind::library, library.id, activity + "_datum"});
    }
  }

  void check(const Person& person) {
    // An empty cell is a missing value, which the file's reader reports.
    if (!person.library.empty()) {
      expect(libraries_, person.library, Rule::unknown_library, {Kind::person, person.id, "bibliotheek"});
    }
    for (const std::string& role : person.roles) {
      expect(roles_, role, Rule::unknown_role, {Kind::person, person.id, "rollen"});
    }
  }

  void expect(KnownIds& known, const std::string& id, Rule rule, const Subject& at) {
    if (!known.has(id)) findings_.push_back({rule, at, {id, known.suggestion(id)}});
  }

  const Programme& programme_;
  std::vector<Finding>& findings_;
  KnownIds roles_;
  KnownIds receivers_;
  KnownIds activities_;
  KnownIds libraries_;
};

}  // namespace

void check_references(const Programme& programme, std::vector<Finding>& findings) {
  References(programme, findings).check();
}

}  // namespace programme
