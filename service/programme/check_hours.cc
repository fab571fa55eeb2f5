// SPDX-License-Identifier: Apache-2.0
#include "service/programme/check_parts.h"
#include "service/programme/iso_text.h"

namespace programme {

// A cancelled activity counts: its hours were promised, and cancelling it should not ask for new arithmetic.
void check_hours(const Programme& programme, std::vector<Finding>& findings) {
  for (const Role& role : programme.roles) {
    if (!role.promised) continue;
    minutes sum{};
    for (const Activity& activity : programme.activities) {
      const auto spent = activity.spent.find(role.id);
      if (spent != activity.spent.end()) sum += spent->second;
    }
    if (sum == *role.promised) continue;
    findings.push_back({Rule::hours_mismatch,
                        {Subject::Kind::role, role.id, "hours"},
                        {role.id, hours_text(*role.promised), hours_text(sum)}});
  }
}

}  // namespace programme
