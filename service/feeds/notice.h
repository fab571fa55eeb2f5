// SPDX-License-Identifier: Apache-2.0
//
// Events in which a feed reports its own end. Calendar programs do not show an error of a failed
// subscription.
#pragma once

#include <string>

#include "ical/types.h"
#include "service/feeds/subject.h"
#include "service/programme/civil_time.h"
#include "service/programme/links.h"

namespace feeds {

/// The instant at which a day begins in that zone.
programme::Instant midnight(date::year_month_day day, const std::string& zone);

/// A free all-day event of one week, from the day on which the address was closed.
ical::Event closed_notice(const programme::OldLink& link, const programme::Programme& programme,
                          programme::Language language);

/// Reduces an event for the feed of a closed address: cancelled, so that calendars clear it, and without
/// texts. It reveals nothing to a person whose address was revoked, not even a date that changed later.
ical::Event cleared(ical::Event event, const programme::OldLink& link, const std::string& zone,
                    programme::Language language);

/// A free all-day event of one week, from the first day on which the subject no longer takes part.
ical::Event left_notice(const Subject& subject, date::year_month_day left,
                        const programme::Programme& programme, programme::Language language);

/// A free all-day event in the week of `now`, Monday to Sunday, so that every visit to the calendar shows it.
ical::Event invited_notice(const Subject& subject, const programme::Programme& programme,
                           programme::Language language, programme::Instant now);

/// The beginning of the week after `now`.
programme::Instant next_week(programme::Instant now, const std::string& zone);

}  // namespace feeds
