// SPDX-License-Identifier: Apache-2.0
#include "service/feeds/lifetimes.h"

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

Lifetimes::Lifetimes(const Draft& draft, const Circumstances& circumstances)
    : keep_{circumstances.keep}, now_{circumstances.now}, shown_(draft.entries().size(), true) {
  for (std::size_t i = 0; i < shown_.size(); ++i) {
    const Entry& entry = draft.entries()[i];
    if (entry.occurrence->cancelled == nullptr) continue;
    const auto days = programme::days_of(*entry.occurrence);
    const year_month_day end = after(days->last, keep_.cancelled + date::days{1});
    shown_[i] = !is_past(midnight(end, draft.parts()[entry.part].programme->zone));
  }
}

Presence Lifetimes::presence(const std::optional<year_month_day>& left, const std::string& zone) {
  if (!left || !is_past(midnight(*left, zone))) return Presence::here;
  return is_past(midnight(after(*left, keep_.left), zone)) ? Presence::gone : Presence::left;
}

void Lifetimes::expect(Instant change) {
  if (change > now_ && (!next_change_ || change < *next_change_)) next_change_ = change;
}

bool Lifetimes::is_past(Instant moment) {
  expect(moment);
  return moment <= now_;
}

bool is_before(const programme::Occurrence& occurrence, year_month_day day) {
  const auto days = programme::days_of(occurrence);
  return days && days->last < day;
}

}  // namespace feeds
