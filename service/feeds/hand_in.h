// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <date/date.h>

#include <functional>
#include <span>
#include <string>
#include <vector>

#include "service/programme/hand_in.h"
#include "service/programme/programme.h"

namespace feeds {

/// Returns a withdrawn person that is still shown, by programme and id; nullptr: there is none.
using FormerPerson = std::function<const programme::Person*(const std::string&, const std::string&)>;

/// The records to write when `after` replaces `before`. They raise LAST-MODIFIED in every feed whose copy of
/// a deadline may change. A library's hand-in counts for its people, so a person who moves to another library
/// or leaves gets a record of their own. If Activity::hand_in changes, all records of that deadline are
/// raised. `at` must be now, or later than every time that feeds show.
std::vector<programme::HandInRecord> raised_hand_ins(const std::vector<programme::Programme>& before,
                                                     const std::vector<programme::Programme>& after,
                                                     std::span<const programme::HandInRecord> recorded,
                                                     const FormerPerson& former, date::sys_seconds at);

/// The records for people whose feed has another language in `after`. The arguments are as above.
std::vector<programme::LanguageChange> language_changes(const std::vector<programme::Programme>& before,
                                                        const std::vector<programme::Programme>& after,
                                                        const FormerPerson& former, date::sys_seconds at);

/// `recorded`, where `rows` replace the records with the same key().
std::vector<programme::HandInRecord> with_rows(std::vector<programme::HandInRecord> recorded,
                                               std::span<const programme::HandInRecord> rows);

}  // namespace feeds
