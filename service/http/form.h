// SPDX-License-Identifier: Apache-2.0
//
// What a form sends.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace http {

/// Fields in the order they came; a name may come more than once.
struct Form {
  std::vector<std::pair<std::string, std::string>> fields;

  bool has(std::string_view name, std::string_view value) const;
};

/// application/x-www-form-urlencoded, or multipart/form-data, in which mail providers should send the one
/// click of RFC 8058 §3.2. Parameters do not matter.
bool is_form_type(std::string_view content_type);

/// nullopt when the body is not what the Content-Type says, or has more than 64 fields.
std::optional<Form> read_form(std::string_view content_type, std::string_view body);

}  // namespace http
