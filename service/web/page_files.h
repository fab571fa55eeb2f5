// SPDX-License-Identifier: Apache-2.0
//
// The files of service/web/pages, which the build embeds (cmake/embed.cmake), and the functions that fill
// their placeholders.
#pragma once

#include <initializer_list>
#include <kainjow/mustache.hpp>
#include <span>
#include <string>
#include <string_view>

#include "service/programme/text.h"

namespace web {

/// Mustache templates, each a part of a page from its top to its bottom.
namespace pages {
extern const std::string_view head;  ///< Of every page; takes {{title}} and {{t.lang}}.
extern const std::string_view foot;
extern const std::string_view to_overview;  ///< The link to the person's overview.
extern const std::string_view overview;
extern const std::string_view
    facts;  ///< Of a deadline: when, for whom, its state. A partial of the next and of overview.
extern const std::string_view hand_in;
extern const std::string_view reminders;
extern const std::string_view stop;
extern const std::string_view obstacle;
extern const std::string_view subscribe;

/// Contrast of text and links is at least 7:1, targets are at least 44 CSS pixels high (WCAG 2.2).
extern const std::string_view style;
}  // namespace pages

/// A text that templates name {{t.key}}.
struct PageWord {
  const char* key;
  programme::Text text;
};

/// Returns the words in one language, by their keys.
kainjow::mustache::data words_in(std::span<const PageWord> words, programme::Language language);

/// Joins the parts and fills their placeholders. Throws when a template is wrong.
std::string fill_page(std::initializer_list<std::string_view> parts, const kainjow::mustache::data& values);

}  // namespace web
