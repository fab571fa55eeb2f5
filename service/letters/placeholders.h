// SPDX-License-Identifier: Apache-2.0
//
// The names that templates may use between {{ and }}; config/templates/LEESMIJ.md tells coordinators what
// they mean.
#pragma once

#include <span>
#include <string_view>

namespace letters {

enum class PlaceholderKind {
  text,  ///< {{name}}, and {{#name}}…{{/name}} for what is shown only when there is a text.
  flag,  ///< {{#name}}…{{/name}} and {{^name}}…{{/name}} only.
  list,  ///< {{#name}}…{{/name}} is repeated for each entry.
};

/// One thing under two names; both work in every template.
struct Placeholder {
  std::string_view nl;
  std::string_view en;
  PlaceholderKind kind = PlaceholderKind::text;
};

/// All of them; those that each entry of {{#onderdelen}} has come first.
std::span<const Placeholder> placeholders();

/// Those that each entry of {{#onderdelen}} has.
std::span<const Placeholder> item_placeholders();

/// By either name; nullptr when there is none.
const Placeholder* find_placeholder(std::string_view name);

}  // namespace letters
