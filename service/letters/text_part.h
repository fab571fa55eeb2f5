// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "service/letters/markdown.h"
#include "service/programme/programme.h"

namespace letters {

/// The document for people who read plain text: lines of at most 72 characters that end with LF, a blank line
/// between paragraphs, "- " before list items, "words: address" for a link. Addresses are never broken, so a
/// line that is one may be longer.
std::string text_part(const Markdown& document);

struct HtmlParts {
  programme::Language language = programme::Language::nl;
  std::string title;    ///< Of the document: the mail's subject. Plain text.
  std::string heading;  ///< Above the text. Plain text.
  std::string notice;   ///< HTML above everything; may be empty.
  std::string text;     ///< HTML.
  std::string footer;   ///< HTML.
};

/// One HTML document that reads well in Outlook, on a phone and aloud: no pictures, nothing from elsewhere,
/// no table but the one that keeps Outlook's lines short, text of at least 16 px, contrast of at least 7:1.
std::string html_part(const HtmlParts& parts);

}  // namespace letters
