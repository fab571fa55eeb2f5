// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <compare>
#include <optional>
#include <string>
#include <string_view>

namespace feeds {

enum class FeedKind { person, library, programme };

/// The person, library or programme of a feed. As text: "person:ID", "library:ID" or "programme:ID".
struct Subject {
  FeedKind kind = FeedKind::person;
  std::string id;
  auto operator<=>(const Subject&) const = default;
};

std::string_view to_string(FeedKind kind);
std::string to_string(const Subject& subject);

/// nullopt if the text does not have that form.
std::optional<Subject> parse_subject(std::string_view text);

/// The readable last segment of a feed address: ASCII lower case and hyphens, at most 40 characters. Some
/// calendar programs use it as the name of the calendar. "Bibliotheek Eemland" → "bibliotheek-eemland".
std::string slug(std::string_view name);

}  // namespace feeds
