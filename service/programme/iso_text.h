// SPDX-License-Identifier: Apache-2.0
//
// Days, times and lengths as the arguments of findings spell them: the same in every language.
#pragma once

#include <string>

#include "service/programme/programme.h"

namespace programme {

std::string year_text(date::year year);      ///< "2038"
std::string day_text(year_month_day day);    ///< "2026-03-29"
std::string clock_text(LocalMinute local);   ///< "02:30"
std::string moment_text(LocalMinute local);  ///< "2026-03-29 02:30"
std::string hours_text(minutes length);      ///< In hours: "20", "2.25"; to two decimals

}  // namespace programme
