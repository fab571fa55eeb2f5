// SPDX-License-Identifier: Apache-2.0
#include "service/http/form.h"

#include <algorithm>

#include "service/http/http.h"

namespace http {
namespace {

constexpr std::size_t most_fields = 64;
constexpr std::size_t longest_boundary = 70;  // RFC 2046 §5.1.1
constexpr std::string_view urlencoded = "application/x-www-form-urlencoded";
constexpr std::string_view multipart = "multipart/form-data";

std::string_view type_of(std::string_view content_type) {
  return trimmed(content_type.substr(0, content_type.find(';')));
}

/// The value of `name` in "…; name=value; other="value"", without quotes; empty when it is not there.
std::string_view parameter(std::string_view field, std::string_view name) {
  for (auto semicolon = field.find(';'); semicolon != std::string_view::npos; semicolon = field.find(';')) {
    field.remove_prefix(semicolon + 1);
    const std::string_view part = trimmed(field.substr(0, field.find(';')));
    const auto equals = part.find('=');
    if (equals == std::string_view::npos || !same_ignoring_case(part.substr(0, equals), name)) continue;
    std::string_view value = part.substr(equals + 1);
    if (value.size() >= 2 && value.front() == '"' && value.back() == '"')
      value = value.substr(1, value.size() - 2);
    return value;
  }
  return {};
}

std::optional<std::string> decoded(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '+') {
      out += ' ';
    } else if (text[i] != '%') {
      out += text[i];
    } else {
      if (i + 2 >= text.size()) return std::nullopt;
      const int high = hex_value(text[i + 1]);
      const int low = hex_value(text[i + 2]);
      if (high < 0 || low < 0) return std::nullopt;
      out += static_cast<char>(high * 16 + low);
      i += 2;
    }
  }
  return out;
}

std::optional<Form> read_urlencoded(std::string_view body) {
  Form form;
  while (!body.empty()) {
    const auto end = body.find('&');
    const std::string_view pair = body.substr(0, end);
    body = end == std::string_view::npos ? std::string_view{} : body.substr(end + 1);
    if (pair.empty()) continue;
    const auto equals = pair.find('=');
    auto name = decoded(pair.substr(0, equals));
    auto value = decoded(equals == std::string_view::npos ? std::string_view{} : pair.substr(equals + 1));
    if (!name || !value || form.fields.size() == most_fields) return std::nullopt;
    form.fields.emplace_back(std::move(*name), std::move(*value));
  }
  return form;
}

/// The field's name in the head of a part: its Content-Disposition says form-data; name="…" (RFC 7578 §4.2).
std::string_view name_in(std::string_view head) {
  constexpr std::string_view wanted = "Content-Disposition";
  while (!head.empty()) {
    const auto end = head.find("\r\n");
    const std::string_view line = head.substr(0, end);
    head = end == std::string_view::npos ? std::string_view{} : head.substr(end + 2);
    const auto colon = line.find(':');
    if (colon != std::string_view::npos && same_ignoring_case(line.substr(0, colon), wanted))
      return parameter(line, "name");
  }
  return {};
}

/// RFC 2046 §5.1: "--boundary CRLF head CRLF CRLF value CRLF --boundary … --boundary--".
std::optional<Form> read_multipart(std::string_view boundary, std::string_view body) {
  if (boundary.empty() || boundary.size() > longest_boundary) return std::nullopt;
  const std::string delimiter = "\r\n--" + std::string{boundary};
  if (!body.starts_with(std::string_view{delimiter}.substr(2))) return std::nullopt;
  body.remove_prefix(delimiter.size() - 2);
  Form form;
  while (!body.starts_with("--")) {
    const auto head_end = body.find("\r\n\r\n");
    const auto value_end = body.find(delimiter, head_end == std::string_view::npos ? 0 : head_end + 2);
    if (!body.starts_with("\r\n") || head_end == std::string_view::npos ||
        value_end == std::string_view::npos || value_end < head_end + 4)
      return std::nullopt;
    const std::string_view name = name_in(body.substr(2, head_end - 2));
    if (name.empty() || form.fields.size() == most_fields) return std::nullopt;
    form.fields.emplace_back(name, body.substr(head_end + 4, value_end - head_end - 4));
    body.remove_prefix(value_end + delimiter.size());
  }
  return form;
}

}  // namespace

bool Form::has(std::string_view name, std::string_view value) const {
  return std::any_of(fields.begin(), fields.end(),
                     [&](const auto& field) { return field.first == name && field.second == value; });
}

bool is_form_type(std::string_view content_type) {
  const std::string_view type = type_of(content_type);
  return same_ignoring_case(type, urlencoded) || same_ignoring_case(type, multipart);
}

std::optional<Form> read_form(std::string_view content_type, std::string_view body) {
  const std::string_view type = type_of(content_type);
  if (same_ignoring_case(type, urlencoded)) return read_urlencoded(body);
  if (same_ignoring_case(type, multipart)) return read_multipart(parameter(content_type, "boundary"), body);
  return std::nullopt;
}

}  // namespace http
