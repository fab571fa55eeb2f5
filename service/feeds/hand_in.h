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

/// A person who was withdrawn earlier, as they are still shown, by programme and id; nullptr: there is none.
using FormerPerson = std::function<const programme::Person*(const std::string&, const std::string&)>;

/// The records to write when `after` takes the place of `before`, so that LAST-MODIFIED rises for everybody
/// whose copy of a deadline may say something else. A library's hand-in counts for its people: whoever goes
/// to another library, or leaves, gets a record of their own with a later time. When the files ask the person
/// instead of the library, or the reverse, all records of that deadline rise. `at`: now, or later than all
/// that feeds show.
std::vector<programme::HandInRecord> raised_hand_ins(const std::vector<programme::Programme>& before,
                                                     const std::vector<programme::Programme>& after,
                                                     std::span<const programme::HandInRecord> recorded,
                                                     const FormerPerson& former, date::sys_seconds at);

/// The people whose feed has another language in `after`; likewise.
std::vector<programme::LanguageChange> language_changes(const std::vector<programme::Programme>& before,
                                                        const std::vector<programme::Programme>& after,
                                                        const FormerPerson& former, date::sys_seconds at);

/// `recorded`, with `rows` in the place of those of the same deadline and subject.
std::vector<programme::HandInRecord> with_rows(std::vector<programme::HandInRecord> recorded,
                                               std::span<const programme::HandInRecord> rows);

}  // namespace feeds
