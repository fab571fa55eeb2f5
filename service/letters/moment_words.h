// SPDX-License-Identifier: Apache-2.0
//
// When something is, in words for a mail.
#pragma once

#include <string>

#include "service/programme/civil_time.h"
#include "service/programme/schedule.h"

namespace letters {

/// "dinsdag 20 juni 2023, 10.00–13.00 uur", "uiterlijk dinsdag 13 juni 2023 (vóór 17.00 uur)",
/// "januari 2024 (datum volgt)", "datum volgt".
std::string when_in_words(const programme::Resolved& when, programme::Language language);

/// Without times: "dinsdag 20 juni 2023"; empty when no day is known.
std::string day_in_words(const programme::Resolved& when, programme::Language language);

/// "10.00–13.00 uur"; empty for anything but a session of one day.
std::string times_in_words(const programme::Resolved& when, programme::Language language);

/// "over 13 dagen", "morgen", "vandaag", "gisteren", "3 dagen geleden"; empty when no day is known.
std::string distance_in_words(const programme::Resolved& when, programme::year_month_day today,
                              programme::Language language);

}  // namespace letters
