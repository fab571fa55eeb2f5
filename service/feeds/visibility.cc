// SPDX-License-Identifier: Apache-2.0
#include "service/feeds/visibility.h"

#include "service/feeds/notice.h"
#include "service/programme/audience.h"

namespace feeds {
namespace {

using date::year_month_day;
using programme::Instant;

year_month_day after(year_month_day day, date::days count) {
  return year_month_day{date::sys_days{day} + count};
}

}  // namespace

Visibility::Visibility(const Timetable& timetable, const FeedInputs& inputs)
    : timetable_{timetable},
      keep_{inputs.keep},
      now_{inputs.now},
      known_(timetable.entries().size(), Known::nothing) {}

bool Visibility::shown(std::uint32_t index) {
  Known& known = known_[index];
  if (known == Known::nothing) {
    known = Known::shown;
    const Entry& entry = timetable_.entries()[index];
    if (entry.occurrence->cancelled != nullptr) {
      const auto days = programme::days_of(*entry.occurrence);
      const year_month_day end = after(days->last, keep_.cancelled + date::days{1});
      if (is_past(midnight(end, timetable_.parts()[entry.part].programme->zone))) known = Known::hidden;
    }
  }
  return known == Known::shown;
}

MembershipState Visibility::membership_state(const std::optional<year_month_day>& left,
                                             const std::string& zone) {
  if (!left || !is_past(midnight(*left, zone))) return MembershipState::active;
  return is_past(midnight(after(*left, keep_.left), zone)) ? MembershipState::expired : MembershipState::left;
}

void Visibility::expect(Instant change) {
  if (change > now_ && (!next_change_ || change < *next_change_)) next_change_ = change;
}

bool Visibility::is_past(Instant moment) {
  expect(moment);
  return moment <= now_;
}

bool is_before(const programme::Occurrence& occurrence, year_month_day day) {
  const auto days = programme::days_of(occurrence);
  return days && days->last < day;
}

}  // namespace feeds
