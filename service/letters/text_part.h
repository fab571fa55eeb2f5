// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "service/letters/markdown.h"

namespace letters {

/// The document for people who read plain text: lines of at most 72 characters that end with LF, a blank line
/// between paragraphs, "- " before list items, "words: address" for a link. Addresses are never broken, so a line that
/// is one may be longer.
std::string text_part(const Markdown& document);

}  // namespace letters
