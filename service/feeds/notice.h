// SPDX-License-Identifier: Apache-2.0
//
// What a feed says about itself when it ends: calendar programs show nothing else of a subscription that
// fails.
#pragma once

#include <string>

#include "ical/types.h"
#include "service/feeds/subject.h"
#include "service/programme/civil_time.h"
#include "service/programme/links.h"

namespace feeds {

/// The instant at which a day begins in that zone.
programme::Instant midnight(date::year_month_day day, const std::string& zone);

/// A week of all-day, free event from the day on which the address was closed.
ical::Event closed_notice(const programme::OldLink& link, const programme::Programme& programme,
                          programme::Language language);

/// What is left of an event in the feed of a closed address: enough to clear it from the calendars that hold
/// it, and nothing for whoever should no longer look. What changed since does not tell its new date either.
ical::Event cleared(ical::Event event, const programme::OldLink& link, const std::string& zone,
                    programme::Language language);

/// A week of all-day, free event from the first day on which the subject (of the feed) no longer takes part.
ical::Event left_notice(const Subject& subject, date::year_month_day left,
                        const programme::Programme& programme, programme::Language language);

/// The week of `now`, from Monday to Sunday: whoever still has the subscription sees it whenever they look.
ical::Event invited_notice(const Subject& subject, const programme::Programme& programme,
                           programme::Language language, programme::Instant now);

/// When the next one begins.
programme::Instant next_week(programme::Instant now, const std::string& zone);

}  // namespace feeds
