// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <kainjow/mustache.hpp>

#include "service/letters/letter.h"

namespace letters {

/// What the values will be put into.
enum class ValuesFor { subject, markdown };

/// Everything that a template about this letter can show (placeholders.h), in one language, as it is at `now`.
kainjow::mustache::data letter_values(const Letter& letter, programme::Language language,
                                      programme::Instant now, ValuesFor target);

/// True when the item's event goes along as a file: it is a session.
bool has_attachment(const Item& item);

}  // namespace letters
